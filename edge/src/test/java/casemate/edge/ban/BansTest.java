package casemate.edge.ban;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.AddressRange;
import casemate.base.InstanceId;
import casemate.wire.Ban;
import casemate.wire.Defence;
import casemate.wire.EdgeReport.BanReport;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BansTest {
    private static final InetAddress BAD = InetAddress.ofLiteral("192.0.2.7");
    private static final InetAddress GOOD = InetAddress.ofLiteral("192.0.2.8");
    private static final InstanceId INSTANCE = new InstanceId("ins_0" + "1".repeat(25));
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final Clock clock = new Moved(now);
    private final BlockingQueue<BanReport> reports = new LinkedBlockingQueue<>();
    private Bans bans;

    private static final class Moved extends Clock {
        private final AtomicReference<Instant> now;

        Moved(AtomicReference<Instant> now) {
            this.now = now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }

    @BeforeEach
    void open() {
        bans = Bans.open(directory.resolve("bans.json"), clock, new SecureRandom());
    }

    @AfterEach
    void close() {
        bans.close();
    }

    private void pass(Duration time) {
        now.updateAndGet(at -> at.plus(time));
    }

    private void miss(InetAddress who, int times) {
        for (int i = 0; i < times; i++) {
            bans.offended(who, Offence.MISSING, 1, () -> "acme.casemate.localhost/missing");
        }
    }

    private BanReport reported() throws InterruptedException {
        BanReport report = reports.poll(60, TimeUnit.SECONDS);
        assertThat(report).isNotNull();
        return report;
    }

    private static Defence defence(List<AddressRange> spared, Ban... said) {
        return new Defence(30, MINUTE, Duration.ofMinutes(10), 100, false, spared, List.of(said));
    }

    private Ban ban(String id, String range, Optional<InstanceId> instance) {
        return new Ban(id, AddressRange.parse(range), instance, now.get().plusSeconds(600), "operator");
    }

    @Test
    void the_thirtieth_missing_page_within_a_minute_bans_for_ten_minutes_exactly() {
        miss(BAD, 15);
        pass(MINUTE.minusMillis(1));
        miss(BAD, 14);
        assertThat(bans.bars(BAD)).isFalse();
        miss(BAD, 1);
        assertThat(bans.bars(BAD)).isTrue();
        assertThat(bans.bars(GOOD)).isFalse();
        pass(Duration.ofMinutes(10).minusMillis(1));
        assertThat(bans.bars(BAD)).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(bans.bars(BAD)).isFalse();
    }

    @Test
    void missing_pages_that_lie_further_apart_lead_to_nothing() {
        for (int i = 0; i < 20; i++) {
            miss(BAD, 28);
            pass(Duration.ofSeconds(62));
        }
        miss(BAD, 29);
        assertThat(bans.bars(BAD)).isFalse();
    }

    @Test
    void a_line_with_ipv6_is_banned_whole_and_its_neighbour_is_not() {
        for (int i = 0; i < 30; i++) {
            miss(InetAddress.ofLiteral("2001:db8:1:2::" + Integer.toHexString(i)), 1);
        }
        assertThat(bans.bars(InetAddress.ofLiteral("2001:db8:1:2:ffff::1"))).isTrue();
        assertThat(bans.bars(InetAddress.ofLiteral("2001:db8:1:3::1"))).isFalse();
    }

    @Test
    void a_second_ban_within_a_day_is_twice_as_long_and_after_a_day_of_peace_it_is_a_first_one_again() {
        Duration length = Duration.ofMinutes(10);
        for (int times = 1; times <= 3; times++) {
            miss(BAD, 30);
            pass(length.minusMillis(1));
            assertThat(bans.bars(BAD)).as("ban " + times).isTrue();
            pass(Duration.ofMillis(1));
            assertThat(bans.bars(BAD)).as("ban " + times).isFalse();
            length = length.multipliedBy(2);
        }
        pass(Duration.ofHours(25));
        miss(BAD, 30);
        pass(Duration.ofMinutes(10));
        assertThat(bans.bars(BAD)).isFalse();
    }

    @Test
    void bans_never_grow_past_a_week_nor_below_what_the_policy_says() {
        Rules short_ = new Rules(defence(List.of()));
        assertThat(short_.length(1)).isEqualTo(Duration.ofMinutes(10));
        assertThat(short_.length(1_000)).isEqualTo(Duration.ofMinutes(640));
        Rules month = new Rules(new Defence(30, MINUTE, Duration.ofDays(30), 100, false, List.of(), List.of()));
        assertThat(month.length(5)).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void spared_addresses_and_the_machine_itself_are_never_banned() {
        bans.obey(defence(List.of(AddressRange.parse("192.0.2.0/29")), ban("a", "192.0.2.0/24", Optional.empty())));
        assertThat(bans.bars(BAD)).isFalse();
        assertThat(bans.bars(GOOD)).isTrue();
        for (String here : List.of("127.0.0.1", "::1")) {
            miss(InetAddress.ofLiteral(here), 1_000);
            assertThat(bans.bars(InetAddress.ofLiteral(here))).isFalse();
        }
        miss(InetAddress.ofLiteral("127.1.2.3"), 30);
        assertThat(bans.bars(InetAddress.ofLiteral("127.1.2.3"))).isTrue();
    }

    @Test
    void ranges_are_found_by_any_of_their_addresses_and_bans_of_one_instance_hold_there_only() {
        bans.obey(defence(
                List.of(),
                ban("a", "198.51.100.0/24", Optional.empty()),
                ban("b", "2001:db8::/32", Optional.of(INSTANCE)),
                ban("c", "::/1", Optional.empty())));
        assertThat(bans.bars(InetAddress.ofLiteral("198.51.100.255"))).isTrue();
        assertThat(bans.bars(InetAddress.ofLiteral("198.51.101.0"))).isFalse();
        assertThat(bans.bars(InetAddress.ofLiteral("9001:db8::1"))).isFalse();
        assertThat(bans.bars(InetAddress.ofLiteral("1001::1"))).isTrue();
        bans.obey(defence(List.of(), ban("b", "2001:db8::/32", Optional.of(INSTANCE))));
        InetAddress member = InetAddress.ofLiteral("2001:db8:ffff::1");
        assertThat(bans.bars(member)).isFalse();
        assertThat(bans.bars(member, Optional.of(INSTANCE))).isTrue();
        assertThat(bans.bars(member, Optional.of(new InstanceId("ins_0" + "2".repeat(25)))))
                .isFalse();
    }

    @Test
    void a_ban_is_on_the_disk_before_it_is_reported_and_holds_after_a_restart_without_control() throws Exception {
        bans.begin(
                made -> {
                    try {
                        assertThat(Files.readString(directory.resolve("bans.json")))
                                .contains(made.ban().id());
                        reports.add(made);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                () -> {});
        miss(BAD, 30);
        BanReport report = reported();
        assertThat(report.ban().rule()).isEqualTo("missing-pages");
        assertThat(report.ban().range()).isEqualTo(AddressRange.of(BAD));
        assertThat(report.ban().until()).isEqualTo(now.get().plus(Duration.ofMinutes(10)));
        assertThat(report.evidence())
                .isEqualTo("30 missing pages within 60 s, the last at acme.casemate.localhost/missing");
        // Not closed: as after kill -9.
        try (Bans again = Bans.open(directory.resolve("bans.json"), clock, new SecureRandom())) {
            assertThat(again.bars(BAD)).isTrue();
            again.begin(reports::add, () -> {});
            assertThat(reported().ban().id()).isEqualTo(report.ban().id());
            pass(Duration.ofMinutes(10));
            assertThat(again.bars(BAD)).isFalse();
        }
    }

    @Test
    void a_damaged_file_is_said_and_keeps_nobody_from_starting() throws IOException {
        Files.writeString(directory.resolve("bans.json"), "{\"type\":\"edge-bans.v1\",\"bans\":[7]");
        try (Bans again = Bans.open(directory.resolve("bans.json"), clock, new SecureRandom())) {
            assertThat(again.bars(BAD)).isFalse();
        }
    }

    @Test
    void
            an_own_ban_outlasts_snapshots_that_do_not_know_it_yet_and_ends_when_one_that_did_is_followed_by_one_that_does_not()
                    throws InterruptedException {
        bans.begin(reports::add, () -> {});
        miss(BAD, 30);
        Ban mine = reported().ban();
        bans.obey(defence(List.of()));
        assertThat(bans.bars(BAD)).as("a snapshot made before the report").isTrue();
        bans.obey(defence(List.of(), mine));
        assertThat(bans.bars(BAD)).isTrue();
        bans.obey(defence(List.of()));
        assertThat(bans.bars(BAD)).as("lifted").isFalse();
        miss(BAD, 30);
        assertThat(reported().ban().until())
                .as("a lifted ban counts for nothing")
                .isEqualTo(now.get().plus(Duration.ofMinutes(10)));
    }

    @Test
    void an_attacker_is_not_forgotten_for_the_sake_of_many_who_did_little() {
        miss(BAD, 29);
        for (int i = 0; i < 100_000; i++) {
            miss(v4(0x0A000000 + i), 1);
        }
        miss(BAD, 1);
        assertThat(bans.bars(BAD)).isTrue();
    }

    @Test
    void the_memory_is_bounded() {
        Windows windows = new Windows(1);
        Rules rules = new Rules(defence(List.of()));
        for (int i = 0; i < 200_000; i++) {
            windows.reaches(i, rules.of(Offence.MISSING), 1, 0);
        }
        assertThat(windows.tracked()).isLessThanOrEqualTo(32_768).isGreaterThan(30_000);
    }

    @Test
    void among_a_hundred_thousand_bans_an_address_is_found_as_fast_as_among_few() {
        List<Ban> many = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            many.add(new Ban(
                    "b" + i,
                    AddressRange.of(v4(0x0B000000 + i)),
                    Optional.empty(),
                    now.get().plusSeconds(60),
                    "x"));
        }
        bans.obey(new Defence(30, MINUTE, MINUTE, 100, false, List.of(), many));
        long[] nanos = new long[5];
        for (int round = 0; round < nanos.length; round++) {
            long begun = System.nanoTime();
            for (int i = 0; i < 100_000; i++) {
                assertThatBarred(v4(0x0B000000 + i), true);
                assertThatBarred(v4(0x0C000000 + i), false);
            }
            nanos[round] = (System.nanoTime() - begun) / 200_000;
        }
        // Measured 60 to 200 ns; the bound is far off, for busy machines, and far below any search through all.
        assertThat(Arrays.stream(nanos).min().orElseThrow()).isLessThan(20_000);
    }

    private void assertThatBarred(InetAddress who, boolean expected) {
        if (bans.bars(who) != expected) {
            throw new AssertionError(who + " barred: " + !expected);
        }
    }

    private static InetAddress v4(int bits) {
        try {
            return InetAddress.getByAddress(
                    new byte[] {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits});
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
