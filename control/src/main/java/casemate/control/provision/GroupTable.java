package casemate.control.provision;

import casemate.base.CustomerId;
import casemate.control.provision.FilterSql.Column;
import casemate.control.provision.FilterSql.Condition;
import casemate.control.provision.FilterSql.Kind;
import casemate.control.scim.Asked;
import casemate.control.scim.Resource;
import casemate.control.scim.ScimProblem;
import casemate.control.scim.Slice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of groups and of who is in them.
final class GroupTable {
    private static final String COLUMNS = "g.id, g.customer_id, g.display_name, g.external_id, g.role, g.version,"
            + " g.created_at, g.changed_at, (SELECT count(*) FROM provision.member m WHERE m.group_id = g.id) AS members";

    private static final Map<String, Column> ATTRIBUTES = Map.of(
            "id", new Column("g.id", Kind.EXACT),
            "displayname", new Column("g.display_key", Kind.TEXT),
            "externalid", new Column("g.external_id", Kind.EXACT),
            "members", new Column("g.id", Kind.MEMBER),
            "members.value", new Column("g.id", Kind.MEMBER),
            "meta.created", new Column("g.created_at", Kind.TIME),
            "meta.lastmodified", new Column("g.changed_at", Kind.TIME));

    private final JdbcClient jdbc;

    GroupTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Slice<DirectoryGroup> list(CustomerId customer, Asked asked) {
        Condition condition = FilterSql.of(asked.filter(), ATTRIBUTES);
        String direction = asked.descending() ? " DESC" : " ASC";
        long total = jdbc.sql("SELECT count(*) FROM provision.directory_group g WHERE g.customer_id = :customer AND "
                        + condition.sql())
                .param("customer", customer.value())
                .params(condition.parameters())
                .query(Long.class)
                .single();
        List<DirectoryGroup> page = jdbc.sql("SELECT " + COLUMNS
                        + " FROM provision.directory_group g WHERE g.customer_id = :customer AND " + condition.sql()
                        + " ORDER BY " + order(asked) + direction + ", g.id LIMIT :count OFFSET :skip")
                .param("customer", customer.value())
                .params(condition.parameters())
                .param("count", asked.count())
                .param("skip", asked.start() - 1)
                .query((row, _) -> group(row))
                .list();
        return new Slice<>(total, asked.start(), page);
    }

    List<DirectoryGroup> byName(CustomerId customer, int most) {
        return jdbc.sql("SELECT " + COLUMNS + """
                 FROM provision.directory_group g WHERE g.customer_id = :customer ORDER BY g.display_key LIMIT :most
                """)
                .param("customer", customer.value())
                .param("most", most)
                .query((row, _) -> group(row))
                .list();
    }

    private static String order(Asked asked) {
        Column column = ATTRIBUTES.get(asked.sortBy().isEmpty() ? "id" : asked.sortBy());
        if (column == null || column.kind() == Kind.MEMBER) {
            throw ScimProblem.invalidValue("There is no order by this attribute; see the Schemas.");
        }
        return column.sql();
    }

    long count(CustomerId customer) {
        return jdbc.sql("SELECT count(*) FROM provision.directory_group WHERE customer_id = :customer")
                .param("customer", customer.value())
                .query(Long.class)
                .single();
    }

    void add(DirectoryGroup group) {
        bind(jdbc.sql("""
                INSERT INTO provision.directory_group
                    (id, customer_id, display_name, display_key, external_id, role, version, created_at, changed_at)
                VALUES (:id, :customer, :name, :key, :externalId, :role, :version, :created, :changed)
                """), group)
                .param("created", group.created().atOffset(ZoneOffset.UTC))
                .update();
    }

    void save(DirectoryGroup group) {
        bind(jdbc.sql("""
                UPDATE provision.directory_group SET display_name = :name, display_key = :key, external_id = :externalId,
                    role = :role, version = :version, changed_at = :changed
                WHERE id = :id AND customer_id = :customer
                """), group).update();
    }

    private static JdbcClient.StatementSpec bind(JdbcClient.StatementSpec sql, DirectoryGroup group) {
        return sql.param("id", group.id())
                .param("customer", group.customer().value())
                .param("name", group.displayName())
                .param("key", group.displayName().toLowerCase(Locale.ROOT))
                .param("externalId", group.externalId().orElse(null))
                .param("role", group.role().orElse(null))
                .param("version", group.version())
                .param("changed", group.changed().atOffset(ZoneOffset.UTC));
    }

    Optional<DirectoryGroup> find(CustomerId customer, String id) {
        return one(customer, id, "");
    }

    Optional<DirectoryGroup> lock(CustomerId customer, String id) {
        return one(customer, id, " FOR UPDATE");
    }

    private Optional<DirectoryGroup> one(CustomerId customer, String id, String lock) {
        return jdbc.sql("SELECT " + COLUMNS
                        + " FROM provision.directory_group g WHERE g.customer_id = :customer AND g.id = :id" + lock)
                .param("customer", customer.value())
                .param("id", id)
                .query((row, _) -> group(row))
                .optional();
    }

    boolean nameTaken(CustomerId customer, String displayName, String but) {
        return jdbc.sql("""
                SELECT EXISTS (SELECT 1 FROM provision.directory_group
                    WHERE customer_id = :customer AND display_key = :key AND id <> :but)
                """)
                .param("customer", customer.value())
                .param("key", displayName.toLowerCase(Locale.ROOT))
                .param("but", but)
                .query(Boolean.class)
                .single();
    }

    void delete(CustomerId customer, String id) {
        jdbc.sql("DELETE FROM provision.directory_group WHERE customer_id = :customer AND id = :id")
                .param("customer", customer.value())
                .param("id", id)
                .update();
    }

    /// Who is in a group, by their ids.
    List<Resource.Named> members(String group, String base) {
        return jdbc.sql("""
                SELECT e.id, coalesce(e.display_name, e.user_name) AS display FROM provision.member m
                JOIN provision.entry e ON e.id = m.entry_id WHERE m.group_id = :group ORDER BY e.id
                """)
                .param("group", group)
                .query((row, _) -> new Resource.Named(
                        row.getString("id"), row.getString("display"), base + "/Users/" + row.getString("id")))
                .list();
    }

    Set<String> memberIds(String group) {
        return new TreeSet<>(jdbc.sql("SELECT entry_id FROM provision.member WHERE group_id = :group")
                .param("group", group)
                .query((row, _) -> row.getString(1))
                .list());
    }

    /// Adds those of these ids that are entries of the customer.
    ///
    /// @return how many of them are
    int join(CustomerId customer, String group, Collection<String> entries) {
        if (entries.isEmpty()) {
            return 0;
        }
        int known = jdbc.sql("SELECT count(*) FROM provision.entry WHERE customer_id = :customer AND id IN (:entries)")
                .param("customer", customer.value())
                .param("entries", entries)
                .query(Integer.class)
                .single();
        jdbc.sql("""
                INSERT INTO provision.member (group_id, entry_id)
                SELECT :group, id FROM provision.entry WHERE customer_id = :customer AND id IN (:entries)
                ON CONFLICT DO NOTHING
                """)
                .param("group", group)
                .param("customer", customer.value())
                .param("entries", entries)
                .update();
        return known;
    }

    void leave(String group, Collection<String> entries) {
        if (!entries.isEmpty()) {
            jdbc.sql("DELETE FROM provision.member WHERE group_id = :group AND entry_id IN (:entries)")
                    .param("group", group)
                    .param("entries", entries)
                    .update();
        }
    }

    /// The roles that the groups of an entry give, once each.
    List<String> roles(String entry) {
        return jdbc.sql("""
                SELECT DISTINCT g.role FROM provision.member m JOIN provision.directory_group g ON g.id = m.group_id
                WHERE m.entry_id = :entry AND g.role IS NOT NULL ORDER BY g.role
                """)
                .param("entry", entry)
                .query((row, _) -> row.getString(1))
                .list();
    }

    private static DirectoryGroup group(ResultSet row) throws SQLException {
        return new DirectoryGroup(
                row.getString("id"),
                new CustomerId(row.getString("customer_id")),
                row.getString("display_name"),
                Optional.ofNullable(row.getString("external_id")),
                Optional.ofNullable(row.getString("role")),
                row.getLong("members"),
                row.getLong("version"),
                instant(row, "created_at"),
                instant(row, "changed_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return EntryTable.time(row, column);
    }
}
