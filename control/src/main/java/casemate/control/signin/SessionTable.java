package casemate.control.signin;

import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.account.Token;
import casemate.control.web.Visitor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of sessions.
final class SessionTable {
    private static final String COLUMNS = "id, place, device, created_at, last_used_at, proved_at";

    private final JdbcClient jdbc;

    SessionTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(String id, Token token, UserId person, boolean operator, Visitor visitor, Instant now) {
        jdbc.sql("""
                INSERT INTO signin.session
                    (id, token_hash, person_id, operator, place, device, created_at, last_used_at, proved_at)
                VALUES (:id, :token, :person, :operator, :place, :device, :now, :now, :now)
                """)
                .param("id", id)
                .param("token", token.hash())
                .param("person", person.value())
                .param("operator", operator)
                .param("place", visitor.address())
                .param("device", visitor.device())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void actFor(String id, CustomerId customer) {
        jdbc.sql("UPDATE signin.session SET customer_id = :customer WHERE id = :id")
                .param("customer", customer.value())
                .param("id", id)
                .update();
    }

    void used(String id, Instant now) {
        jdbc.sql("UPDATE signin.session SET last_used_at = :now WHERE id = :id")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
    }

    /// Gives a session another token, because its person has proved themselves anew.
    boolean prove(String id, Token token, Instant now) {
        return jdbc.sql("UPDATE signin.session SET token_hash = :token, proved_at = :now WHERE id = :id")
                        .param("token", token.hash())
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("id", id)
                        .update()
                == 1;
    }

    /// The last used first.
    List<Session> of(UserId person, int most) {
        return jdbc.sql("SELECT " + COLUMNS
                        + " FROM signin.session WHERE person_id = :person ORDER BY last_used_at DESC LIMIT :most")
                .param("person", person.value())
                .param("most", most)
                .query((row, _) -> session(row))
                .list();
    }

    /// Where some sessions began, by their ids.
    Map<String, Visitor> places(Collection<String> ids) {
        Map<String, Visitor> places = new HashMap<>();
        jdbc.sql("SELECT id, place, device FROM signin.session WHERE id = ANY (:ids)")
                .param("ids", ids.toArray(String[]::new))
                .query(row -> {
                    places.put(row.getString("id"), new Visitor(row.getString("place"), row.getString("device")));
                });
        return places;
    }

    /// Ends one session, if it is this person's.
    boolean end(UserId person, String id) {
        return jdbc.sql("DELETE FROM signin.session WHERE id = :id AND person_id = :person")
                        .param("id", id)
                        .param("person", person.value())
                        .update()
                == 1;
    }

    boolean end(String id) {
        return jdbc.sql("DELETE FROM signin.session WHERE id = :id")
                        .param("id", id)
                        .update()
                == 1;
    }

    /// Sessions that act for a customer, also of those who act for it because they joined it first.
    void endOfCustomer(CustomerId customer, Set<String> stay, UserId but) {
        jdbc.sql("""
                DELETE FROM signin.session s USING account.member m
                WHERE m.customer_id = :customer AND m.person_id = s.person_id AND s.person_id <> :but
                    AND (s.customer_id IS NULL OR s.customer_id = :customer) AND s.id <> ALL (:stay)
                """)
                .param("customer", customer.value())
                .param("but", but.value())
                .param("stay", stay.toArray(String[]::new))
                .update();
    }

    /// One person's that act for a customer, also because they joined it first.
    int endFor(UserId person, CustomerId customer) {
        return jdbc.sql("""
                DELETE FROM signin.session WHERE person_id = :person AND coalesce(customer_id, (
                    SELECT customer_id FROM account.member
                    WHERE person_id = :person ORDER BY joined_at, customer_id LIMIT 1)) = :customer
                """)
                .param("person", person.value())
                .param("customer", customer.value())
                .update();
    }

    int endOthers(UserId person, String but) {
        return jdbc.sql("DELETE FROM signin.session WHERE person_id = :person AND id <> :but")
                .param("person", person.value())
                .param("but", but)
                .update();
    }

    int endAll(UserId person) {
        return jdbc.sql("DELETE FROM signin.session WHERE person_id = :person")
                .param("person", person.value())
                .update();
    }

    /// The oldest beyond what one person needs go first.
    void keepNewest(UserId person, int most) {
        jdbc.sql("""
                DELETE FROM signin.session WHERE id IN (
                    SELECT id FROM signin.session WHERE person_id = :person ORDER BY last_used_at DESC OFFSET :most)
                """).param("person", person.value()).param("most", most).update();
    }

    /// Passes by what others hold: two who come in at once would wait for each other's rows.
    void deleteUnusedSince(Instant limit) {
        jdbc.sql("""
                DELETE FROM signin.session WHERE id IN (
                    SELECT id FROM signin.session WHERE last_used_at < :limit FOR UPDATE SKIP LOCKED)
                """).param("limit", limit.atOffset(ZoneOffset.UTC)).update();
    }

    static Session session(ResultSet row) throws SQLException {
        return new Session(
                row.getString("id"),
                row.getString("place"),
                row.getString("device"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_used_at", OffsetDateTime.class).toInstant(),
                row.getObject("proved_at", OffsetDateTime.class).toInstant());
    }
}
