package casemate.control.subscription;

import casemate.base.CustomerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of subscriptions.
final class SubscriptionTable {
    /// A subscription and when to look at it again.
    record Kept(Subscription subscription, Optional<Instant> wake) {}

    private static final String COLUMNS = """
            customer_id, offer, version, bound_as, state, since, anchor_at, active_at, due_at, noticed, warned_at,
            held_until, held_reason, wake_at
            """;

    private final JdbcClient jdbc;

    SubscriptionTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(Subscription s, Instant wake) {
        jdbc.sql("""
                INSERT INTO subscription.subscription
                    (customer_id, offer, version, bound_as, state, since, anchor_at, wake_at)
                VALUES (:customer, :offer, :version, :bound, :state, :since, :anchor, :wake)
                ON CONFLICT DO NOTHING
                """)
                .param("customer", s.customer().value())
                .param("offer", s.offer())
                .param("version", s.version())
                .param("bound", s.boundAs())
                .param("state", s.state().code())
                .param("since", at(s.since()))
                .param("anchor", at(s.anchor()))
                .param("wake", at(wake))
                .update();
    }

    Optional<Subscription> find(CustomerId customer) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM subscription.subscription WHERE customer_id = ?")
                .param(customer.value())
                .query((row, _) -> kept(row).subscription())
                .optional();
    }

    /// Locked until the transaction ends.
    Optional<Subscription> lock(CustomerId customer) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM subscription.subscription WHERE customer_id = ? FOR UPDATE")
                .param(customer.value())
                .query((row, _) -> kept(row).subscription())
                .optional();
    }

    /// The next ones that somebody has to look at, each locked until the transaction ends; those that another replica
    /// holds are left to it.
    List<Subscription> lockWaking(Instant now, int most) {
        return jdbc.sql("SELECT " + COLUMNS + """
                FROM subscription.subscription WHERE wake_at <= ? ORDER BY wake_at LIMIT ? FOR UPDATE SKIP LOCKED
                """)
                .param(at(now))
                .param(most)
                .query((row, _) -> kept(row).subscription())
                .list();
    }

    /// Those that wake until then, the earliest first.
    List<Kept> waking(Instant until, int most) {
        return jdbc.sql("SELECT " + COLUMNS
                        + " FROM subscription.subscription WHERE wake_at <= ? ORDER BY wake_at LIMIT ?")
                .param(at(until))
                .param(most)
                .query((row, _) -> kept(row))
                .list();
    }

    /// Writes what has changed of many, in one statement.
    void write(List<Kept> all) {
        if (all.isEmpty()) {
            return;
        }
        jdbc.sql("""
                UPDATE subscription.subscription s SET offer = n.offer, version = n.version, bound_as = n.bound_as,
                    state = n.state, since = n.since, anchor_at = n.anchor_at, due_at = n.due_at, noticed = n.noticed,
                    warned_at = n.warned_at, wake_at = n.wake_at
                FROM unnest(:customers::text[], :offers::text[], :versions::integer[], :bound::text[],
                    :states::text[], :since::timestamptz[], :anchors::timestamptz[], :due::timestamptz[],
                    :noticed::integer[], :warned::timestamptz[], :wake::timestamptz[])
                    AS n (customer_id, offer, version, bound_as, state, since, anchor_at, due_at, noticed, warned_at,
                          wake_at)
                WHERE s.customer_id = n.customer_id
                """)
                .param("customers", texts(all, k -> k.subscription().customer().value()))
                .param("offers", texts(all, k -> k.subscription().offer()))
                .param(
                        "versions",
                        texts(all, k -> String.valueOf(k.subscription().version())))
                .param("bound", texts(all, k -> k.subscription().boundAs()))
                .param("states", texts(all, k -> k.subscription().state().code()))
                .param("since", texts(all, k -> k.subscription().since().toString()))
                .param("anchors", texts(all, k -> k.subscription().anchor().toString()))
                .param("due", texts(all, k -> text(k.subscription().due())))
                .param("noticed", texts(all, k -> text(k.subscription().noticed())))
                .param("warned", texts(all, k -> text(k.subscription().warned())))
                .param("wake", texts(all, k -> text(k.wake())))
                .update();
    }

    /// Puts one off that could not be gone on with.
    void putOff(CustomerId customer, Instant wake) {
        jdbc.sql("UPDATE subscription.subscription SET wake_at = ? WHERE customer_id = ?")
                .param(at(wake))
                .param(customer.value())
                .update();
    }

    void hold(CustomerId customer, Optional<Subscription.Hold> hold, Instant wake) {
        jdbc.sql("""
                UPDATE subscription.subscription SET held_until = :until, held_reason = :reason, wake_at = :wake
                WHERE customer_id = :customer
                """)
                .param("until", hold.map(h -> at(h.until())).orElse(null))
                .param("reason", hold.map(Subscription.Hold::reason).orElse(null))
                .param("wake", at(wake))
                .param("customer", customer.value())
                .update();
    }

    /// Somebody of these is here. Writes no index.
    void present(Collection<String> customers, Instant now) {
        jdbc.sql("""
                UPDATE subscription.subscription SET active_at = :now
                WHERE customer_id = ANY(:customers) AND (active_at IS NULL OR active_at < :now)
                """)
                .param("now", at(now))
                .param("customers", customers.toArray(String[]::new))
                .update();
    }

    /// The newest first.
    ///
    /// @param state empty for all
    /// @param sought the beginning of a customer's number
    /// @param before the smallest number already seen; empty to begin
    List<Subscription> page(String state, String sought, String before, int size) {
        return jdbc.sql("SELECT " + COLUMNS + """
                FROM subscription.subscription
                WHERE (:state = '' OR state = :state) AND starts_with(customer_id, :sought)
                  AND (:before = '' OR customer_id < :before)
                ORDER BY customer_id DESC LIMIT :size
                """)
                .param("state", state)
                .param("sought", sought)
                .param("before", before)
                .param("size", size)
                .query((row, _) -> kept(row).subscription())
                .list();
    }

    Map<String, Long> states() {
        Map<String, Long> counted = new TreeMap<>();
        jdbc.sql("SELECT state, count(*) AS those FROM subscription.subscription GROUP BY state")
                .query((row, _) -> counted.put(row.getString("state"), row.getLong("those")))
                .list();
        return counted;
    }

    void remove(CustomerId customer) {
        for (String table : List.of("subscription", "moved", "notice", "withheld")) {
            jdbc.sql("DELETE FROM subscription." + table + " WHERE customer_id = ?")
                    .param(customer.value())
                    .update();
        }
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static <T> @Nullable String[] texts(List<T> all, Function<T, @Nullable String> read) {
        return all.stream().map(read).toArray(String[]::new);
    }

    private static @Nullable String text(Optional<?> value) {
        return value.map(Object::toString).orElse(null);
    }

    static Optional<Instant> maybe(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    static Instant sure(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static Kept kept(ResultSet row) throws SQLException {
        Optional<Instant> until = maybe(row, "held_until");
        String reason = row.getString("held_reason");
        return new Kept(
                new Subscription(
                        new CustomerId(row.getString("customer_id")),
                        row.getString("offer"),
                        row.getInt("version"),
                        row.getString("bound_as"),
                        State.of(row.getString("state")),
                        sure(row, "since"),
                        sure(row, "anchor_at"),
                        maybe(row, "active_at").orElse(sure(row, "since")),
                        maybe(row, "due_at"),
                        Optional.ofNullable(row.getObject("noticed", Integer.class)),
                        maybe(row, "warned_at"),
                        until.map(end -> new Subscription.Hold(end, reason))),
                maybe(row, "wake_at"));
    }
}
