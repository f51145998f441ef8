package casemate.control.account;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Reads what lies in the database, in read-only transactions and without asking the code that wrote it.
final class PasswordsAtRest {
    /// @param total verifiers there
    /// @param weak those that are not Argon2id with at least our figures
    /// @param alike those that share a salt or are equal: unsalted ones do for equal passwords
    record Verifiers(long total, long weak, long alike) {}

    /// A look that takes longer hurts the platform more than a late proof.
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final JdbcClient jdbc;
    private final TransactionTemplate readOnly;
    private final boolean fleeting;

    /// @param fleeting whether the tables are the temporary ones of this connection
    PasswordsAtRest(JdbcClient jdbc, PlatformTransactionManager transactions, boolean fleeting) {
        this.jdbc = jdbc;
        this.readOnly = new TransactionTemplate(transactions);
        this.readOnly.setReadOnly(true);
        this.readOnly.setTimeout(Math.toIntExact(LONGEST.toSeconds()));
        this.fleeting = fleeting;
    }

    Verifiers verifiers() {
        return readOnly.execute(_ -> jdbc.sql("""
                WITH v AS (
                    SELECT verifier FROM %1$s.person UNION ALL SELECT verifier FROM %1$s.signup),
                figures AS (
                    SELECT verifier, verifier ~ :phc AS phc,
                        (regexp_match(verifier, 'm=([0-9]{1,9}),t=([0-9]{1,4}),p=')) AS f FROM v)
                SELECT count(*) AS total,
                    count(*) FILTER (WHERE NOT phc
                        OR CAST(f[1] AS integer) < :memory OR CAST(f[2] AS integer) < :passes) AS weak,
                    count(*) - count(DISTINCT CASE WHEN phc THEN split_part(verifier, '$', 5) ELSE verifier END) AS alike
                FROM figures
                """.formatted(schema("account")))
                .param("phc", casemate.control.password.Verifiers.PHC)
                .param("memory", casemate.control.password.Verifiers.MEMORY_KIB)
                .param("passes", casemate.control.password.Verifiers.PASSES)
                .query((row, _) -> new Verifiers(row.getLong("total"), row.getLong("weak"), row.getLong("alike")))
                .single());
    }

    /// How many rows of any table of these rooms hold one of the texts in any column.
    long rowsHolding(List<String> texts) {
        return readOnly.execute(_ -> places().stream()
                .mapToLong(place -> jdbc.sql("""
                                SELECT count(*) FROM %s t
                                WHERE EXISTS (
                                    SELECT 1 FROM unnest(string_to_array(:texts, E'\\n')) AS one
                                    WHERE strpos(CAST(t AS text), one) > 0)
                                """.formatted(place))
                        .param("texts", String.join("\n", texts))
                        .query(Long.class)
                        .single())
                .sum());
    }

    /// A row as the database holds it.
    ///
    /// @param schema of the real table, also for a temporary one
    /// @param values by column, without those that are empty
    record Row(String schema, String table, Map<String, String> values) {}

    /// A point in the database's own order of changes.
    long now() {
        return jdbc.sql("SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)")
                .query(Long.class)
                .single();
    }

    /// Rows of any table of any room that were written since and hold one of the texts in any column.
    List<Row> rows(long since, List<String> texts) {
        return readOnly.execute(_ -> tables().stream()
                .flatMap(table -> jdbc
                        .sql("""
                                SELECT e.key, e.value, n.ctid FROM (
                                    SELECT t.ctid, to_jsonb(t) AS held FROM %s t
                                    WHERE age(t.xmin) <= age(CAST(CAST(:since AS xid8) AS xid)) AND EXISTS (
                                        SELECT 1 FROM unnest(string_to_array(:texts, E'\\n')) AS one
                                        WHERE strpos(CAST(t AS text), one) > 0)) n,
                                LATERAL jsonb_each_text(n.held) e
                                WHERE coalesce(e.value, '') <> ''
                                """.formatted(table.place()))
                        .param("since", String.valueOf(since))
                        .param("texts", String.join("\n", texts))
                        .query((row, _) -> Map.entry(
                                row.getString("ctid"), Map.entry(row.getString("key"), row.getString("value"))))
                        .list()
                        .stream()
                        .collect(Collectors.groupingBy(Map.Entry::getKey, LinkedHashMap::new, Collectors.toList()))
                        .values()
                        .stream()
                        .map(cells -> row(table, cells)))
                .toList());
    }

    private static Row row(Place table, List<Map.Entry<String, Map.Entry<String, String>>> cells) {
        Map<String, String> values = new LinkedHashMap<>();
        cells.forEach(c -> values.put(c.getValue().getKey(), c.getValue().getValue()));
        return new Row(table.schema(), table.name(), Map.copyOf(values));
    }

    /// Where a table lies, and what it is called at home.
    private record Place(String place, String schema, String name) {}

    /// The temporary tables of a twin, or all that there are. One that may not be read makes the look fail: nothing is
    /// passed over.
    private List<Place> tables() {
        return jdbc.sql("""
                        SELECT relnamespace::regnamespace || '.' || quote_ident(relname) AS place, relname,
                            CASE WHEN :fleeting THEN (CASE relname WHEN 'message' THEN 'mail'
                                WHEN 'event' THEN 'audit' ELSE 'account' END) ELSE nspname END AS home
                        FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
                        WHERE relkind IN ('r', 'p') AND (CASE WHEN :fleeting
                            THEN relnamespace = pg_my_temp_schema()
                            ELSE nspname NOT IN ('information_schema', 'flyway') AND nspname NOT LIKE 'pg\\_%' END)
                        """)
                .param("fleeting", fleeting)
                .query((row, _) -> new Place(row.getString("place"), row.getString("home"), row.getString("relname")))
                .list();
    }

    /// The token in the newest letter to an address.
    String token(Email email) {
        String text = readOnly.execute(_ -> jdbc.sql("""
                SELECT plain FROM %s.message WHERE recipient = :email ORDER BY created_at DESC, id DESC LIMIT 1
                """.formatted(schema("mail")))
                .param("email", email.value())
                .query((row, _) -> row.getString("plain"))
                .optional()
                .orElse(""));
        int start = text.indexOf("token=") + "token=".length();
        int end = text.indexOf('\n', start);
        return end < 0 ? "" : text.substring(start, end);
    }

    /// Every table that there is, so that none added later is forgotten.
    private List<String> places() {
        List<String> places = new ArrayList<>(jdbc.sql("""
                        SELECT relnamespace::regnamespace || '.' || quote_ident(relname) AS place FROM pg_class
                        WHERE relkind IN ('r', 'p') AND relname <> 'event' AND (CASE WHEN :fleeting
                            THEN relnamespace = pg_my_temp_schema()
                            ELSE relnamespace::regnamespace::text IN ('account', 'signin', 'mail', 'audit') END)
                        """)
                .param("fleeting", fleeting)
                .query((row, _) -> row.getString("place"))
                .list());
        // The audit is never emptied; what a canary left is among its newest rows.
        places.add("(SELECT * FROM %s.event ORDER BY number DESC LIMIT 10000)".formatted(schema("audit")));
        return places;
    }

    private String schema(String room) {
        return fleeting ? "pg_temp" : room;
    }
}
