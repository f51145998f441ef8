package casemate.control.provision;

import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.provision.FilterSql.Column;
import casemate.control.provision.FilterSql.Condition;
import casemate.control.provision.FilterSql.Kind;
import casemate.control.scim.Asked;
import casemate.control.scim.Resource;
import casemate.control.scim.ScimProblem;
import casemate.control.scim.Slice;
import casemate.control.scim.UserWish;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of entries.
final class EntryTable {
    private static final String COLUMNS =
            "e.id, e.customer_id, e.person_id, e.user_name, e.external_id, e.display_name,"
                    + " e.given_name, e.family_name, e.email, e.active, e.version, e.created_at, e.changed_at";

    /// What can be filtered and sorted by.
    private static final Map<String, Column> ATTRIBUTES = Map.ofEntries(
            Map.entry("id", new Column("e.id", Kind.EXACT)),
            Map.entry("username", new Column("e.user_key", Kind.TEXT)),
            Map.entry("externalid", new Column("e.external_id", Kind.EXACT)),
            Map.entry("displayname", new Column("lower(e.display_name)", Kind.TEXT)),
            Map.entry("name.givenname", new Column("lower(e.given_name)", Kind.TEXT)),
            Map.entry("name.familyname", new Column("lower(e.family_name)", Kind.TEXT)),
            Map.entry("emails", new Column("e.email", Kind.TEXT)),
            Map.entry("emails.value", new Column("e.email", Kind.TEXT)),
            Map.entry("emails.type", new Column("'work'", Kind.TEXT)),
            Map.entry("emails.primary", new Column("true", Kind.FLAG)),
            Map.entry("active", new Column("e.active", Kind.FLAG)),
            Map.entry("meta.created", new Column("e.created_at", Kind.TIME)),
            Map.entry("meta.lastmodified", new Column("e.changed_at", Kind.TIME)));

    private final JdbcClient jdbc;

    EntryTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// One page. The ids of the page come from an index; only its rows are read.
    Slice<Entry> list(CustomerId customer, Asked asked) {
        Condition condition = FilterSql.of(asked.filter(), ATTRIBUTES);
        String order = order(asked);
        long total = asked.filter().isEmpty() ? count(customer) : count(customer, condition);
        List<Entry> page = asked.count() == 0 || asked.start() > total
                ? List.of()
                : jdbc.sql("""
                        SELECT %1$s FROM provision.entry e JOIN (
                            SELECT e.id FROM provision.entry e WHERE e.customer_id = :customer AND %2$s
                            ORDER BY %3$s LIMIT :count OFFSET :skip) page ON page.id = e.id
                        ORDER BY %3$s
                        """.formatted(COLUMNS, condition.sql(), order))
                        .param("customer", customer.value())
                        .params(condition.parameters())
                        .param("count", asked.count())
                        .param("skip", asked.start() - 1)
                        .query((row, _) -> entry(row))
                        .list();
        return new Slice<>(total, asked.start(), page);
    }

    /// Whether the customer's directory has this person, switched on.
    boolean keeps(CustomerId customer, UserId person) {
        return jdbc.sql("""
                SELECT EXISTS (
                    SELECT 1 FROM provision.entry WHERE person_id = ? AND customer_id = ? AND active)
                """)
                .param(person.value())
                .param(customer.value())
                .query(Boolean.class)
                .single();
    }

    private static String order(Asked asked) {
        String name = asked.sortBy().isEmpty() ? "id" : asked.sortBy();
        Column column = ATTRIBUTES.get(name);
        if (column == null || !column.sql().contains("e.")) {
            throw ScimProblem.invalidValue("There is no order by this attribute; see the Schemas.");
        }
        String direction = asked.descending() ? " DESC" : " ASC";
        return name.equals("id") ? "e.id" + direction : column.sql() + direction + ", e.id";
    }

    void add(Entry entry) {
        bind(jdbc.sql("""
                INSERT INTO provision.entry
                    (id, customer_id, person_id, user_name, user_key, external_id, display_name, given_name, family_name,
                     email, active, version, created_at, changed_at)
                VALUES (:id, :customer, :person, :userName, :userKey, :externalId, :displayName, :givenName, :familyName,
                        :email, :active, :version, :created, :changed)
                """), entry)
                .param("created", entry.created().atOffset(ZoneOffset.UTC))
                .update();
        tally(entry.customer(), 1);
    }

    void save(Entry entry) {
        bind(jdbc.sql("""
                UPDATE provision.entry SET person_id = :person, user_name = :userName, user_key = :userKey,
                    external_id = :externalId, display_name = :displayName, given_name = :givenName,
                    family_name = :familyName, email = :email, active = :active, version = :version, changed_at = :changed
                WHERE id = :id AND customer_id = :customer
                """), entry).update();
    }

    private static JdbcClient.StatementSpec bind(JdbcClient.StatementSpec sql, Entry entry) {
        UserWish user = entry.user();
        return sql.param("id", entry.id())
                .param("customer", entry.customer().value())
                .param("person", entry.person().map(UserId::value).orElse(null))
                .param("userName", user.userName())
                .param("userKey", key(user.userName()))
                .param("externalId", user.externalId().orElse(null))
                .param("displayName", user.displayName().orElse(null))
                .param("givenName", user.givenName().orElse(null))
                .param("familyName", user.familyName().orElse(null))
                .param("email", user.email())
                .param("active", user.active())
                .param("version", entry.version())
                .param("changed", entry.changed().atOffset(ZoneOffset.UTC));
    }

    Optional<Entry> find(CustomerId customer, String id) {
        return one("e.customer_id = :customer AND e.id = :key", customer, id);
    }

    /// The same, and nobody else changes it until the transaction ends.
    Optional<Entry> lock(CustomerId customer, String id) {
        return one("e.customer_id = :customer AND e.id = :key FOR UPDATE", customer, id);
    }

    Optional<Entry> named(CustomerId customer, String userName) {
        return one("e.customer_id = :customer AND e.user_key = :key", customer, key(userName));
    }

    Optional<Entry> withEmail(CustomerId customer, String email) {
        return one("e.customer_id = :customer AND e.email = :key LIMIT 1", customer, email);
    }

    private Optional<Entry> one(String where, CustomerId customer, String key) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM provision.entry e WHERE " + where)
                .param("customer", customer.value())
                .param("key", key)
                .query((row, _) -> entry(row))
                .optional();
    }

    private long count(CustomerId customer, Condition condition) {
        return jdbc.sql("SELECT count(*) FROM provision.entry e WHERE e.customer_id = :customer AND " + condition.sql())
                .param("customer", customer.value())
                .params(condition.parameters())
                .query(Long.class)
                .single();
    }

    /// All of a customer's: kept beside them, because a directory asks with every page.
    private long count(CustomerId customer) {
        return jdbc.sql("SELECT entries FROM provision.tally WHERE customer_id = :customer")
                .param("customer", customer.value())
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    private void tally(CustomerId customer, int change) {
        jdbc.sql("""
                INSERT INTO provision.tally AS t (customer_id, entries) VALUES (:customer, greatest(0, :change))
                ON CONFLICT (customer_id) DO UPDATE SET entries = greatest(0, t.entries + :change)
                """)
                .param("customer", customer.value())
                .param("change", change)
                .update();
    }

    void delete(CustomerId customer, String id) {
        int gone = jdbc.sql("DELETE FROM provision.entry WHERE customer_id = :customer AND id = :id")
                .param("customer", customer.value())
                .param("id", id)
                .update();
        tally(customer, -gone);
    }

    /// The groups that each of these belongs to, by their ids.
    Map<String, List<Resource.Named>> groups(Collection<String> entries, String base) {
        Map<String, List<Resource.Named>> groups = new TreeMap<>();
        if (entries.isEmpty()) {
            return groups;
        }
        jdbc.sql("""
                SELECT m.entry_id, g.id, g.display_name FROM provision.member m
                JOIN provision.directory_group g ON g.id = m.group_id
                WHERE m.entry_id IN (:entries) ORDER BY g.id
                """)
                .param("entries", entries)
                .query((row, _) -> groups.computeIfAbsent(row.getString(1), _ -> new java.util.ArrayList<>())
                        .add(new Resource.Named(
                                row.getString(2), row.getString(3), base + "/Groups/" + row.getString(2))))
                .list();
        return groups;
    }

    private static String key(String userName) {
        return userName.toLowerCase(Locale.ROOT);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getString("id"),
                new CustomerId(row.getString("customer_id")),
                Optional.ofNullable(row.getString("person_id")).map(UserId::new),
                new UserWish(
                        row.getString("user_name"),
                        Optional.ofNullable(row.getString("external_id")),
                        Optional.ofNullable(row.getString("display_name")),
                        Optional.ofNullable(row.getString("given_name")),
                        Optional.ofNullable(row.getString("family_name")),
                        row.getString("email"),
                        Optional.empty(),
                        row.getBoolean("active")),
                row.getLong("version"),
                time(row, "created_at"),
                time(row, "changed_at"));
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
