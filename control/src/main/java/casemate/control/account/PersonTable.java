package casemate.control.account;

import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.field.Fields;
import casemate.control.web.Language;
import casemate.vault.KeyOwner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of customers and persons.
final class PersonTable {
    /// A person and what is stored to know them by.
    record Stored(Person person, String verifier) {}

    private static final String PERSON =
            "p.id, p.email, p.verifier, p.language, p.time_zone, p.staff_role, p.disabled_at, p.created_at";
    /// One column by each name, so that those of a customer need not be told from a person's.
    private static final String CUSTOMER = "c.id, c.created_at, p.email, " + SealedDetails.COLUMNS;

    private static final String LINE = "c.id, c.created_at, c.company, c.country, p.email";

    private final JdbcClient jdbc;
    private final String schema;
    private final SealedDetails sealed;
    /// Asked with every request of somebody who is signed in, so put together once, with
    /// parameters by their places: names cost another look at the text each time.
    private final String acting;

    PersonTable(JdbcClient jdbc, String schema, Fields fields) {
        this.jdbc = jdbc;
        this.sealed = new SealedDetails(fields, "account.customer");
        this.schema = schema;
        this.acting = """
                SELECT %1$s, m.person_id, m.customer_id, m.role, m.joined_at, m.several, c.company
                FROM %2$s.person p
                LEFT JOIN LATERAL (
                    SELECT * FROM (
                        SELECT *, count(*) OVER () > 1 AS several FROM %2$s.member WHERE person_id = p.id) all_of_them
                    WHERE ? IN ('', customer_id) ORDER BY joined_at, customer_id LIMIT 1) m ON true
                LEFT JOIN %2$s.customer c ON c.id = m.customer_id
                WHERE p.id = ? AND p.disabled_at IS NULL AND (p.operator OR m.customer_id IS NOT NULL)
                """.formatted(PERSON, schema);
    }

    void addCustomer(CustomerId id, Details details, Instant now) {
        JdbcClient.StatementSpec insert = jdbc.sql("INSERT INTO %s.customer (id, %s, created_at) VALUES (:id, %s, :now)"
                .formatted(schema, SealedDetails.NEW, SealedDetails.VALUES));
        sealed.bind(insert, KeyOwner.of(id), id.value(), details)
                .param("id", id.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void change(CustomerId id, Details details) {
        JdbcClient.StatementSpec update =
                jdbc.sql("UPDATE %s.customer SET %s WHERE id = :id".formatted(schema, SealedDetails.CHANGES));
        sealed.bind(update, KeyOwner.of(id), id.value(), details)
                .param("id", id.value())
                .update();
    }

    void addPerson(Person person, String verifier) {
        jdbc.sql("""
                INSERT INTO %s.person (id, operator, staff_role, email, verifier, language, time_zone, created_at)
                VALUES (:id, :operator, :role, :email, :verifier, :language, :zone, :now)
                """.formatted(schema))
                .param("id", person.id().value())
                .param("operator", person.operator())
                .param("role", person.staffRole().orElse(null))
                .param("email", person.email().value())
                .param("verifier", verifier)
                .param("language", person.language().code())
                .param("zone", person.zone().getId())
                .param("now", person.createdAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    void setVerifier(UserId id, String verifier) {
        jdbc.sql("UPDATE %s.person SET verifier = :verifier WHERE id = :id".formatted(schema))
                .param("verifier", verifier)
                .param("id", id.value())
                .update();
    }

    void setEmail(UserId id, Email email) {
        jdbc.sql("UPDATE %s.person SET email = :email WHERE id = :id".formatted(schema))
                .param("email", email.value())
                .param("id", id.value())
                .update();
    }

    void setLanguage(UserId id, Language language) {
        jdbc.sql("UPDATE %s.person SET language = :language WHERE id = :id".formatted(schema))
                .param("language", language.code())
                .param("id", id.value())
                .update();
    }

    Optional<Stored> find(Kind kind, Email email) {
        return jdbc.sql("""
                SELECT %s FROM %s.person p
                WHERE p.email = :email AND p.operator = :operator
                """.formatted(PERSON, schema))
                .param("email", email.value())
                .param("operator", kind == Kind.OPERATOR)
                .query((row, _) -> stored(row))
                .optional();
    }

    Optional<Stored> find(UserId id) {
        return jdbc.sql("SELECT %s FROM %s.person p WHERE p.id = :id".formatted(PERSON, schema))
                .param("id", id.value())
                .query((row, _) -> stored(row))
                .optional();
    }

    List<Person> operators(int most) {
        return jdbc.sql(
                        "SELECT %s FROM %s.person p WHERE p.operator AND p.disabled_at IS NULL ORDER BY p.id LIMIT :most"
                                .formatted(PERSON, schema))
                .param("most", most)
                .query((row, _) -> stored(row).person())
                .list();
    }

    /// A person with the customer that they chose, or else joined first.
    Optional<Acting> acting(UserId id, String wanted) {
        return jdbc.sql(acting)
                .param(wanted)
                .param(id.value())
                .query((row, _) -> acting(row))
                .optional();
    }

    boolean anyOperator() {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM %s.person WHERE operator)".formatted(schema))
                .query(Boolean.class)
                .single();
    }

    Optional<Customer> customer(CustomerId id) {
        return jdbc.sql("""
                SELECT %1$s FROM %2$s.customer c JOIN LATERAL (%3$s) p ON true WHERE c.id = :id
                """.formatted(CUSTOMER, schema, first()))
                .param("id", id.value())
                .query((row, _) -> customer(row))
                .optional();
    }

    /// The newest first.
    ///
    /// @param sought a part of the company or of somebody's address, or the number; empty for all
    List<CustomerLine> customers(String sought, String before, int size) {
        return jdbc.sql("""
                SELECT %1$s FROM %2$s.customer c JOIN LATERAL (%3$s) p ON true
                WHERE (:before = '' OR c.id < :before) AND (
                    :sought = '' OR c.id = :sought OR strpos(lower(c.company), :sought) > 0 OR EXISTS (
                        SELECT 1 FROM %2$s.member m JOIN %2$s.person q ON q.id = m.person_id
                        WHERE m.customer_id = c.id AND strpos(q.email, :sought) > 0))
                ORDER BY c.id DESC LIMIT :size
                """.formatted(LINE, schema, first()))
                .param("sought", sought)
                .param("before", before)
                .param("size", size)
                .query((row, _) -> line(row))
                .list();
    }

    long countCustomers() {
        return jdbc.sql("SELECT count(*) FROM %s.customer".formatted(schema))
                .query(Long.class)
                .single();
    }

    /// The address of a customer's first owner.
    private String first() {
        return """
                SELECT o.email FROM %1$s.member m JOIN %1$s.person o ON o.id = m.person_id
                WHERE m.customer_id = c.id ORDER BY m.role = '%2$s' DESC NULLS LAST, m.joined_at, m.person_id LIMIT 1
                """.formatted(schema, Membership.OWNER);
    }

    /// A customer's people, in the order of their ids.
    ///
    /// @param sought a part of the address; empty for all
    List<Member> members(CustomerId customer, String sought, String after, int most) {
        return jdbc.sql("""
                SELECT %1$s, m.person_id, m.customer_id, m.role, m.joined_at
                FROM %2$s.member m JOIN %2$s.person p ON p.id = m.person_id
                WHERE m.customer_id = :customer AND m.person_id > :after AND strpos(p.email, :sought) > 0
                ORDER BY m.person_id LIMIT :most
                """.formatted(PERSON, schema))
                .param("customer", customer.value())
                .param("sought", sought)
                .param("after", after)
                .param("most", most)
                .query((row, _) -> new Member(stored(row).person(), MemberTable.membership(row)))
                .list();
    }

    /// Those of some people who belong to a customer.
    List<Member> members(CustomerId customer, Collection<String> ids) {
        return jdbc.sql("""
                SELECT %1$s, m.person_id, m.customer_id, m.role, m.joined_at
                FROM %2$s.member m JOIN %2$s.person p ON p.id = m.person_id
                WHERE m.customer_id = :customer AND m.person_id = ANY (:ids)
                """.formatted(PERSON, schema))
                .param("customer", customer.value())
                .param("ids", ids.toArray(String[]::new))
                .query((row, _) -> new Member(stored(row).person(), MemberTable.membership(row)))
                .list();
    }

    Map<CustomerId, List<Person>> owners(Collection<CustomerId> customers) {
        Map<CustomerId, List<Person>> owners = new HashMap<>();
        jdbc.sql("""
                SELECT %1$s, m.customer_id FROM %2$s.member m JOIN %2$s.person p ON p.id = m.person_id
                WHERE m.customer_id = ANY (:customers) AND m.role = :owner ORDER BY m.joined_at, p.id
                """.formatted(PERSON, schema))
                .param("customers", customers.stream().map(CustomerId::value).toArray(String[]::new))
                .param("owner", Membership.OWNER)
                .query((row, _) -> owners.computeIfAbsent(
                                new CustomerId(row.getString("customer_id")), _ -> new ArrayList<>())
                        .add(stored(row).person()))
                .list();
        return owners;
    }

    void setZone(UserId id, ZoneId zone) {
        jdbc.sql("UPDATE %s.person SET time_zone = :zone WHERE id = :id".formatted(schema))
                .param("zone", zone.getId())
                .param("id", id.value())
                .update();
    }

    /// All operators, also those who may not sign in.
    List<Person> staff(int most) {
        return jdbc.sql("SELECT %s FROM %s.person p WHERE p.operator ORDER BY p.email LIMIT :most"
                        .formatted(PERSON, schema))
                .param("most", most)
                .query((row, _) -> stored(row).person())
                .list();
    }

    /// Makes those wait who would change operators.
    void lockStaff() {
        jdbc.sql("SELECT id FROM %s.person WHERE operator ORDER BY id FOR UPDATE".formatted(schema))
                .query(String.class)
                .list();
    }

    void setStaffRole(UserId id, String role) {
        jdbc.sql("UPDATE %s.person SET staff_role = :role WHERE id = :id AND operator".formatted(schema))
                .param("role", role)
                .param("id", id.value())
                .update();
    }

    /// @param since empty: may sign in again
    void disable(UserId id, Optional<Instant> since) {
        jdbc.sql("UPDATE %s.person SET disabled_at = :since WHERE id = :id AND operator".formatted(schema))
                .param("since", since.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null))
                .param("id", id.value())
                .update();
    }

    void deletePerson(UserId id) {
        jdbc.sql("DELETE FROM %s.person WHERE id = :id".formatted(schema))
                .param("id", id.value())
                .update();
    }

    /// Takes a customer away whole, with the people who belong to no other.
    void delete(CustomerId id) {
        jdbc.sql("""
                DELETE FROM %1$s.person p USING %1$s.member m
                WHERE m.person_id = p.id AND m.customer_id = :id AND NOT EXISTS (
                    SELECT 1 FROM %1$s.member o WHERE o.person_id = p.id AND o.customer_id <> :id)
                """.formatted(schema)).param("id", id.value()).update();
        for (String rest : new String[] {"member WHERE customer_id", "customer WHERE id"}) {
            jdbc.sql("DELETE FROM %s.%s = :id".formatted(schema, rest))
                    .param("id", id.value())
                    .update();
        }
    }

    List<CustomerId> customersWithAddress(String like) {
        return jdbc.sql("""
                SELECT DISTINCT m.customer_id FROM %1$s.member m JOIN %1$s.person p ON p.id = m.person_id
                WHERE p.email LIKE :like
                """.formatted(schema))
                .param("like", like)
                .query((row, _) -> new CustomerId(row.getString("customer_id")))
                .list();
    }

    /// A drill's customer.
    record Canary(CustomerId customer, Email email) {}

    List<Canary> canaries(String like, Instant before) {
        return jdbc.sql("""
                SELECT DISTINCT m.customer_id, p.email FROM %1$s.member m JOIN %1$s.person p ON p.id = m.person_id
                WHERE p.email LIKE :like AND p.created_at < :before ORDER BY m.customer_id
                """.formatted(schema))
                .param("like", like)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .query((row, _) ->
                        new Canary(new CustomerId(row.getString("customer_id")), new Email(row.getString("email"))))
                .list();
    }

    private static CustomerLine line(ResultSet row) throws SQLException {
        return new CustomerLine(
                new CustomerId(row.getString("id")),
                new Email(row.getString("email")),
                Optional.ofNullable(row.getString("company")),
                Optional.ofNullable(row.getString("country")),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private Customer customer(ResultSet row) throws SQLException {
        CustomerId id = new CustomerId(row.getString("id"));
        SealedDetails.Reading reading = sealed.read(row, KeyOwner.of(id), id.value());
        return new Customer(
                id,
                new Email(row.getString("email")),
                reading.details(),
                reading.readable(),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static Acting acting(ResultSet row) throws SQLException {
        if (row.getString("customer_id") == null) {
            return new Acting(stored(row).person(), Optional.empty(), Optional.empty());
        }
        Membership membership = MemberTable.membership(row);
        String name = Optional.ofNullable(row.getString("company"))
                .orElse(membership.customer().value());
        return new Acting(
                stored(row).person(),
                Optional.of(membership),
                row.getBoolean("several") ? Optional.of(name) : Optional.empty());
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                new Person(
                        new UserId(row.getString("id")),
                        new Email(row.getString("email")),
                        Language.parse(row.getString("language")),
                        ZoneId.of(row.getString("time_zone")),
                        Optional.ofNullable(row.getString("staff_role")),
                        row.getObject("disabled_at") != null,
                        row.getObject("created_at", OffsetDateTime.class).toInstant()),
                row.getString("verifier"));
    }
}
