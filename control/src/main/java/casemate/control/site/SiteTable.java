package casemate.control.site;

import casemate.promise.Region;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL of this room.
final class SiteTable {
    private final JdbcClient jdbc;

    SiteTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Makes those wait who change the list at the same time.
    void lock() {
        jdbc.sql("LOCK TABLE site.site IN SHARE ROW EXCLUSIVE MODE").update();
    }

    List<BackupSite> living() {
        return jdbc.sql("""
                SELECT name, region, place, append_only FROM site.site WHERE removed_at IS NULL ORDER BY name
                """).query((row, _) -> site(row)).list();
    }

    /// Whether any was ever declared, also one that is removed.
    boolean any() {
        return jdbc.sql("SELECT exists (SELECT 1 FROM site.site)")
                .query(Boolean.class)
                .single();
    }

    Optional<byte[]> sealed(String name) {
        return jdbc.sql("SELECT sealed_access FROM site.site WHERE name = :name AND removed_at IS NULL")
                .param("name", name)
                .query((row, _) -> row.getBytes("sealed_access"))
                .optional();
    }

    /// Declares one; a removed one of that name comes back as this.
    void put(BackupSite site, byte[] sealed, boolean embedded, Instant now) {
        jdbc.sql("""
                INSERT INTO site.site (name, region, place, append_only, sealed_access, embedded, declared_at)
                VALUES (:name, :region, :place, :appendOnly, :sealed, :embedded, :now)
                ON CONFLICT (name) DO UPDATE SET region = excluded.region, place = excluded.place,
                    append_only = excluded.append_only, sealed_access = excluded.sealed_access,
                    embedded = excluded.embedded, declared_at = excluded.declared_at, removed_at = NULL
                """)
                .param("name", site.name())
                .param("region", site.region().code())
                .param("place", site.place())
                .param("appendOnly", site.appendOnly())
                .param("sealed", sealed)
                .param("embedded", embedded)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /// The data directory may have moved.
    void moveEmbedded(BackupSite site) {
        jdbc.sql("UPDATE site.site SET place = :place WHERE name = :name AND embedded")
                .param("name", site.name())
                .param("place", site.place())
                .update();
    }

    /// Holds a site to refusing removal, or no longer.
    void declare(String name, boolean appendOnly) {
        jdbc.sql("UPDATE site.site SET append_only = :appendOnly WHERE name = :name")
                .param("name", name)
                .param("appendOnly", appendOnly)
                .update();
    }

    /// Its credentials go at once.
    void remove(String name, Instant now) {
        jdbc.sql("""
                UPDATE site.site SET removed_at = :now, sealed_access = ''
                WHERE name = :name AND removed_at IS NULL
                """)
                .param("name", name)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static BackupSite site(ResultSet row) throws SQLException {
        return new BackupSite(
                row.getString("name"),
                new Region(row.getString("region")),
                row.getString("place"),
                row.getBoolean("append_only"));
    }
}
