package casemate.control.provider;

import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.provider.Connection.Speech;
import casemate.control.provider.Connection.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of connections and their groups.
final class ConnectionTable {
    private static final String COLUMNS =
            "id, customer_id, kind, name, issuer, client_id, metadata, groups_name, state, enforced, way_around, tested_at";

    private final JdbcClient jdbc;

    ConnectionTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// One change of a customer's connections at a time.
    void lock(CustomerId customer) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('provider ' || :customer, 0))")
                .param("customer", customer.value())
                .query((_, _) -> 1)
                .single();
    }

    /// @param secret sealed; null for SAML
    void add(Connection connection, byte @Nullable [] secret, Instant now) {
        bind(jdbc.sql("""
                INSERT INTO provider.connection (id, customer_id, kind, name, issuer, client_id, secret, metadata,
                    groups_name, state, enforced, created_at, changed_at)
                VALUES (:id, :customer, :kind, :name, :issuer, :client, :secret, :metadata, :groups, 'draft', false, :now, :now)
                """), connection, now)
                .param("customer", connection.customer().value())
                .param("kind", connection.saml() ? "saml" : "openid")
                .param("secret", secret)
                .update();
    }

    /// What is changed must be tried anew before it takes effect.
    ///
    /// @param secret sealed; null keeps the one that is there
    void change(Connection connection, byte @Nullable [] secret, Instant now) {
        bind(jdbc.sql("""
                UPDATE provider.connection SET name = :name, issuer = :issuer, client_id = :client, metadata = :metadata,
                    secret = COALESCE(:secret, secret), groups_name = :groups, state = 'draft', enforced = false,
                    tested_at = NULL, changed_at = :now
                WHERE id = :id
                """), connection, now).param("secret", secret).update();
    }

    void tested(String id, Instant now) {
        jdbc.sql("""
                UPDATE provider.connection SET tested_at = :now,
                    state = CASE WHEN state = 'draft' THEN 'tested' ELSE state END
                WHERE id = :id
                """).param("id", id).param("now", now.atOffset(ZoneOffset.UTC)).update();
    }

    void setState(String id, State state, Instant now) {
        jdbc.sql("""
                UPDATE provider.connection SET state = :state, enforced = enforced AND :state = 'on', changed_at = :now
                WHERE id = :id
                """)
                .param("id", id)
                .param("state", state.code())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void enforce(String id, boolean enforced, @Nullable UserId wayAround, Instant now) {
        jdbc.sql("""
                UPDATE provider.connection SET enforced = :enforced, way_around = :person, changed_at = :now WHERE id = :id
                """)
                .param("id", id)
                .param("enforced", enforced)
                .param("person", wayAround == null ? null : wayAround.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void delete(String id) {
        jdbc.sql("DELETE FROM provider.connection WHERE id = :id")
                .param("id", id)
                .update();
    }

    Optional<Connection> find(String id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM provider.connection WHERE id = :id")
                .param("id", id)
                .query((row, _) -> connection(row))
                .optional();
    }

    List<Connection> of(CustomerId customer) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM provider.connection WHERE customer_id = :customer ORDER BY id")
                .param("customer", customer.value())
                .query((row, _) -> connection(row))
                .list();
    }

    Optional<byte[]> secret(String id) {
        return jdbc.sql("SELECT secret FROM provider.connection WHERE id = :id AND secret IS NOT NULL")
                .param("id", id)
                .query((row, _) -> row.getBytes("secret"))
                .optional();
    }

    /// The connection that is on for whoever has an address under this domain.
    Optional<Connection> leading(String domain) {
        return jdbc.sql("SELECT " + COLUMNS + """
                 FROM provider.connection WHERE state = 'on' AND customer_id =
                    (SELECT d.customer_id FROM provider.domain d WHERE d.domain = :domain AND d.verified_at IS NOT NULL)
                """)
                .param("domain", domain)
                .query((row, _) -> connection(row))
                .optional();
    }

    /// The connections that are on for the customers of a person, and whether they came in by them before.
    List<Barrier> around(UserId person) {
        return jdbc.sql("""
                SELECT m.customer_id, c.id IS NOT NULL AND c.way_around IS DISTINCT FROM m.person_id
                        AND (c.enforced OR i.person_id IS NOT NULL) AS barred
                FROM account.member m
                LEFT JOIN provider.connection c ON c.customer_id = m.customer_id AND c.state = 'on'
                LEFT JOIN provider.identity i ON i.connection_id = c.id AND i.person_id = m.person_id
                WHERE m.person_id = :person ORDER BY m.joined_at, m.customer_id
                """)
                .param("person", person.value())
                .query((row, _) -> new Barrier(new CustomerId(row.getString("customer_id")), row.getBoolean("barred")))
                .list();
    }

    /// Whether somebody comes to a customer by its provider only, and whether they are signed in on its word.
    record Word(boolean needed, boolean given) {}

    Word word(UserId person, CustomerId customer, Instant now) {
        return jdbc.sql("""
                SELECT EXISTS (
                        SELECT 1 FROM account.member m
                        JOIN provider.connection c ON c.customer_id = m.customer_id AND c.state = 'on'
                        LEFT JOIN provider.identity i ON i.connection_id = c.id AND i.person_id = m.person_id
                        WHERE m.person_id = ? AND m.customer_id = ?
                            AND c.way_around IS DISTINCT FROM m.person_id
                            AND (c.enforced OR i.person_id IS NOT NULL)) AS needed,
                    EXISTS (
                        SELECT 1 FROM provider.session s JOIN signin.session x ON x.id = s.session_id
                        WHERE x.person_id = ? AND s.customer_id = ? AND s.until > ?) AS given
                """)
                .param(person.value())
                .param(customer.value())
                .param(person.value())
                .param(customer.value())
                .param(now.atOffset(ZoneOffset.UTC))
                .query((row, _) -> new Word(row.getBoolean("needed"), row.getBoolean("given")))
                .single();
    }

    /// A customer of a person, and whether a password is not enough for it.
    record Barrier(CustomerId customer, boolean barred) {}

    List<Mapping> mappings(String connection) {
        return jdbc.sql("SELECT group_name, role FROM provider.mapping WHERE connection_id = :id ORDER BY line")
                .param("id", connection)
                .query((row, _) -> new Mapping(row.getString("group_name"), row.getString("role")))
                .list();
    }

    void setMappings(String connection, List<Mapping> lines) {
        jdbc.sql("DELETE FROM provider.mapping WHERE connection_id = :id")
                .param("id", connection)
                .update();
        for (int i = 0; i < lines.size(); i++) {
            jdbc.sql(
                            "INSERT INTO provider.mapping (connection_id, line, group_name, role) VALUES (:id, :line, :group, :role)")
                    .param("id", connection)
                    .param("line", i)
                    .param("group", lines.get(i).group())
                    .param("role", lines.get(i).role())
                    .update();
        }
    }

    private static JdbcClient.StatementSpec bind(JdbcClient.StatementSpec sql, Connection connection, Instant now) {
        JdbcClient.StatementSpec bound = sql.param("id", connection.id())
                .param("name", connection.name())
                .param("issuer", connection.issuer())
                .param("groups", connection.groupsName())
                .param("now", now.atOffset(ZoneOffset.UTC));
        return switch (connection.speech()) {
            case Speech.OpenId o -> bound.param("client", o.clientId()).param("metadata", null);
            case Speech.Saml s -> bound.param("client", null).param("metadata", s.metadata());
        };
    }

    private static Connection connection(ResultSet row) throws SQLException {
        return new Connection(
                row.getString("id"),
                new CustomerId(row.getString("customer_id")),
                row.getString("name"),
                row.getString("issuer"),
                row.getString("kind").equals("saml")
                        ? new Speech.Saml(row.getString("metadata"))
                        : new Speech.OpenId(row.getString("client_id")),
                row.getString("groups_name"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getBoolean("enforced"),
                Optional.ofNullable(row.getString("way_around")).map(UserId::new),
                Optional.ofNullable(row.getObject("tested_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant));
    }
}
