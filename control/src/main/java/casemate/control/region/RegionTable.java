package casemate.control.region;

import casemate.base.CustomerId;
import casemate.promise.Region;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL of this room.
final class RegionTable {
    private final JdbcClient jdbc;

    RegionTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void declare(String agent, Region region, Instant now) {
        jdbc.sql("""
                INSERT INTO region.host (agent, region, declared_at) VALUES (:agent, :region, :now)
                ON CONFLICT (agent) DO UPDATE SET region = :region, declared_at = :now
                WHERE region.host.region <> :region
                """)
                .param("agent", agent)
                .param("region", region.code())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void declareUnlessSaid(String agent, Region region, Instant now) {
        jdbc.sql("""
                INSERT INTO region.host (agent, region, declared_at) VALUES (:agent, :region, :now)
                ON CONFLICT (agent) DO NOTHING
                """)
                .param("agent", agent)
                .param("region", region.code())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<Region> host(String agent) {
        return jdbc.sql("SELECT region FROM region.host WHERE agent = ?")
                .param(agent)
                .query((row, _) -> new Region(row.getString("region")))
                .optional();
    }

    Set<Region> hosts() {
        return jdbc
                .sql("SELECT DISTINCT region FROM region.host")
                .query((row, _) -> new Region(row.getString("region")))
                .stream()
                .collect(Collectors.toSet());
    }

    Optional<Residence> find(CustomerId customer) {
        return jdbc.sql("SELECT region, source, chosen_at, fixed_at FROM region.residence WHERE customer_id = ?")
                .param(customer.value())
                .query((row, _) -> residence(row))
                .optional();
    }

    /// Locked until the transaction ends.
    Optional<Residence> lock(CustomerId customer) {
        return jdbc.sql("""
                SELECT region, source, chosen_at, fixed_at FROM region.residence WHERE customer_id = ? FOR UPDATE
                """)
                .param(customer.value())
                .query((row, _) -> residence(row))
                .optional();
    }

    /// Says where, as long as nothing is fixed.
    ///
    /// @return false when it is
    boolean put(CustomerId customer, Region region, Residence.Source source, Instant now) {
        return jdbc.sql("""
                INSERT INTO region.residence AS r (customer_id, region, source, chosen_at)
                VALUES (:customer, :region, :source, :now)
                ON CONFLICT (customer_id) DO UPDATE SET region = :region, source = :source, chosen_at = :now
                WHERE r.fixed_at IS NULL
                """)
                        .param("customer", customer.value())
                        .param("region", region.code())
                        .param("source", source.code())
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    void fix(CustomerId customer, Instant now) {
        jdbc.sql("UPDATE region.residence SET fixed_at = :now WHERE customer_id = :customer AND fixed_at IS NULL")
                .param("customer", customer.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void remove(CustomerId customer) {
        jdbc.sql("DELETE FROM region.residence WHERE customer_id = ?")
                .param(customer.value())
                .update();
    }

    private static Residence residence(ResultSet row) throws SQLException {
        return new Residence(
                new Region(row.getString("region")),
                Residence.Source.valueOf(row.getString("source").toUpperCase(Locale.ROOT)),
                row.getObject("chosen_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getObject("fixed_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant));
    }
}
