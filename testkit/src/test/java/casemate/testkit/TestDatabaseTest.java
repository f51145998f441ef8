package casemate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

class TestDatabaseTest {
    @RegisterExtension
    final TestDatabase database =
            TestDatabase.prepared("notes", source -> run(source, "create table note (text text)"));

    @RepeatedTest(2)
    void each_test_has_a_prepared_database_of_its_own() throws SQLException {
        run(database.owner(), "insert into note values ('mine')");
        try (Connection connection = database.owner().getConnection();
                ResultSet rows = connection.createStatement().executeQuery("select count(*) from note")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(1);
        }
    }

    private static void run(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
