package casemate.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The house's walls: which module may speak to which. The plan is the table below; a module that is not in it fails.
class WallsTest {
    private static final String ROOT = "casemate.";

    /// What each module may depend on, besides itself and libraries from outside.
    private static final Map<String, Set<String>> PLAN = Map.ofEntries(
            entry("base", Set.of()),
            entry("promise", Set.of("base")),
            entry("wire", Set.of("base")),
            entry("link", Set.of("base", "wire")),
            entry("ledger", Set.of("base")),
            entry("database", Set.of("base")),
            entry("vault", Set.of("base")),
            entry("waf", Set.of("base")),
            entry("edge", Set.of("base", "promise", "wire", "waf")),
            entry("agent", Set.of("base", "promise", "wire")),
            entry("control", Set.of("base", "promise", "wire", "ledger", "vault")),
            entry("trust", Set.of("base", "promise", "ledger")),
            entry(
                    "app",
                    Set.of(
                            "base",
                            "promise",
                            "wire",
                            "link",
                            "ledger",
                            "database",
                            "vault",
                            "waf",
                            "edge",
                            "agent",
                            "control",
                            "trust")));

    /// Far fewer would mean that the scan has lost its way, and that every rule holds of nothing.
    private static final Map<String, Integer> AT_LEAST = Map.of(
            "base",
            15,
            "promise",
            50,
            "wire",
            12,
            "link",
            12,
            "ledger",
            20,
            "database",
            9,
            "waf",
            100,
            "edge",
            25,
            "control",
            50,
            "app",
            20);

    private static final List<String> FRAMEWORKS =
            List.of("org.springframework..", "io.vertx..", "jakarta..", "com.zaxxer..", "picocli..");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("casemate");

    @Test
    void every_module_speaks_only_to_those_that_the_plan_names() {
        for (JavaClass one : HOUSE) {
            String module = module(one.getPackageName());
            if (module.equals("testkit")) {
                continue;
            }
            assertThat(PLAN).as(one.getName()).containsKey(module);
            Set<String> allowed = new HashSet<>(PLAN.get(module));
            allowed.add(module);
            one.getDirectDependenciesFromSelf().stream()
                    .map(d -> d.getTargetClass().getBaseComponentType().getPackageName())
                    .filter(name -> name.startsWith(ROOT))
                    .forEach(name -> assertThat(allowed)
                            .as(one.getName() + " depends on " + name)
                            .contains(module(name)));
        }
    }

    @Test
    void libraries_know_no_framework() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "casemate.base..",
                        "casemate.promise..",
                        "casemate.wire..",
                        "casemate.link..",
                        "casemate.ledger..",
                        "casemate.vault..",
                        "casemate.waf..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORKS.toArray(String[]::new))
                .check(HOUSE);
    }

    @Test
    void every_package_is_null_marked() {
        Set<JavaPackage> packages = HOUSE.stream().map(JavaClass::getPackage).collect(Collectors.toUnmodifiableSet());
        assertThat(packages)
                .hasSizeGreaterThan(10)
                .allSatisfy(p -> assertThat(p.isAnnotatedWith(NullMarked.class))
                        .as(p.getName())
                        .isTrue());
    }

    @Test
    void no_scan_is_empty() {
        Map<String, Long> counts =
                HOUSE.stream().collect(Collectors.groupingBy(c -> module(c.getPackageName()), Collectors.counting()));
        AT_LEAST.forEach((module, least) ->
                assertThat(counts.getOrDefault(module, 0L)).as(module).isGreaterThanOrEqualTo(least));
    }

    private static String module(String packageName) {
        return packageName.split("\\.", -1)[1];
    }
}
