package casemate.control.export;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.TestControl;
import casemate.control.inventory.Field;
import casemate.control.inventory.Inventory;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class CarriedTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static TestControl control;

    @BeforeAll
    static void start(@TempDir Path place) {
        control = TestControl.start(DATABASE, place);
    }

    @AfterAll
    static void stop() {
        control.close();
    }

    @Test
    void every_table_of_the_live_database_is_carried_or_says_why_not() {
        Set<String> live = control.door(Inventory.class).fields().stream()
                .map(f -> f.column().schema() + "." + f.column().table())
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> declared = Carried.all().stream().map(Carried::table).toList();
        assertThat(live).as("a scan that found nothing").hasSizeGreaterThan(90);
        assertThat(declared)
                .as(
                        "say in src/main/resources/export/tables.txt what of each table is in a customer's copy, or why not")
                .doesNotHaveDuplicates()
                .containsAll(live);
        Set<String> rooms =
                live.stream().map(t -> t.substring(0, t.indexOf('.'))).collect(Collectors.toSet());
        assertThat(live)
                .as("declared, but not there")
                .containsAll(declared.stream()
                        .filter(t -> rooms.contains(t.substring(0, t.indexOf('.'))))
                        .toList());
        assertThat(Carried.all()).allSatisfy(c -> {
            assertThat(c.customer().condition().isPresent()
                            || !c.customer().why().isBlank())
                    .as(c.table())
                    .isTrue();
            assertThat(c.person().condition().isPresent() || !c.person().why().isBlank())
                    .as(c.table())
                    .isTrue();
        });
    }

    @Test
    void a_table_that_names_a_customer_is_not_passed_over_as_somebody_elses() {
        Set<String> theirs = control.door(Inventory.class).fields().stream()
                .map(Field::column)
                .filter(c -> c.name().equals("customer_id") || c.name().equals("instance_id"))
                .map(c -> c.schema() + "." + c.table())
                .collect(Collectors.toSet());
        Set<String> excuses = Set.of("the platform's", "the vendor's", "public", "counts, of nobody");
        assertThat(Carried.all())
                .filteredOn(c -> theirs.contains(c.table()))
                .hasSizeGreaterThan(25)
                .allSatisfy(c -> assertThat(excuses)
                        .as(c.table())
                        .doesNotContain(c.customer().why()));
    }
}
