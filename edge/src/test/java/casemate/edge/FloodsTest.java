package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.AddressRange;
import casemate.wire.Caps;
import casemate.wire.Defence;
import casemate.wire.EdgeReport.HostCount;
import casemate.wire.Route;
import casemate.wire.RouteRules;
import casemate.wire.Shield;
import casemate.wire.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloodsTest {
    private static final String BAD = "127.9.0.1";
    private static final String GOOD = "127.9.0.2";

    @TempDir
    Path directory;

    @Test
    void one_address_gets_its_requests_of_a_second_and_then_429_while_another_is_served() throws Exception {
        try (EdgeHouse house = EdgeHouse.open(directory);
                Application application = Application.saying("hello")) {
            house.apply(1, limit(10), serving(application, Caps.USUAL));
            try (Caller bad = house.call(BAD, EdgeHouse.ACME);
                    Caller good = house.call(GOOD, EdgeHouse.ACME)) {
                long begun = System.nanoTime();
                int through = 0;
                for (int i = 0; i < 60; i++) {
                    through += bad.get("/").status() == 200 ? 1 : 0;
                }
                double seconds = (System.nanoTime() - begun) / 1e9;
                assertThat(through).isBetween(10, 10 + (int) Math.ceil(seconds * 10));
                assertThat(application.heads).hasSize(through);
                Caller.Said refused = bad.get("/");
                if (refused.status() != 200) {
                    assertThat(refused.status()).isEqualTo(429);
                    assertThat(refused.field("retry-after")).isEqualTo("1");
                    assertThat(refused.body()).contains("Too many requests at once");
                }
                assertThat(bad.ask("GET", "/", "Accept-Language: fr\r\n").body())
                        .contains("Trop de requêtes");
                assertThat(good.get("/").status()).isEqualTo(200);
            }
            EdgeHouse.until(() -> house.reports.stream()
                            .flatMap(report -> report.counts().stream())
                            .mapToLong(HostCount::refused)
                            .sum()
                    >= 60 - application.heads.size());
        }
    }

    @Test
    void requests_that_no_route_is_for_are_counted_too_and_spared_addresses_are_not() throws Exception {
        try (EdgeHouse house = EdgeHouse.open(directory);
                Application application = Application.saying("hello")) {
            house.apply(1, limit(5), serving(application, Caps.USUAL));
            try (Caller bad = house.call(BAD, EdgeHouse.ACME)) {
                for (int i = 0; i < 5; i++) {
                    assertThat(bad.ask("GET", "/", "").status()).isEqualTo(200);
                }
                assertThat(IntStream.range(0, 100).map(_ -> asterisk(bad)).filter(status -> status == 429))
                        .as("of a hundred at once some are over five in a second")
                        .isNotEmpty();
            }
            Defence sparing = new Defence(
                    30,
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(10),
                    5,
                    false,
                    List.of(AddressRange.parse("127.9.0.0/24")),
                    List.of());
            house.apply(2, sparing, serving(application, new Caps(5, 1, 0)));
            try (Caller spared = house.call(BAD, EdgeHouse.ACME);
                    Caller second = house.call(BAD, EdgeHouse.ACME)) {
                for (int i = 0; i < 30; i++) {
                    assertThat(spared.get("/").status()).isEqualTo(200);
                    assertThat(second.get("/").status()).isEqualTo(200);
                }
            }
        }
    }

    @Test
    void an_instance_gets_no_more_requests_and_connections_than_its_caps_from_all_addresses_together()
            throws Exception {
        try (EdgeHouse house = EdgeHouse.open(directory);
                Application application = Application.saying("hello")) {
            house.apply(1, limit(100_000), serving(application, new Caps(8, 2, 0)));
            try (Caller one = house.call(BAD, EdgeHouse.ACME);
                    Caller two = house.call(GOOD, EdgeHouse.ACME)) {
                int through = 0;
                long begun = System.nanoTime();
                for (int i = 0; i < 20; i++) {
                    through += one.get("/").status() == 200 ? 1 : 0;
                    through += two.get("/").status() == 200 ? 1 : 0;
                }
                double seconds = (System.nanoTime() - begun) / 1e9;
                assertThat(through).isBetween(8, 8 + (int) Math.ceil(seconds * 8));
                assertThatThrownBy(() -> {
                            try (Caller third = house.call(GOOD, EdgeHouse.ACME)) {
                                third.get("/");
                            }
                        })
                        .isInstanceOf(IOException.class);
            }
            EdgeHouse.until(() -> {
                try (Caller again = house.call(GOOD, EdgeHouse.ACME)) {
                    return again.get("/").status() == 200;
                } catch (IOException _) {
                    return false;
                }
            });
        }
    }

    @Test
    void answers_of_an_instance_flow_no_faster_than_its_bytes_and_arrive_whole() throws Exception {
        String long_ = "x".repeat(600_000);
        try (EdgeHouse house = EdgeHouse.open(directory);
                Application application = Application.saying(long_)) {
            house.apply(1, limit(100_000), serving(application, new Caps(0, 0, 300_000)));
            try (Caller one = house.call(BAD, EdgeHouse.ACME)) {
                long begun = System.nanoTime();
                assertThat(one.get("/").body()).isEqualTo(long_);
                // The first second's worth is free.
                assertThat((System.nanoTime() - begun) / 1e9).isGreaterThan(0.7);
            }
        }
    }

    @Test
    void an_address_with_too_many_connections_is_closed_at_the_gate_and_others_are_not() throws Exception {
        try (EdgeHouse house = EdgeHouse.open(directory)) {
            house.apply(1, EdgeHouse.in(EdgeHouse.ACME, Route.State.STOPPED));
            List<Caller> callers = new ArrayList<>();
            try {
                for (int i = 0; i < FloodLimits.NEW_PER_ADDRESS; i++) {
                    callers.add(house.call(BAD, EdgeHouse.ACME));
                }
                // A slow machine takes longer than a second for so many handshakes: then the count has begun anew.
            } catch (IOException _) {
                assertThat(callers).hasSizeGreaterThan(FloodLimits.NEW_PER_ADDRESS / 2);
            }
            try (Caller good = house.call(GOOD, EdgeHouse.ACME)) {
                assertThat(good.get("/").status()).isEqualTo(503);
            }
            callers.forEach(Caller::close);
        }
    }

    @Test
    void a_place_at_the_gate_is_counted_per_address_and_given_back() {
        Routes routes = new Routes();
        Floods floods = new Floods(routes, new Pages(), new java.util.Random(1), false);
        InetAddress v6 = InetAddress.ofLiteral("2001:db8:1:1::1");
        int admitted = 0;
        for (int i = 0; i < 3 * FloodLimits.NEW_PER_ADDRESS; i++) {
            admitted += floods.admits(v6) ? 1 : 0;
        }
        assertThat(admitted).isBetween(FloodLimits.NEW_PER_ADDRESS, 2 * FloodLimits.NEW_PER_ADDRESS);
        int site = admitted;
        for (int i = 2; i < 200; i++) {
            InetAddress neighbour = InetAddress.ofLiteral("2001:db8:1:" + i + "::1");
            for (int j = 0; j < 20; j++) {
                site += floods.admits(neighbour) ? 1 : 0;
            }
        }
        int most = FloodLimits.NEW_PER_ADDRESS * FloodLimits.ADDRESSES_PER_SITE;
        assertThat(site).isBetween(most, 2 * most);
        assertThat(floods.admits(InetAddress.ofLiteral("2001:db8:2::1"))).isTrue();
    }

    private static int asterisk(Caller caller) {
        try {
            return caller.ask("OPTIONS", "*", "").status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Defence limit(int perSecond) {
        return new Defence(30, Duration.ofMinutes(1), Duration.ofMinutes(10), perSecond, false, List.of(), List.of());
    }

    private static Route serving(Application application, Caps caps) {
        return new Route(
                EdgeHouse.ACME,
                Optional.of(EdgeHouse.INSTANCE),
                Route.State.SERVING,
                List.of(new Upstream("127.0.0.1", application.port())),
                RouteRules.USUAL.with(Shield.NONE).with(caps));
    }
}
