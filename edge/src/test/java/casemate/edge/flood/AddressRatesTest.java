package casemate.edge.flood;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AddressRatesTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private final Random chance = new Random(7);

    @Test
    void no_second_however_it_is_cut_sees_more_than_the_limit() {
        AddressRates rates = new AddressRates(64, chance);
        Deque<Long> last = new ArrayDeque<>();
        long now = -3 * SECOND;
        int admitted = 0;
        for (int i = 0; i < 200_000; i++) {
            now += chance.nextInt(10) == 0 ? chance.nextLong(SECOND) : chance.nextLong(SECOND / 2_000);
            if (rates.take(42, 100, now)) {
                admitted++;
                last.addLast(now);
                while (now - last.getFirst() >= SECOND) {
                    last.removeFirst();
                }
                assertThat(last).hasSizeLessThanOrEqualTo(100);
            }
        }
        assertThat(admitted).isGreaterThan(10_000);
    }

    @Test
    void a_whole_second_s_worth_may_come_at_once_and_a_steady_two_thirds_always() {
        AddressRates rates = new AddressRates(64, chance);
        int burst = 0;
        for (int i = 0; i < 500; i++) {
            burst += rates.take(1, 90, 0) ? 1 : 0;
        }
        assertThat(burst).isEqualTo(90);
        for (long i = 0; i < 6_000; i++) {
            assertThat(rates.take(2, 90, i * SECOND / 60)).as("request " + i).isTrue();
        }
    }

    @Test
    void addresses_do_not_disturb_one_another_until_a_set_is_full_and_then_get_less_not_more() {
        AddressRates rates = new AddressRates(1, chance);
        for (int key = 0; key < 4; key++) {
            for (int i = 0; i < 10; i++) {
                assertThat(rates.take(key, 10, 0)).isTrue();
            }
            assertThat(rates.take(key, 10, 0)).isFalse();
        }
        assertThat(rates.take(99, 10, 0)).isFalse();
        assertThat(rates.take(99, 10, 2 * SECOND)).isTrue();
    }

    @Test
    void whenever_an_address_comes_back_it_has_its_whole_share() {
        for (long minutes = 1; minutes < 200; minutes++) {
            AddressRates rates = new AddressRates(1, chance);
            long later = TimeUnit.MINUTES.toNanos(minutes) + SECOND * 20;
            for (long now : new long[] {later, 2 * later, 3 * later}) {
                for (int i = 0; i < 5; i++) {
                    assertThat(rates.take(1, 5, now)).as(minutes + " minutes").isTrue();
                }
                assertThat(rates.take(1, 5, now)).isFalse();
            }
        }
    }

    @Test
    void several_threads_together_get_the_limit_and_not_one_more() throws InterruptedException {
        AddressRates rates = new AddressRates(64, chance);
        AtomicInteger admitted = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 50_000; i++) {
                    if (rates.take(5, 60_000, 0)) {
                        admitted.incrementAndGet();
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(admitted).hasValue(60_000);
    }

    @Test
    void an_address_is_its_own_key_in_ipv4_and_its_network_in_ipv6() {
        assertThat(key("192.0.2.1")).isNotEqualTo(key("192.0.2.2"));
        assertThat(key("::ffff:192.0.2.1")).isEqualTo(key("192.0.2.1"));
        assertThat(key("2001:db8:1:2::1")).isEqualTo(key("2001:db8:1:2:ffff::9"));
        assertThat(key("2001:db8:1:2::1")).isNotEqualTo(key("2001:db8:1:3::1"));
        assertThat(AddressKey.wide(key("192.0.2.1"))).isFalse();
        assertThat(AddressKey.wide(key("2001:db8::1"))).isTrue();
        assertThat(AddressKey.site(key("2001:db8:1:2::1"))).isEqualTo(AddressKey.site(key("2001:db8:1:ffff::1")));
    }

    @Test
    void bytes_past_a_second_s_worth_have_to_wait_for_as_long_as_they_take() {
        Pace pace = new Pace(0);
        assertThat(pace.take(1_000, 1_000, 0)).isZero();
        assertThat(pace.take(500, 1_000, 0)).isEqualTo(SECOND / 2);
        assertThat(pace.take(1_000, 1_000, 10 * SECOND)).isZero();
    }

    private static long key(String address) {
        return AddressKey.of(InetAddress.ofLiteral(address));
    }
}
