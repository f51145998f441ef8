package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.AddressRange;
import casemate.wire.Ban;
import casemate.wire.Defence;
import casemate.wire.EdgeReport;
import casemate.wire.Route;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BanGuardTest {
    private static final int MISSES = 4;

    @TempDir
    Path directory;

    private static Defence defence(List<AddressRange> spared, Ban... bans) {
        return new Defence(MISSES, Duration.ofMinutes(1), Duration.ofMinutes(10), 1_000, false, spared, List.of(bans));
    }

    private static Ban ban(String range, boolean everywhere) {
        return new Ban(
                "op-1",
                AddressRange.parse(range),
                everywhere ? Optional.empty() : Optional.of(EdgeHouse.INSTANCE),
                Instant.now().plusSeconds(600),
                "operator");
    }

    /// @param last of 127.9.9.x
    private static Caller from(EdgeHouse house, int last) throws IOException {
        return from(house, last, EdgeHouse.ACME);
    }

    private static Caller from(EdgeHouse house, int last, String host) throws IOException {
        return house.call("127.9.9." + last, host);
    }

    private static Route[] routes(StandIn application) {
        return new Route[] {
            EdgeHouse.serving(EdgeHouse.ACME, application.upstream().port())
        };
    }

    @Test
    void whoever_asks_for_too_many_missing_pages_is_cut_off_and_gets_no_handshake_even_after_a_restart()
            throws IOException {
        try (StandIn application = StandIn.open("here")) {
            try (EdgeHouse house = EdgeHouse.open(directory)) {
                house.apply(1, defence(List.of()), routes(application));
                try (Caller open = from(house, 1)) {
                    try (Caller caller = from(house, 1)) {
                        for (int i = 0; i < MISSES; i++) {
                            assertThat(caller.get("/missing").status()).isEqualTo(404);
                        }
                    }
                    EdgeHouse.until(() -> !served(house, 1));
                    assertThat(refused(open)).isTrue();
                }
                assertThat(served(house, 2)).isTrue();
                EdgeHouse.until(
                        () -> house.reports.stream().anyMatch(r -> !r.bans().isEmpty()));
                EdgeReport.BanReport report = house.reports.stream()
                        .flatMap(r -> r.bans().stream())
                        .findFirst()
                        .orElseThrow();
                assertThat(report.ban().rule()).isEqualTo("missing-pages");
                assertThat(report.evidence())
                        .isEqualTo("4 missing pages within 60 s, the last at acme.casemate.localhost/missing");
            }
            try (EdgeHouse house = EdgeHouse.open(directory)) {
                house.apply(2, defence(List.of()), routes(application));
                assertThat(served(house, 1)).isFalse();
                assertThat(served(house, 2)).isTrue();
            }
        }
    }

    @Test
    void a_ban_from_control_closes_open_connections_and_ends_with_the_snapshot_that_leaves_it_out() throws IOException {
        try (StandIn application = StandIn.open("here");
                EdgeHouse house = EdgeHouse.open(directory)) {
            house.apply(1, defence(List.of()), routes(application));
            try (Caller open = from(house, 1)) {
                assertThat(open.get("/").status()).isEqualTo(200);
                house.apply(2, defence(List.of(), ban("127.0.0.0/8", true)), routes(application));
                EdgeHouse.until(() -> !served(house, 1));
                assertThat(refused(open)).isTrue();
            }
            assertThat(house.get(EdgeHouse.ACME, "/").status()).as("127.0.0.1").isEqualTo(200);
            house.apply(3, defence(List.of()), routes(application));
            EdgeHouse.until(() -> served(house, 1));
        }
    }

    @Test
    void a_ban_at_one_instance_is_a_page_there_and_nothing_elsewhere() throws IOException {
        try (StandIn application = StandIn.open("here");
                EdgeHouse house = EdgeHouse.open(directory)) {
            Route elsewhere =
                    new Route(EdgeHouse.OTHER, Optional.empty(), Route.State.SERVING, List.of(application.upstream()));
            house.apply(
                    1,
                    defence(List.of(), ban("127.0.0.0/8", false)),
                    EdgeHouse.serving(EdgeHouse.ACME, application.upstream().port()),
                    elsewhere);
            try (Caller caller = from(house, 1)) {
                assertThat(caller.get("/").status()).isEqualTo(403);
            }
            try (Caller caller = from(house, 1, EdgeHouse.OTHER)) {
                assertThat(caller.get("/").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void a_known_probe_counts_as_several_missing_pages_and_spared_addresses_may_ask_for_anything() throws IOException {
        try (StandIn application = StandIn.open("here");
                EdgeHouse house = EdgeHouse.open(directory)) {
            Defence sparing = defence(List.of(AddressRange.parse("127.0.0.0/8")));
            house.apply(1, sparing, routes(application));
            try (Caller caller = from(house, 1)) {
                for (int i = 0; i < 3 * MISSES; i++) {
                    assertThat(caller.get("/missing").status()).isEqualTo(404);
                }
                assertThat(caller.get("/").status()).isEqualTo(200);
            }
        }
        assertThat(List.of("/.env", "/.GIT/config", "/phpMyAdmin/")).allMatch(BanGuard::isProbe);
        assertThat(List.of("/", "/env", "/wp-login.php", "/admin", "/a/.env")).noneMatch(BanGuard::isProbe);
    }

    /// Cut off, or told so when its request was quicker.
    private static boolean refused(Caller open) {
        try {
            return open.get("/").status() == 403;
        } catch (IOException _) {
            return true;
        }
    }

    private static boolean served(EdgeHouse house, int last) {
        try (Caller caller = from(house, last)) {
            return caller.get("/").status() == 200;
        } catch (IOException _) {
            return false;
        }
    }
}
