package casemate.control.subscription;

import casemate.control.TestControl;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Many subscriptions at once, of customers who are nobody.
final class Crowd {
    private Crowd() {}

    /// Trials, of which some end now and the others within the next years.
    ///
    /// @return the number of the next one
    static int join(TestControl control, int first, int count, int due, String now) {
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
        return first + count;
    }

    /// Makes somebody of those who join next: each has an owner and an instance that runs.
    static void own(TestControl control, int first, int count) {
        String range = "FROM generate_series(%d, %d) AS n".formatted(first, first + count - 1);
        String customer = "'cus_0' || lpad(n::text, 25, '0')";
        String person = "'usr_0' || lpad(n::text, 25, '0')";
        JdbcClient jdbc = JdbcClient.create(control.owner());
        jdbc.sql("INSERT INTO account.customer (id, created_at) SELECT " + customer + ", now() " + range)
                .update();
        jdbc.sql("INSERT INTO account.person (id, email, verifier, language, created_at) SELECT " + person
                        + ", 'p' || n || '@example.org', '$', 'en', now() " + range)
                .update();
        jdbc.sql("INSERT INTO account.member (person_id, customer_id, role, joined_at) SELECT " + person + ", "
                        + customer + ", 'owner', now() " + range)
                .update();
        jdbc.sql("INSERT INTO instance.instance (id, customer_id, slug, title, blueprint, placed_on, wanted,"
                        + " memory_limit, cpu_millis, pids_limit, settings, created_at, changed_at) SELECT 'ins_0' ||"
                        + " lpad(n::text, 25, '0'), " + customer + ", 'i' || n, 'Wiki', 'dokuwiki', 'host', 'running',"
                        + " 268435456, 1000, 64, '{}', now(), now() " + range)
                .update();
        for (String table :
                new String[] {"account.customer", "account.person", "account.member", "instance.instance"}) {
            jdbc.sql("VACUUM ANALYZE " + table).update();
        }
    }
}
