package casemate.control.subscription;

import static casemate.control.subscription.SubscriptionTable.at;
import static casemate.control.subscription.SubscriptionTable.maybe;
import static casemate.control.subscription.SubscriptionTable.sure;
import static casemate.control.subscription.SubscriptionTable.texts;

import casemate.base.CustomerId;
import casemate.base.InstanceId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of what was done: moves, notices, instances taken off the air.
final class HistoryTable {
    private final JdbcClient jdbc;

    HistoryTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void moved(List<Moved> moves) {
        if (moves.isEmpty()) {
            return;
        }
        jdbc.sql("""
                INSERT INTO subscription.moved (customer_id, move, from_state, to_state, due_at, moved_at)
                SELECT * FROM unnest(:customers::text[], :moves::text[], :from::text[], :to::text[],
                    :due::timestamptz[], :at::timestamptz[])
                """)
                .param("customers", texts(moves, m -> m.customer().value()))
                .param("moves", texts(moves, m -> m.move().code()))
                .param("from", texts(moves, m -> m.from().code()))
                .param("to", texts(moves, m -> m.to().code()))
                .param("due", texts(moves, m -> m.due().map(Instant::toString).orElse(null)))
                .param("at", texts(moves, m -> m.at().toString()))
                .update();
    }

    /// The newest first.
    List<Moved> moves(CustomerId customer, int most) {
        return jdbc.sql("""
                SELECT customer_id, move, from_state, to_state, due_at, moved_at FROM subscription.moved
                WHERE customer_id = ? ORDER BY number DESC LIMIT ?
                """)
                .param(customer.value())
                .param(most)
                .query((row, _) -> new Moved(
                        new CustomerId(row.getString("customer_id")),
                        move(row.getString("move")),
                        State.of(row.getString("from_state")),
                        State.of(row.getString("to_state")),
                        maybe(row, "due_at"),
                        sure(row, "moved_at")))
                .list();
    }

    void noticed(CustomerId customer, Notice notice) {
        jdbc.sql("""
                INSERT INTO subscription.notice (customer_id, move, due_at, days, readers, sent_at)
                VALUES (:customer, :move, :due, :days, :readers, :now) ON CONFLICT DO NOTHING
                """)
                .param("customer", customer.value())
                .param("move", notice.move().code())
                .param("due", at(notice.due()))
                .param("days", notice.days())
                .param("readers", notice.readers())
                .param("now", at(notice.sent()))
                .update();
    }

    List<Notice> notices(CustomerId customer, int most) {
        return jdbc.sql("""
                SELECT move, due_at, days, readers, sent_at FROM subscription.notice WHERE customer_id = ?
                ORDER BY sent_at DESC LIMIT ?
                """)
                .param(customer.value())
                .param(most)
                .query((row, _) -> new Notice(
                        move(row.getString("move")),
                        sure(row, "due_at"),
                        row.getInt("days"),
                        row.getInt("readers"),
                        sure(row, "sent_at")))
                .list();
    }

    void withhold(CustomerId customer, InstanceId instance, boolean ran) {
        jdbc.sql("""
                INSERT INTO subscription.withheld (instance_id, customer_id, was) VALUES (?, ?, ?)
                ON CONFLICT (instance_id) DO NOTHING
                """)
                .param(instance.value())
                .param(customer.value())
                .param(ran ? "running" : "stopped")
                .update();
    }

    /// Which were taken off the air, and whether they ran; forgotten from now on.
    Map<String, Boolean> giveBack(CustomerId customer) {
        Map<String, Boolean> taken = new TreeMap<>();
        jdbc.sql("DELETE FROM subscription.withheld WHERE customer_id = ? RETURNING instance_id, was")
                .param(customer.value())
                .query((row, _) -> taken.put(
                        row.getString("instance_id"), row.getString("was").equals("running")))
                .list();
        return taken;
    }

    private static Move move(String code) {
        return Move.valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
