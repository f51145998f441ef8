package casemate.control.node;

import casemate.base.Secret;
import casemate.promise.Region;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL of this room.
final class NodeTable {
    private final JdbcClient jdbc;

    /// A node and the hash of its token.
    record Invited(Node node, Secret hash) {}

    NodeTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Whoever adds, joins or removes comes one after the other.
    void lock() {
        jdbc.sql("LOCK TABLE node.node IN SHARE ROW EXCLUSIVE MODE").update();
    }

    List<Node> all() {
        return jdbc.sql("SELECT * FROM node.node ORDER BY removed_at IS NOT NULL, name")
                .query((row, _) -> read(row))
                .list();
    }

    Optional<Node> find(String name) {
        return jdbc.sql("SELECT * FROM node.node WHERE name = :name")
                .param("name", name)
                .query((row, _) -> read(row))
                .optional();
    }

    /// The one that has joined with this key and is not removed.
    Optional<Node> byKey(String key) {
        return jdbc.sql("SELECT * FROM node.node WHERE key = :key AND key <> '' AND removed_at IS NULL")
                .param("key", key)
                .query((row, _) -> read(row))
                .optional();
    }

    /// Those that are not removed.
    List<Invited> invited() {
        return jdbc.sql("SELECT * FROM node.node WHERE removed_at IS NULL ORDER BY name")
                .query((row, _) -> new Invited(read(row), Secret.of(row.getBytes("token_hash"))))
                .list();
    }

    /// Adds it, or makes its invitation anew.
    void invite(String name, Region region, byte[] hash, Instant now, Instant until) {
        jdbc.sql("""
                INSERT INTO node.node (name, region, invited_at, token_hash, token_until, key, machine, gateway, gateway_port)
                VALUES (:name, :region, :now, :hash, :until, '', '', '', 0)
                ON CONFLICT (name) DO UPDATE SET region = :region, invited_at = :now, token_hash = :hash, token_until = :until
                WHERE node.node.joined_at IS NULL
                """)
                .param("name", name)
                .param("region", region.code())
                .param("now", at(now))
                .param("hash", hash)
                .param("until", at(until))
                .update();
    }

    void join(String name, Joining joining, Instant now) {
        jdbc.sql("""
                UPDATE node.node SET joined_at = coalesce(joined_at, :now), key = :key, machine = :machine,
                    gateway = :gateway, gateway_port = :port
                WHERE name = :name
                """)
                .param("now", at(now))
                .param("key", joining.key())
                .param("machine", joining.machine())
                .param("gateway", joining.gateway())
                .param("port", joining.gatewayPort())
                .param("name", name)
                .update();
    }

    void here(String name, Joining said) {
        jdbc.sql("""
                UPDATE node.node SET machine = :machine, gateway = :gateway, gateway_port = :port
                WHERE name = :name AND joined_at IS NOT NULL AND removed_at IS NULL
                """)
                .param("machine", said.machine())
                .param("gateway", said.gateway())
                .param("port", said.gatewayPort())
                .param("name", name)
                .update();
    }

    /// Takes back an invitation that nobody took up: the name is free again.
    void forget(String name) {
        jdbc.sql("DELETE FROM node.node WHERE name = :name AND joined_at IS NULL")
                .param("name", name)
                .update();
    }

    void remove(String name, boolean lost, Instant now) {
        jdbc.sql("UPDATE node.node SET removed_at = :now, lost = :lost WHERE name = :name AND removed_at IS NULL")
                .param("now", at(now))
                .param("lost", lost)
                .param("name", name)
                .update();
    }

    /// Notes what the operators are told.
    ///
    /// @return whether that was news
    boolean silent(String name, Optional<Instant> since) {
        return jdbc.sql("""
                UPDATE node.node SET silent_since = :since::timestamptz
                WHERE name = :name AND removed_at IS NULL AND (silent_since IS NULL) = (:since::timestamptz IS NOT NULL)
                """)
                        .param("since", since.map(NodeTable::at).orElse(null))
                        .param("name", name)
                        .update()
                == 1;
    }

    void wrong(Instant now) {
        jdbc.sql("INSERT INTO node.wrong (at) VALUES (:now)")
                .param("now", at(now))
                .update();
    }

    /// How many tokens were wrong since then; those before are forgotten.
    long wrongSince(Instant since) {
        jdbc.sql("DELETE FROM node.wrong WHERE at < :since")
                .param("since", at(since))
                .update();
        return jdbc.sql("SELECT count(*) FROM node.wrong").query(Long.class).single();
    }

    private static Node read(ResultSet row) throws SQLException {
        return new Node(
                row.getString("name"),
                new Region(row.getString("region")),
                moment(row, "invited_at").orElseThrow(),
                moment(row, "token_until").orElseThrow(),
                moment(row, "joined_at"),
                row.getString("key"),
                row.getString("machine"),
                row.getString("gateway"),
                row.getInt("gateway_port"),
                moment(row, "silent_since"),
                moment(row, "removed_at"),
                row.getBoolean("lost"));
    }

    private static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
