package casemate.control.provider;

import casemate.base.CustomerId;
import casemate.base.Sha256;
import casemate.base.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of those who come: on their way, known, signed in, signed out.
final class ArrivalTable {
    private static final HexFormat HEX = HexFormat.of();

    /// A browser on its way. Hashes and what is sealed in hexadecimal.
    ///
    /// @param tester who tries the connection; empty: somebody signs in
    /// @param held sealed
    record Attempt(
            String id,
            String connection,
            String browser,
            Optional<UserId> tester,
            String next,
            String held,
            Instant expires) {}

    /// A session that a provider's word began.
    record Begun(String session, String connection, CustomerId customer, String hint) {}

    private final JdbcClient jdbc;

    ArrivalTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void begin(Attempt attempt) {
        jdbc.sql("""
                INSERT INTO provider.attempt (id_hash, connection_id, browser_hash, tester, next, held, expires_at)
                VALUES (:id, :connection, :browser, :tester, :next, :held, :expires)
                """)
                .param("id", HEX.parseHex(attempt.id()))
                .param("connection", attempt.connection())
                .param("browser", HEX.parseHex(attempt.browser()))
                .param("tester", attempt.tester().map(UserId::value).orElse(null))
                .param("next", attempt.next())
                .param("held", HEX.parseHex(attempt.held()))
                .param("expires", attempt.expires().atOffset(ZoneOffset.UTC))
                .update();
    }

    /// Takes an attempt out: whoever comes second finds nothing.
    Optional<Attempt> take(byte[] id, String connection, Instant now) {
        return jdbc.sql("""
                DELETE FROM provider.attempt WHERE id_hash = :id AND connection_id = :connection AND expires_at > :now
                RETURNING id_hash, connection_id, browser_hash, tester, next, held, expires_at
                """)
                .param("id", id)
                .param("connection", connection)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, _) -> attempt(row))
                .optional();
    }

    /// Notes that something was taken; false when it had been before.
    boolean spend(String connection, String id, Instant until) {
        return jdbc.sql("""
                INSERT INTO provider.spent (connection_id, id_hash, until) VALUES (:connection, :id, :until)
                ON CONFLICT DO NOTHING
                """)
                        .param("connection", connection)
                        .param("id", Sha256.of(id))
                        .param("until", until.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    Optional<UserId> known(String connection, byte[] subject) {
        return jdbc.sql(
                        "SELECT person_id FROM provider.identity WHERE connection_id = :connection AND subject_hash = :subject")
                .param("connection", connection)
                .param("subject", subject)
                .query((row, _) -> new UserId(row.getString("person_id")))
                .optional();
    }

    /// Whether this person is known to the connection under whatever name.
    boolean linked(String connection, UserId person) {
        return jdbc.sql(
                        "SELECT EXISTS (SELECT 1 FROM provider.identity WHERE connection_id = :connection AND person_id = :person)")
                .param("connection", connection)
                .param("person", person.value())
                .query(Boolean.class)
                .single();
    }

    void link(String connection, byte[] subject, UserId person, Instant now) {
        jdbc.sql("""
                INSERT INTO provider.identity (connection_id, subject_hash, person_id, linked_at, last_at)
                VALUES (:connection, :subject, :person, :now, :now)
                ON CONFLICT (connection_id, subject_hash) DO UPDATE SET last_at = :now
                """)
                .param("connection", connection)
                .param("subject", subject)
                .param("person", person.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void began(
            String session, Connection connection, byte[] subject, byte @Nullable [] sid, byte[] hint, Instant until) {
        jdbc.sql("""
                INSERT INTO provider.session (session_id, connection_id, customer_id, subject_hash, sid_hash, hint, until)
                VALUES (:session, :connection, :customer, :subject, :sid, :hint, :until)
                """)
                .param("session", session)
                .param("connection", connection.id())
                .param("customer", connection.customer().value())
                .param("subject", subject)
                .param("sid", sid)
                .param("hint", hint)
                .param("until", until.atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<Begun> begun(String session) {
        return jdbc.sql(
                        "SELECT session_id, connection_id, customer_id, hint FROM provider.session WHERE session_id = :session")
                .param("session", session)
                .query((row, _) -> new Begun(
                        row.getString("session_id"),
                        row.getString("connection_id"),
                        new CustomerId(row.getString("customer_id")),
                        HEX.formatHex(row.getBytes("hint"))))
                .optional();
    }

    List<String> sessionsOf(String connection, byte[] subject) {
        return jdbc.sql(
                        "SELECT session_id FROM provider.session WHERE connection_id = :connection AND subject_hash = :subject")
                .param("connection", connection)
                .param("subject", subject)
                .query((row, _) -> row.getString("session_id"))
                .list();
    }

    List<String> sessionsWith(String connection, byte[] sid) {
        return jdbc.sql("SELECT session_id FROM provider.session WHERE connection_id = :connection AND sid_hash = :sid")
                .param("connection", connection)
                .param("sid", sid)
                .query((row, _) -> row.getString("session_id"))
                .list();
    }

    List<String> sessionsBy(String connection) {
        return jdbc.sql("SELECT session_id FROM provider.session WHERE connection_id = :connection")
                .param("connection", connection)
                .query((row, _) -> row.getString("session_id"))
                .list();
    }

    /// No session lasts longer than until then.
    void endBy(Instant latest) {
        jdbc.sql("UPDATE provider.session SET until = :latest WHERE until > :latest")
                .param("latest", latest.atOffset(ZoneOffset.UTC))
                .update();
    }

    List<String> sessionsOver(Instant now, int most) {
        return jdbc.sql("SELECT session_id FROM provider.session WHERE until < :now LIMIT :most")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("most", most)
                .query((row, _) -> row.getString("session_id"))
                .list();
    }

    void forget(Instant now) {
        for (String sql : List.of(
                "DELETE FROM provider.attempt WHERE expires_at < :now",
                "DELETE FROM provider.spent WHERE until < :now")) {
            jdbc.sql(sql).param("now", now.atOffset(ZoneOffset.UTC)).update();
        }
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        return new Attempt(
                HEX.formatHex(row.getBytes("id_hash")),
                row.getString("connection_id"),
                HEX.formatHex(row.getBytes("browser_hash")),
                Optional.ofNullable(row.getString("tester")).map(UserId::new),
                row.getString("next"),
                HEX.formatHex(row.getBytes("held")),
                row.getObject("expires_at", OffsetDateTime.class).toInstant());
    }
}
