package casemate.house;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.database.EmbeddedPostgres;
import casemate.database.PostgresOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What the database of a house that stands still says of its customers: each row as its own hash.
///
/// @param of rows that nobody but their customers and operators changes, by table
/// @param audit what was ever done; rows are added only
record Rows(Map<String, Set<String>> of, Set<String> audit) {
    /// The customers of these tests; those of the drills come and go.
    private static final String OURS = "(SELECT customer_id FROM instance.instance WHERE slug IN ('crash', 'wiki'))";

    private static final String THEIRS = "(SELECT person_id FROM account.member WHERE customer_id IN " + OURS + ")";
    private static final String OPERATOR =
            "(SELECT id FROM account.person WHERE operator ORDER BY created_at, id LIMIT 1)";

    private static final Map<String, String> QUERIES = Map.of(
            "instance",
            "SELECT md5((id, customer_id, slug, title, blueprint, wanted, settings, created_at)::text)"
                    + " FROM instance.instance WHERE slug IN ('crash', 'wiki')",
            "customer",
            "SELECT md5(t::text) FROM account.customer t WHERE id IN " + OURS,
            "member",
            "SELECT md5(t::text) FROM account.member t WHERE customer_id IN " + OURS,
            "person",
            "SELECT md5((id, email, verifier, created_at)::text) FROM account.person WHERE id IN " + THEIRS
                    + " OR id IN " + OPERATOR,
            "second factor",
            "SELECT md5(t::text) FROM factor.generator t WHERE person_id IN " + OPERATOR,
            "key of a volume",
            "SELECT md5(t::text) FROM volume.volume t"
                    + " WHERE instance_id IN (SELECT id FROM instance.instance WHERE slug IN ('crash', 'wiki'))");

    /// Starts its PostgreSQL alone.
    ///
    /// @param postgres the directory that the house has it in
    static Rows in(Path postgres, Path keys) throws Exception {
        try (EmbeddedPostgres database =
                        EmbeddedPostgres.start(postgres, new PostgresOptions(keys, postgres, 0), List.of());
                Connection connection = database.owner("casemate").getConnection()) {
            Map<String, Set<String>> all = new LinkedHashMap<>();
            for (Map.Entry<String, String> query : QUERIES.entrySet()) {
                all.put(query.getKey(), hashes(connection, query.getValue()));
            }
            return new Rows(all, hashes(connection, "SELECT md5(t::text) FROM audit.event t"));
        }
    }

    private static Set<String> hashes(Connection connection, String query) throws Exception {
        Set<String> found = new TreeSet<>();
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        return found;
    }

    /// The house went on for a moment after the copy that came back.
    void cameBackFrom(Rows before) {
        assertThat(before.of())
                .allSatisfy((table, rows) -> assertThat(rows).as(table).isNotEmpty());
        assertThat(of).isEqualTo(before.of());
        assertThat(audit).isNotEmpty().isSubsetOf(before.audit());
    }
}
