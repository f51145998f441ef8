package casemate.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/// Takes away what rows that are gone have left in a database's files. PostgreSQL frees the bytes of a removed row and
/// overwrites them when it needs the room; until then whoever reads the files reads the row: in its page, in indexes,
/// in the samples that the planner keeps, and in the log.
///
/// Every table is written anew in turn, under a lock that others wait for; the log before that is done with after a
/// checkpoint, and its files are removed ([ServerSettings] has none of them used again).
final class FreedPages {
    /// A table that is in use for longer is not waited for: all of it is tried again.
    private static final List<String> ACTS = List.of(
            "SET lock_timeout = '10s'",
            "VACUUM (FULL, ANALYZE)",
            // Last: what the planner had sampled before it sampled anew.
            "VACUUM FULL pg_catalog.pg_statistic",
            "CHECKPOINT",
            "SELECT pg_switch_wal()",
            "CHECKPOINT");

    private FreedPages() {}

    /// @param owner the superuser, at this database
    /// @param mostBytes a larger one would stand still for too long, and is left alone
    /// @return whether it was done
    static boolean drop(DataSource owner, long mostBytes) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet size = statement.executeQuery("SELECT pg_database_size(current_database())")) {
                size.next();
                if (size.getLong(1) > mostBytes) {
                    return false;
                }
            }
            for (String act : ACTS) {
                statement.execute(act);
            }
            return true;
        }
    }
}
