package casemate.control.account;

import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.web.Language;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of customers and persons.
final class PersonTable {
    /// A person and what is stored to know them by.
    record Stored(Person person, String verifier) {}

    private static final String PERSON = "p.id, p.customer_id, p.email, p.verifier, p.language, p.created_at";
    private static final String CUSTOMER = "c.id, c.company, c.contact_name, c.address, c.postcode, c.country,"
            + " c.vat_number, c.created_at, p.email";

    private final JdbcClient jdbc;
    private final String schema;

    PersonTable(JdbcClient jdbc, String schema) {
        this.jdbc = jdbc;
        this.schema = schema;
    }

    void addCustomer(CustomerId id, Details details, Instant now) {
        bind(jdbc.sql("""
                INSERT INTO %s.customer
                    (id, company, contact_name, address, postcode, country, vat_number, created_at)
                VALUES (:id, :company, :contactName, :address, :postcode, :country, :vatNumber, :now)
                """.formatted(schema)), details)
                .param("id", id.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void change(CustomerId id, Details details) {
        bind(jdbc.sql("""
                UPDATE %s.customer SET company = :company, contact_name = :contactName, address = :address,
                    postcode = :postcode, country = :country, vat_number = :vatNumber
                WHERE id = :id
                """.formatted(schema)), details).param("id", id.value()).update();
    }

    void addPerson(Person person, String verifier) {
        jdbc.sql("""
                INSERT INTO %s.person (id, customer_id, email, verifier, language, created_at)
                VALUES (:id, :customer, :email, :verifier, :language, :now)
                """.formatted(schema))
                .param("id", person.id().value())
                .param("customer", person.customer().map(CustomerId::value).orElse(null))
                .param("email", person.email().value())
                .param("verifier", verifier)
                .param("language", person.language().code())
                .param("now", person.createdAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    void setVerifier(UserId id, String verifier) {
        jdbc.sql("UPDATE %s.person SET verifier = :verifier WHERE id = :id".formatted(schema))
                .param("verifier", verifier)
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
                WHERE p.email = :email AND (p.customer_id IS NULL) = :operator
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
        return jdbc.sql("SELECT %s FROM %s.person p WHERE p.customer_id IS NULL ORDER BY p.id LIMIT :most"
                        .formatted(PERSON, schema))
                .param("most", most)
                .query((row, _) -> stored(row).person())
                .list();
    }

    boolean anyOperator() {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM %s.person WHERE customer_id IS NULL)".formatted(schema))
                .query(Boolean.class)
                .single();
    }

    Optional<Customer> customer(CustomerId id) {
        return jdbc.sql("""
                SELECT %s FROM %s.customer c JOIN %s.person p ON p.customer_id = c.id
                WHERE c.id = :id ORDER BY p.id LIMIT 1
                """.formatted(CUSTOMER, schema, schema))
                .param("id", id.value())
                .query((row, _) -> customer(row))
                .optional();
    }

    /// The newest first.
    List<Customer> customers(String before, int size) {
        return jdbc.sql("""
                SELECT %s FROM %s.customer c
                JOIN LATERAL (SELECT email FROM %s.person WHERE customer_id = c.id ORDER BY id LIMIT 1) p ON true
                WHERE (:before = '' OR c.id < :before) ORDER BY c.id DESC LIMIT :size
                """.formatted(CUSTOMER, schema, schema))
                .param("before", before)
                .param("size", size)
                .query((row, _) -> customer(row))
                .list();
    }

    long countCustomers() {
        return jdbc.sql("SELECT count(*) FROM %s.customer".formatted(schema))
                .query(Long.class)
                .single();
    }

    /// Takes a customer away whole, with its people.
    void delete(CustomerId id) {
        jdbc.sql("DELETE FROM %s.person WHERE customer_id = :id".formatted(schema))
                .param("id", id.value())
                .update();
        jdbc.sql("DELETE FROM %s.customer WHERE id = :id".formatted(schema))
                .param("id", id.value())
                .update();
    }

    List<CustomerId> customersWithAddress(String like) {
        return jdbc.sql("""
                SELECT customer_id FROM %s.person WHERE customer_id IS NOT NULL AND email LIKE :like
                """.formatted(schema))
                .param("like", like)
                .query((row, _) -> new CustomerId(row.getString("customer_id")))
                .list();
    }

    static JdbcClient.StatementSpec bind(JdbcClient.StatementSpec sql, Details details) {
        return sql.param("company", details.company().orElse(null))
                .param("contactName", details.contactName().orElse(null))
                .param("address", details.address().orElse(null))
                .param("postcode", details.postcode().orElse(null))
                .param("country", details.country().orElse(null))
                .param("vatNumber", details.vatNumber().orElse(null));
    }

    static Details details(ResultSet row) throws SQLException {
        return new Details(
                Optional.ofNullable(row.getString("company")),
                Optional.ofNullable(row.getString("contact_name")),
                Optional.ofNullable(row.getString("address")),
                Optional.ofNullable(row.getString("postcode")),
                Optional.ofNullable(row.getString("country")),
                Optional.ofNullable(row.getString("vat_number")));
    }

    private static Customer customer(ResultSet row) throws SQLException {
        return new Customer(
                new CustomerId(row.getString("id")),
                new Email(row.getString("email")),
                details(row),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                new Person(
                        new UserId(row.getString("id")),
                        Optional.ofNullable(row.getString("customer_id")).map(CustomerId::new),
                        new Email(row.getString("email")),
                        Language.parse(row.getString("language")),
                        row.getObject("created_at", OffsetDateTime.class).toInstant()),
                row.getString("verifier"));
    }
}
