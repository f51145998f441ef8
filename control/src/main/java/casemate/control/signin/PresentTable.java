package casemate.control.signin;

import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.account.Acting;
import casemate.control.account.Email;
import casemate.control.account.Membership;
import casemate.control.account.Person;
import casemate.control.account.Token;
import casemate.control.role.Assignment;
import casemate.control.web.Language;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What every request of somebody who is signed in asks, in one question: each further one costs the request more than
/// all that is done with the answer.
final class PresentTable {
    /// A session, who is behind it, and the roles that they have for single instances besides.
    record Present(Session session, boolean operator, Acting acting, Assignment assignment) {}

    /// By place, because names cost another look at the text.
    private static final String FIND = "SELECT * FROM signin.present WHERE token_hash = ?";

    private final JdbcClient jdbc;

    PresentTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @return empty for a token of no session, and for nobody who may be signed in
    Optional<Present> find(Token token) {
        return jdbc.sql(FIND)
                .param(token.hash())
                .query((row, _) -> present(row))
                .optional();
    }

    private static Present present(ResultSet row) throws SQLException {
        Optional<Membership> membership = membership(row);
        return new Present(
                SessionTable.session(row),
                row.getBoolean("operator"),
                new Acting(person(row), membership, Optional.ofNullable(row.getString("customer_name"))),
                Assignment.read(membership.flatMap(Membership::role), row.getString("given")));
    }

    private static Person person(ResultSet row) throws SQLException {
        return new Person(
                new UserId(row.getString("person_id")),
                new Email(row.getString("email")),
                Language.parse(row.getString("language")),
                ZoneId.of(row.getString("time_zone")),
                Optional.ofNullable(row.getString("staff_role")),
                false,
                time(row, "person_since"));
    }

    private static Optional<Membership> membership(ResultSet row) throws SQLException {
        String customer = row.getString("customer_id");
        return customer == null
                ? Optional.empty()
                : Optional.of(new Membership(
                        new UserId(row.getString("person_id")),
                        new CustomerId(customer),
                        Optional.ofNullable(row.getString("role")),
                        time(row, "joined_at")));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
