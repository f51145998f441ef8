package casemate.control.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.Json;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final Actor TEST = new Actor.Program("test");

    private TestControl control;
    private Audit audit;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory);
        audit = control.door(Audit.class);
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit.event SET actor = 'nobody'",
                "DELETE FROM audit.event",
                "TRUNCATE audit.event",
                "DROP TABLE audit.event",
                "ALTER TABLE audit.event DISABLE TRIGGER ALL",
                "INSERT INTO audit.event (number, at, actor, action, object, detail)"
                        + " OVERRIDING SYSTEM VALUE VALUES (NULL, now(), 'a', 'b', 'c', '{}')"
            })
    void what_is_recorded_cannot_be_changed_by_the_running_program(String sql) {
        audit.record(TEST, "test.try", "thing");
        assertThatThrownBy(() -> JdbcClient.create(control.runtime()).sql(sql).update())
                .rootCause()
                .hasMessageMatching("(?s).*(permission denied|must be owner|null value).*");
    }

    @Test
    void a_change_that_fails_leaves_no_row_and_one_that_holds_leaves_one() {
        TransactionTemplate transactions = control.door(TransactionTemplate.class);
        assertThatThrownBy(() -> transactions.executeWithoutResult(_ -> {
                    audit.record(TEST, "test.undone", "thing");
                    throw new IllegalStateException("the change failed");
                }))
                .isInstanceOf(IllegalStateException.class);
        transactions.executeWithoutResult(_ -> audit.record(
                TEST, "test.done", "thing", Json.object().put("count", 3).build()));
        List<String> actions = Customers.column(control, "SELECT action FROM audit.event");
        assertThat(actions).contains("test.done").doesNotContain("test.undone");
    }

    @Test
    void pages_follow_one_another_from_the_newest() {
        for (int i = 0; i < 5; i++) {
            audit.record(TEST, "test.page-" + i, "thing");
        }
        List<Event> first = audit.page(Long.MAX_VALUE, 2);
        List<Event> second = audit.page(first.getLast().number(), 2);
        assertThat(first.getFirst().number()).isGreaterThan(first.getLast().number());
        assertThat(second.getFirst().number()).isLessThan(first.getLast().number());
    }
}
