package casemate.control;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("casemate.control");

    @Test
    void the_scan_found_something() {
        assertThat(named("Routes")).isGreaterThanOrEqualTo(8);
        assertThat(named("Table")).isGreaterThanOrEqualTo(8);
        assertThat(named("Rules")).isGreaterThanOrEqualTo(3);
    }

    @Test
    void routes_know_no_sql_and_no_clock() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Routes")
                .or()
                .haveSimpleNameEndingWith("Api")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.jdbc..", "javax.sql..", "java.sql..")
                .orShould()
                .dependOnClassesThat()
                .haveSimpleNameEndingWith("Table")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .check(classes);
    }

    @Test
    void tables_know_no_clock_and_no_door_of_another_room() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Table")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .haveSimpleNameEndingWith("Routes")
                .check(classes);
    }

    @Test
    void rules_do_nothing_but_decide() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Rules")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..",
                        "java.sql..",
                        "javax.sql..",
                        "java.nio.file..",
                        "java.net..",
                        "jakarta..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .check(classes);
    }

    @Test
    void time_comes_by_argument_everywhere() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(classes);
    }

    private long named(String end) {
        return classes.stream().filter(c -> c.getSimpleName().endsWith(end)).count();
    }
}
