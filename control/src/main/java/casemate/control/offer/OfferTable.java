package casemate.control.offer;

import casemate.base.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL of this room.
final class OfferTable {
    private static final String COLUMNS = """
            v.name, v.version, v.kind, v.titles::text AS titles, v.price_minor, v.currency, v.term, v.memory_bytes,
            v.users, v.trial_days, v.regions, v.bound_as, v.since, s.on_sale AND s.version = v.version AS on_sale
            """;
    private static final int MAX_TITLES_BYTES = 4 << 10;

    private final JdbcClient jdbc;

    OfferTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Makes those wait who change offers at the same time, until the transaction ends.
    void lock() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('offer', 0))")
                .query((_, _) -> 0)
                .list();
    }

    /// The newest version of each, by name.
    List<Offer> heads() {
        return jdbc.sql(
                        "SELECT " + COLUMNS
                                + " FROM offer.sale s JOIN offer.version v USING (name, version) ORDER BY v.price_minor, v.name")
                .query((row, _) -> offer(row))
                .list();
    }

    Optional<Offer> head(String name) {
        return jdbc.sql("SELECT " + COLUMNS
                        + " FROM offer.sale s JOIN offer.version v USING (name, version) WHERE s.name = ?")
                .param(name)
                .query((row, _) -> offer(row))
                .optional();
    }

    Optional<Offer> version(String name, int version) {
        return jdbc.sql(
                        "SELECT " + COLUMNS
                                + " FROM offer.version v JOIN offer.sale s ON s.name = v.name WHERE v.name = ? AND v.version = ?")
                .param(name)
                .param(version)
                .query((row, _) -> offer(row))
                .optional();
    }

    List<Offer> versions(String name, int most) {
        return jdbc.sql("SELECT " + COLUMNS
                        + " FROM offer.version v JOIN offer.sale s ON s.name = v.name WHERE v.name = ?"
                        + " ORDER BY v.version DESC LIMIT ?")
                .param(name)
                .param(most)
                .query((row, _) -> offer(row))
                .list();
    }

    /// Adds a version and makes it the one that is sold, or not.
    void add(Offer offer) {
        Json.Builder titles = Json.object();
        offer.titles().forEach(titles::put);
        jdbc.sql("""
                INSERT INTO offer.version (name, version, kind, titles, price_minor, currency, term, memory_bytes,
                    users, trial_days, regions, bound_as, since)
                VALUES (:name, :version, :kind, :titles::jsonb, :price, :currency, :term, :memory, :users, :days,
                    :regions, :bound, :since)
                """)
                .param("name", offer.name())
                .param("version", offer.version())
                .param("kind", offer.kind().code())
                .param("titles", titles.build().text())
                .param("price", offer.price().minor())
                .param("currency", offer.price().currency())
                .param("term", offer.price().term().code())
                .param("memory", offer.allowance().memoryBytes())
                .param("users", offer.allowance().users())
                .param("days", offer.trialDays())
                .param("regions", String.join(" ", offer.regions()))
                .param("bound", offer.boundAs())
                .param("since", offer.since().atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("""
                INSERT INTO offer.sale (name, version, on_sale) VALUES (:name, :version, :sale)
                ON CONFLICT (name) DO UPDATE SET version = :version, on_sale = :sale
                """)
                .param("name", offer.name())
                .param("version", offer.version())
                .param("sale", offer.onSale())
                .update();
    }

    void sell(String name, boolean onSale) {
        jdbc.sql("UPDATE offer.sale SET on_sale = ? WHERE name = ?")
                .param(onSale)
                .param(name)
                .update();
    }

    private static Offer offer(ResultSet row) throws SQLException {
        Map<String, String> titles = new TreeMap<>();
        Json.Obj said = Json.parseObject(
                row.getString("titles").getBytes(java.nio.charset.StandardCharsets.UTF_8), MAX_TITLES_BYTES);
        said.members().keySet().forEach(language -> titles.put(language, said.text(language)));
        String regions = row.getString("regions");
        return new Offer(
                row.getString("name"),
                row.getInt("version"),
                OfferKind.parse(row.getString("kind")),
                titles,
                new Price(
                        row.getLong("price_minor"),
                        row.getString("currency"),
                        Price.Term.valueOf(row.getString("term").toUpperCase(Locale.ROOT))),
                new Allowance(row.getLong("memory_bytes"), row.getInt("users")),
                row.getInt("trial_days"),
                new TreeSet<>(regions.isEmpty() ? List.of() : List.of(regions.split(" "))),
                row.getString("bound_as"),
                row.getBoolean("on_sale"),
                row.getObject("since", OffsetDateTime.class).toInstant());
    }
}
