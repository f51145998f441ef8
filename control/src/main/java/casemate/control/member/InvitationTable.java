package casemate.control.member;

import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.account.Email;
import casemate.control.account.Token;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of invitations. Operators' stand under no customer, which is written as the empty text here.
final class InvitationTable {
    private static final String COLUMNS = "id, customer_id, email, role, invited_by, sends, expires_at";

    private final JdbcClient jdbc;

    InvitationTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// In place of an older one to the same address.
    void add(Invitation invitation, Token token, Instant now) {
        jdbc.sql("DELETE FROM member.invitation WHERE coalesce(customer_id, '') = :customer AND email = :email")
                .param("customer", text(invitation.customer()))
                .param("email", invitation.email().value())
                .update();
        jdbc.sql("""
                INSERT INTO member.invitation
                    (id, customer_id, email, role, invited_by, token_hash, sends, created_at, expires_at)
                VALUES (:id, nullif(:customer, ''), :email, :role, :by, :token, :sends, :now, :expires)
                """)
                .param("id", invitation.id())
                .param("customer", text(invitation.customer()))
                .param("email", invitation.email().value())
                .param("role", invitation.role())
                .param("by", invitation.by().value())
                .param("token", token.hash())
                .param("sends", invitation.sends())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("expires", invitation.expiresAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    void sendAgain(String id, Token token, Instant expires) {
        jdbc.sql("""
                UPDATE member.invitation SET token_hash = :token, sends = sends + 1, expires_at = :expires WHERE id = :id
                """)
                .param("token", token.hash())
                .param("expires", expires.atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
    }

    Optional<Invitation> find(Token token, Instant now) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM member.invitation WHERE token_hash = :token AND expires_at > :now")
                .param("token", token.hash())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, _) -> invitation(row))
                .optional();
    }

    Optional<Invitation> find(Optional<CustomerId> customer, String id) {
        return jdbc.sql("SELECT " + COLUMNS
                        + " FROM member.invitation WHERE id = :id AND coalesce(customer_id, '') = :customer")
                .param("id", id)
                .param("customer", text(customer))
                .query((row, _) -> invitation(row))
                .optional();
    }

    /// The newest first.
    List<Invitation> of(Optional<CustomerId> customer, int most) {
        return jdbc.sql("SELECT " + COLUMNS
                        + " FROM member.invitation WHERE coalesce(customer_id, '') = :customer"
                        + " ORDER BY id DESC LIMIT :most")
                .param("customer", text(customer))
                .param("most", most)
                .query((row, _) -> invitation(row))
                .list();
    }

    /// Whether it was still there.
    boolean remove(String id) {
        return jdbc.sql("DELETE FROM member.invitation WHERE id = :id")
                        .param("id", id)
                        .update()
                == 1;
    }

    /// What a person promised goes with their rights.
    void withdrawOf(UserId by) {
        jdbc.sql("DELETE FROM member.invitation WHERE invited_by = :by")
                .param("by", by.value())
                .update();
    }

    void deleteExpired(Instant now) {
        jdbc.sql("DELETE FROM member.invitation WHERE expires_at <= :now")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static String text(Optional<CustomerId> customer) {
        return customer.map(CustomerId::value).orElse("");
    }

    private static Invitation invitation(ResultSet row) throws SQLException {
        return new Invitation(
                row.getString("id"),
                Optional.ofNullable(row.getString("customer_id")).map(CustomerId::new),
                new Email(row.getString("email")),
                row.getString("role"),
                new UserId(row.getString("invited_by")),
                row.getInt("sends"),
                row.getObject("expires_at", OffsetDateTime.class).toInstant());
    }
}
