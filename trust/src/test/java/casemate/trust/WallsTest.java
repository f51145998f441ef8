package casemate.trust;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/// It reads the ledger alone, so that it cannot print what was not recorded.
class WallsTest {
    /// Fewer means that the scan found nothing to check.
    private static final int EXPECTED_CLASSES = 40;

    private final JavaClasses trust = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("casemate.trust");

    @Test
    void of_casemate_it_knows_the_ledger_and_the_promises_and_no_other_room() {
        assertThat(trust).hasSizeGreaterThan(EXPECTED_CLASSES);
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "casemate.trust",
                        "casemate.ledger",
                        "casemate.promise",
                        "casemate.base",
                        "gg.jte..",
                        "org.jspecify..",
                        "com.sun.net.httpserver..",
                        "java..")
                .check(trust);
    }

    @Test
    void its_doors_are_few() {
        List<String> open = trust.stream()
                .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(JavaClass::isTopLevelClass)
                .map(JavaClass::getSimpleName)
                // jte makes the classes of templates public.
                .filter(name -> !name.startsWith("Jte"))
                .toList();

        assertThat(open).containsExactlyInAnyOrder("Trust", "TrustConfig", "Verify", "VerifyReport");
    }
}
