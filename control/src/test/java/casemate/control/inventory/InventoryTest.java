package casemate.control.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InventoryTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private TestControl control;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory);
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void every_column_of_the_live_database_is_declared() {
        Inventory inventory = control.door(Inventory.class);
        assertThat(inventory.fields()).hasSizeGreaterThan(250);
        assertThat(inventory.undeclared())
                .as("declare these in src/main/resources/inventory/SCHEMA.txt")
                .isEmpty();
    }

    @Test
    void nothing_is_declared_that_is_not_there() {
        Set<Column> live = control.door(Inventory.class).fields().stream()
                .map(Field::column)
                .collect(Collectors.toSet());
        Set<String> schemas = live.stream().map(Column::schema).collect(Collectors.toSet());
        for (String schema : schemas) {
            assertThat(live).as(schema).containsAll(Inventory.declared(schema).keySet());
        }
    }

    @Test
    void a_column_that_nobody_declared_is_found() {
        List<Field> fields = Inventory.fields(List.of(new Column("account", "person", "shoe_size")));
        assertThat(Inventory.undeclared(fields)).containsExactly(new Column("account", "person", "shoe_size"));
    }

    @Test
    void a_customer_reads_it_and_takes_it_along_in_their_language() {
        Browser browser = control.browser("portal").speaking("pl");
        Customers.join(control, browser, "keep@example.org");
        Browser.Answer page = browser.get("/account/kept");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.says("Adres e-mail")).isTrue();
        Browser.Answer file = browser.get("/account/kept.json");
        Json.Obj all = (Json.Obj) Json.parse(file.body().getBytes(StandardCharsets.UTF_8), 1 << 20);
        List<Json.Obj> fields = all.list("fields", f -> (Json.Obj) f);
        assertThat(fields).hasSizeGreaterThan(80).allSatisfy(f -> {
            assertThat(f.text("what")).isNotBlank();
            assertThat(f.text("why")).isNotBlank();
            assertThat(f.text("until")).isNotBlank();
            assertThat(f.text("key")).isNotBlank();
        });
        assertThat(fields).anySatisfy(f -> {
            assertThat(f.text("table")).isEqualTo("person");
            assertThat(f.text("column")).isEqualTo("email");
            assertThat(f.text("what")).isEqualTo("Adres e-mail");
        });
    }

    @Test
    void a_stranger_reads_nothing() {
        assertThat(control.browser("portal").getOnly("/account/kept.json").status())
                .isEqualTo(303);
    }
}
