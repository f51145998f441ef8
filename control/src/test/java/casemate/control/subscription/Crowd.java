package casemate.control.subscription;

import casemate.control.TestControl;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Many subscriptions at once, of customers who are nobody.
final class Crowd {
    private Crowd() {}

    /// Trials, of which some end now and the others within the next years.
    static void join(TestControl control, int first, int count, int due, String now) {
        JdbcClient.create(control.owner())
                .sql("""
                INSERT INTO subscription.subscription (customer_id, offer, version, bound_as, state, since, anchor_at,
                    active_at, due_at, noticed, warned_at, wake_at)
                SELECT 'cus_0' || lpad(n::text, 25, '0'), 'trial', 1, 'trial', 'trialing', t.now - interval '30 days', at,
                    t.now, at, 1, at - interval '2 days', at
                FROM (SELECT :now::timestamptz AS now) t, generate_series(:first, :last) AS n,
                     LATERAL (SELECT CASE WHEN n - :first < :due THEN t.now
                              ELSE t.now + make_interval(mins => 10 + n) END AS at) AS a
                """)
                .param("now", now)
                .param("first", first)
                .param("last", first + count - 1)
                .param("due", due)
                .update();
    }
}
