package casemate.control.invoice;

import casemate.base.CustomerId;
import casemate.base.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL of this room.
final class InvoiceTable {
    private static final String COLUMNS =
            "id, entity_id, serial, number, credits, cause, customer_id, currency, net, tax, issued_on, due_on,"
                    + " issued_at, kept_until";
    private static final int MAX_DETAILS = 16 << 10;

    private final JdbcClient jdbc;

    InvoiceTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @return false when the prefix is another's
    boolean put(LegalEntity entity, Instant now) {
        boolean put = jdbc.sql("""
                INSERT INTO invoice.entity AS e (id, prefix, details, changed_at)
                VALUES (:id, :prefix, :details, :now)
                ON CONFLICT (prefix) DO UPDATE SET details = :details, changed_at = :now WHERE e.id = :id
                """)
                        .param("id", entity.id())
                        .param("prefix", entity.prefix())
                        .param("details", entity.details().text())
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
        jdbc.sql("INSERT INTO invoice.series (entity_id, serial) VALUES (:id, 0) ON CONFLICT DO NOTHING")
                .param("id", entity.id())
                .update();
        return put;
    }

    List<LegalEntity> entities() {
        return jdbc.sql("SELECT id, prefix, details FROM invoice.entity ORDER BY prefix")
                .query((row, _) -> entity(row))
                .list();
    }

    Optional<LegalEntity> entity(String id) {
        return jdbc.sql("SELECT id, prefix, details FROM invoice.entity WHERE id = :id")
                .param("id", id)
                .query((row, _) -> entity(row))
                .optional();
    }

    /// The last number taken; other issuers of this legal entity wait until the transaction ends.
    long lockSeries(String entity) {
        return jdbc.sql("SELECT serial FROM invoice.series WHERE entity_id = :entity FOR UPDATE")
                .param("entity", entity)
                .query(Long.class)
                .single();
    }

    void take(String entity, long serial) {
        jdbc.sql("UPDATE invoice.series SET serial = :serial WHERE entity_id = :entity")
                .param("entity", entity)
                .param("serial", serial)
                .update();
    }

    void add(Document document, byte[] contentHash, byte[] sealed) {
        jdbc.sql("""
                INSERT INTO invoice.document (id, entity_id, serial, number, kind, credits, cause, customer_id, currency,
                    net, tax, issued_on, due_on, issued_at, kept_until, content_sha256)
                VALUES (:id, :entity, :serial, :number, :kind, :credits, :cause, :customer, :currency,
                    :net, :tax, :issuedOn, :dueOn, :issuedAt, :keptUntil, :hash)
                """)
                .param("id", document.id())
                .param("entity", document.entity())
                .param("serial", document.serial())
                .param("number", document.number())
                .param("kind", document.kind())
                .param("credits", document.credits().orElse(null))
                .param("cause", document.cause())
                .param("customer", document.customer().value())
                .param("currency", document.currency())
                .param("net", document.net())
                .param("tax", document.tax())
                .param("issuedOn", document.issuedOn())
                .param("dueOn", document.dueOn())
                .param("issuedAt", document.issuedAt().atOffset(ZoneOffset.UTC))
                .param("keptUntil", document.keptUntil())
                .param("hash", contentHash)
                .update();
        jdbc.sql("INSERT INTO invoice.content (document_id, sealed) VALUES (:id, :sealed)")
                .param("id", document.id())
                .param("sealed", sealed)
                .update();
        jdbc.sql("INSERT INTO invoice.waiting (document_id, due_at) VALUES (:id, :now)")
                .param("id", document.id())
                .param("now", document.issuedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<Document> ofCause(String entity, String cause) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM invoice.document WHERE entity_id = :entity AND cause = :cause")
                .param("entity", entity)
                .param("cause", cause)
                .query((row, _) -> document(row))
                .optional();
    }

    Optional<Document> find(String id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM invoice.document WHERE id = :id")
                .param("id", id)
                .query((row, _) -> document(row))
                .optional();
    }

    /// What credit notes took back of an invoice: before taxes, and of the tax.
    long[] credited(String invoice) {
        return jdbc.sql("""
                SELECT coalesce(sum(net), 0) AS net, coalesce(sum(tax), 0) AS tax
                FROM invoice.document WHERE credits = :invoice
                """)
                .param("invoice", invoice)
                .query((row, _) -> new long[] {row.getLong("net"), row.getLong("tax")})
                .single();
    }

    /// @param customer empty for everybody's
    List<Document> page(String customer, String before, int size) {
        return jdbc.sql("SELECT " + COLUMNS + """
                 FROM invoice.document
                WHERE (:customer = '' OR customer_id = :customer) AND (:before = '' OR id < :before)
                ORDER BY id DESC LIMIT :size
                """)
                .param("customer", customer)
                .param("before", before)
                .param("size", size)
                .query((row, _) -> document(row))
                .list();
    }

    /// What lies sealed, and its hash.
    static final class Laid {
        private final byte[] sealed;
        private final byte[] hash;

        Laid(byte[] sealed, byte[] hash) {
            this.sealed = sealed;
            this.hash = hash;
        }

        byte[] sealed() {
            return sealed;
        }

        byte[] hash() {
            return hash;
        }
    }

    Laid content(String id) {
        return jdbc.sql("""
                SELECT c.sealed, d.content_sha256 FROM invoice.content c JOIN invoice.document d ON d.id = c.document_id
                WHERE c.document_id = :id
                """)
                .param("id", id)
                .query((row, _) -> new Laid(row.getBytes("sealed"), row.getBytes("content_sha256")))
                .single();
    }

    Optional<Laid> paper(String id) {
        return jdbc.sql("SELECT sealed, paper_sha256 FROM invoice.paper WHERE document_id = :id")
                .param("id", id)
                .query((row, _) -> new Laid(row.getBytes("sealed"), row.getBytes("paper_sha256")))
                .optional();
    }

    /// @return false when somebody else was quicker
    boolean addPaper(String id, Laid paper, Instant now) {
        return jdbc.sql("""
                INSERT INTO invoice.paper (document_id, paper_sha256, sealed, made_at)
                VALUES (:id, :hash, :sealed, :now) ON CONFLICT DO NOTHING
                """)
                        .param("id", id)
                        .param("hash", paper.hash())
                        .param("sealed", paper.sealed())
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /// The next document that waits for its paper, locked until the transaction ends; another worker passes over it.
    Optional<Document> lockWaiting(Instant now) {
        return jdbc.sql("""
                SELECT document_id FROM invoice.waiting WHERE due_at <= :now
                ORDER BY due_at, document_id LIMIT 1 FOR UPDATE SKIP LOCKED
                """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(String.class)
                .optional()
                .flatMap(this::find);
    }

    void served(String id) {
        jdbc.sql("DELETE FROM invoice.waiting WHERE document_id = :id")
                .param("id", id)
                .update();
    }

    void tryAgain(String id, Instant due) {
        jdbc.sql("UPDATE invoice.waiting SET due_at = :due WHERE document_id = :id")
                .param("id", id)
                .param("due", due.atOffset(ZoneOffset.UTC))
                .update();
    }

    /// The day by the database's own clock: what it forgets goes by that.
    LocalDate today() {
        return jdbc.sql("SELECT current_date").query(LocalDate.class).single();
    }

    boolean holds(String id) {
        return jdbc.sql("""
                SELECT EXISTS (SELECT FROM invoice.document d JOIN invoice.content c ON c.document_id = d.id WHERE d.id = :id)
                """).param("id", id).query(Boolean.class).single();
    }

    /// Tries to take one away or to shorten its time, as the running program could: for the drill.
    void strike(Blow blow, String id) {
        String sql = switch (blow) {
            case CONTENT -> "DELETE FROM invoice.content WHERE document_id = :id";
            case DOCUMENT -> "DELETE FROM invoice.document WHERE id = :id";
            case LAST_DAY -> "UPDATE invoice.document SET kept_until = issued_on WHERE id = :id";
        };
        jdbc.sql(sql).param("id", id).update();
    }

    /// What somebody could try against a document.
    enum Blow {
        CONTENT,
        DOCUMENT,
        LAST_DAY
    }

    long forgetEnded() {
        return jdbc.sql("SELECT invoice.forget_ended()").query(Long.class).single();
    }

    private static LegalEntity entity(ResultSet row) throws SQLException {
        return LegalEntity.read(
                row.getString("id"),
                row.getString("prefix"),
                Json.parseObject(row.getString("details").getBytes(StandardCharsets.UTF_8), MAX_DETAILS));
    }

    private static Document document(ResultSet row) throws SQLException {
        return new Document(
                row.getString("id"),
                row.getString("entity_id"),
                row.getLong("serial"),
                row.getString("number"),
                Optional.ofNullable(row.getString("credits")),
                row.getString("cause"),
                new CustomerId(row.getString("customer_id")),
                row.getString("currency"),
                row.getLong("net"),
                row.getLong("tax"),
                row.getObject("issued_on", LocalDate.class),
                row.getObject("due_on", LocalDate.class),
                row.getObject("issued_at", OffsetDateTime.class).toInstant(),
                row.getObject("kept_until", LocalDate.class));
    }
}
