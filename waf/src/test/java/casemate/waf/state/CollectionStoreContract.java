package casemate.waf.state;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every store promises; seen through the collections of transactions, as rules see it.
abstract class CollectionStoreContract {
    private Instant now = FakeScope.NOON;
    private final InstantSource clock = () -> now;

    abstract CollectionStore store() throws IOException;

    /// A store that holds at most so many records.
    abstract CollectionStore store(int mostRecords) throws IOException;

    @Test
    void what_one_transaction_sets_the_next_one_reads() throws Exception {
        CollectionStore store = store();
        open(store, "a").set("Blocked", Bytes.latin1("yes"));
        assertThat(read(store, "a", "blocked")).isEqualTo("yes");
        assertThat(read(store, "b", "blocked")).isNull();
    }

    @Test
    void applications_and_kinds_do_not_see_one_anothers_records() throws Exception {
        CollectionStore store = store();
        open(store, "a").set("x", Bytes.latin1("1"));
        Collections other = new Collections(store, clock, "other", Collections.USUAL_TIMEOUT);
        other.open(Variable.IP, Bytes.latin1("a"));
        Collections same = collections(store);
        same.open(Variable.SESSION, Bytes.latin1("a"));
        assertThat(of(other, Variable.IP).get("x")).isNull();
        assertThat(of(same, Variable.SESSION).get("x")).isNull();
    }

    @Test
    void increments_of_transactions_that_run_together_all_count() throws Exception {
        CollectionStore store = store();
        int threads = 8;
        int each = 500;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                Collection mine = open(store, "a");
                String own = "own" + t;
                running.add(pool.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        mine.add("shared", 1);
                        mine.add(own, 1);
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        assertThat(read(store, "a", "shared")).isEqualTo(String.valueOf(threads * each));
        assertThat(read(store, "a", "own3")).isEqualTo(String.valueOf(each));
    }

    @Test
    void a_transaction_sees_at_once_what_another_counts() throws Exception {
        CollectionStore store = store();
        Collection slow = open(store, "a");
        slow.add("hits", 1);
        open(store, "a").add("hits", 1);
        assertThat(slow.number("hits")).isEqualTo(2);
    }

    @Test
    void a_member_vanishes_when_it_expires_and_stays_until_then() throws Exception {
        CollectionStore store = store();
        Collection ip = open(store, "a");
        ip.set("blocked", Bytes.latin1("1"));
        ip.expire("blocked", 60);
        ip.set("other", Bytes.latin1("1"));
        pass(Duration.ofSeconds(59));
        assertThat(read(store, "a", "blocked")).isEqualTo("1");
        ip.set("blocked", Bytes.latin1("2"));
        pass(Duration.ofSeconds(1));
        assertThat(read(store, "a", "blocked")).isNull();
        assertThat(ip.size()).isEqualTo(1);
        ip.add("blocked", 3);
        assertThat(read(store, "a", "blocked")).as("begins anew").isEqualTo("3");
    }

    @Test
    void a_record_times_out_after_its_last_change() throws Exception {
        CollectionStore store = store();
        open(store, "a").add("hits", 1);
        pass(Duration.ofSeconds(Collections.USUAL_TIMEOUT - 1));
        open(store, "a").add("hits", 1);
        pass(Duration.ofSeconds(Collections.USUAL_TIMEOUT - 1));
        assertThat(read(store, "a", "hits")).isEqualTo("2");
        pass(Duration.ofSeconds(1));
        assertThat(read(store, "a", "hits")).isNull();
        assertThat(read(store, "a", "IS_NEW")).isEqualTo("1");
    }

    @Test
    void a_rule_may_set_the_timeout() throws Exception {
        CollectionStore store = store();
        Collection ip = open(store, "a");
        ip.add("hits", 1);
        ip.set("TIMEOUT", Bytes.latin1("10"));
        assertThat(read(store, "a", "timeout")).isEqualTo("10");
        pass(Duration.ofSeconds(10));
        assertThat(read(store, "a", "hits")).isNull();
    }

    @Test
    void a_record_tells_of_itself() throws Exception {
        CollectionStore store = store();
        Collection first = open(store, "192.0.2.1");
        assertThat(String.valueOf(first.get("IS_NEW"))).isEqualTo("1");
        first.add("hits", 1);
        first.add("hits", 1);
        pass(Duration.ofMinutes(1));
        Collection second = open(store, "192.0.2.1");
        second.add("hits", 1);
        pass(Duration.ofMinutes(1));
        List<String> told = new ArrayList<>();
        Collection third = open(store, "192.0.2.1");
        for (String name : List.of("KEY", "IS_NEW", "TIMEOUT", "UPDATE_COUNTER", "UPDATE_RATE")) {
            told.add(String.valueOf(third.get(name)));
        }
        assertThat(told).containsExactly("192.0.2.1", "0", "3600", "2", "1");
        long noon = FakeScope.NOON.getEpochSecond();
        assertThat(third.number("CREATE_TIME")).isEqualTo(noon);
        assertThat(third.number("LAST_UPDATE_TIME")).isEqualTo(noon + 60);
        assertThat(third.size()).isEqualTo(1);
    }

    @Test
    void a_number_decays_with_time_and_never_below_zero() throws Exception {
        CollectionStore store = store();
        open(store, "a").set("score", Bytes.latin1("10"));
        pass(Duration.ofSeconds(130));
        open(store, "a").decay("score", 2, 60);
        assertThat(read(store, "a", "score")).isEqualTo("6");
        pass(Duration.ofMinutes(10));
        open(store, "a").decay("score", 2, 60);
        assertThat(read(store, "a", "score")).isEqualTo("0");
    }

    @Test
    void taking_away_from_a_record_that_is_not_there_begins_none() throws Exception {
        CollectionStore store = store();
        Collection ip = open(store, "a");
        ip.unset("x");
        ip.expire("x", 1);
        ip.decay("x", 1, 1);
        assertThat(read(store, "a", "IS_NEW")).isEqualTo("1");
    }

    @Test
    void a_record_at_its_bounds_refuses_more_and_keeps_what_it_has() throws Exception {
        CollectionStore store = store();
        Collections collections = collections(store);
        collections.open(Variable.IP, Bytes.latin1("a"));
        Collection ip = of(collections, Variable.IP);
        for (int i = 0; i < StoredRecord.MOST_MEMBERS; i++) {
            assertThat(ip.add("n" + i, 1)).isTrue();
        }
        assertThat(collections.overflowed()).isFalse();
        assertThat(ip.add("more", 1)).isFalse();
        assertThat(ip.set("n0", Bytes.of(new byte[(int) StoredRecord.MOST_BYTES])))
                .isFalse();
        assertThat(collections.overflowed()).isTrue();
        assertThat(ip.number("n0")).isEqualTo(1);
    }

    @Test
    void when_there_are_too_many_the_timed_out_go_first_and_then_the_oldest() throws Exception {
        CollectionStore store = store(4);
        open(store, "old").add("hits", 1);
        pass(Duration.ofSeconds(10));
        Collection brief = open(store, "brief");
        brief.add("hits", 1);
        brief.set("timeout", Bytes.latin1("5"));
        pass(Duration.ofSeconds(10));
        open(store, "third").add("hits", 1);
        open(store, "fourth").add("hits", 1);
        open(store, "fifth").add("hits", 1);
        assertThat(read(store, "old", "hits")).as("older, but alive").isEqualTo("1");
        pass(Duration.ofSeconds(1));
        open(store, "old").add("hits", 1);
        open(store, "sixth").add("hits", 1);
        assertThat(read(store, "old", "hits")).as("changed again").isEqualTo("2");
        assertThat(read(store, "third", "hits")).as("the oldest").isNull();
        assertThat(read(store, "sixth", "hits")).isEqualTo("1");
    }

    @Test
    void long_keys_are_told_apart() throws Exception {
        CollectionStore store = store();
        String agent = "x".repeat(10_000);
        open(store, agent + "1").add("hits", 1);
        assertThat(read(store, agent + "1", "hits")).isEqualTo("1");
        assertThat(read(store, agent + "2", "hits")).isNull();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    final Collections collections(CollectionStore store) {
        return new Collections(store, clock, "default", Collections.USUAL_TIMEOUT);
    }

    /// A transaction's sight of an `IP` record.
    final Collection open(CollectionStore store, String key) {
        Collections collections = collections(store);
        collections.open(Variable.IP, Bytes.latin1(key));
        return of(collections, Variable.IP);
    }

    final @Nullable String read(CollectionStore store, String key, String name) {
        Bytes value = open(store, key).get(name);
        return value == null ? null : value.toLatin1();
    }

    private static Collection of(Collections collections, Variable kind) {
        Collection collection = collections.of(kind);
        if (collection == null) {
            throw new AssertionError(kind + " is not open");
        }
        return collection;
    }
}
