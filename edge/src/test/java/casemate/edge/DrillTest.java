package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.promise.Drill;
import casemate.promise.Finding;
import casemate.promise.Target;
import casemate.wire.Defence;
import casemate.wire.Route;
import casemate.wire.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillTest {
    @TempDir
    Path directory;

    @Test
    void on_a_sound_edge_every_drill_finds_its_promise_kept_and_on_its_twin_broken() throws InterruptedException {
        try (EdgeHouse house = EdgeHouse.open(directory)) {
            house.apply(1, Defence.USUAL, EdgeHouse.in(EdgeHouse.ACME, Route.State.STARTING));
            List<Drill<?>> drills = house.edge.drills();
            assertThat(drills)
                    .extracting(drill -> drill.promise().value())
                    .containsExactlyInAnyOrder(
                            "EDG-1", "EDG-2", "EDG-2", "EDG-3", "EDG-4", "ACC-6", "EDG-5", "EDG-6", "EDG-8", "INS-4");
            for (Drill<?> drill : drills) {
                assertThat(real(drill)).as(drill.name()).isInstanceOf(Finding.Kept.class);
                assertThat(twin(drill)).as(drill.name()).isInstanceOf(Finding.Broken.class);
            }
        }
    }

    @Test
    void with_the_control_of_one_promise_off_its_drill_turns_red() throws InterruptedException {
        for (String off : List.of("EDG-1", "EDG-2", "EDG-4", "EDG-3", "ACC-6", "EDG-5", "EDG-6", "EDG-8", "INS-4")) {
            try (EdgeHouse house = EdgeHouse.open(directory.resolve(off), off)) {
                house.apply(1, Defence.USUAL, EdgeHouse.in(EdgeHouse.ACME, Route.State.STARTING));
                for (Drill<?> drill : house.edge.drills()) {
                    if (drill.promise().value().equals(off)) {
                        assertThat(real(drill))
                                .as(drill.name() + " with its control off")
                                .isInstanceOf(Finding.Broken.class);
                    }
                }
            }
        }
    }

    @Test
    void another_policy_changes_the_running_edge_and_its_drill_together() throws Exception {
        try (EdgeHouse house = EdgeHouse.open(directory)) {
            Route route = EdgeHouse.in(EdgeHouse.ACME, Route.State.STARTING);
            house.apply(1, Defence.USUAL, route);
            Drill<?> tls = house.edge.drills().get(1);
            assertThat(tls.name()).isEqualTo("tls-versions-and-ciphers");
            assertThat(measured(tls)).contains("\"tls12\":true", "\"tls13\":true", "\"hstsSeconds\":31536000");
            house.apply(2, promising("TLSv1.3", 256), route);
            assertThat(measured(tls)).contains("\"tls12\":false", "\"tls13\":true", "\"hstsSeconds\":34560000");
            house.apply(3, promising("TLSv1.2", 256), route);
            assertThat(measured(tls)).contains("\"tls12\":true", "\"tls13\":false");
            house.apply(4, Defence.USUAL, route);
            assertThat(measured(tls)).contains("\"tls12\":true", "\"tls13\":true", "\"hstsSeconds\":31536000");
            house.apply(5, promising("TLSv1.3", 384), route);
            assertThat(real(tls))
                    .isInstanceOfSatisfying(
                            Finding.Broken.class,
                            broken -> assertThat(broken.why()).contains("not signed with SHA-384"));
        }
    }

    private static Defence promising(String version, int hashBits) {
        Defence usual = Defence.USUAL;
        return new Defence(
                usual.misses(),
                usual.window(),
                usual.ban(),
                usual.perSecond(),
                false,
                new Transport(List.of(version), Duration.ofDays(400), hashBits),
                List.of(),
                List.of());
    }

    private static String measured(Drill<?> drill) throws InterruptedException {
        Finding finding = real(drill);
        assertThat(finding).isInstanceOf(Finding.Kept.class);
        return ((Finding.Kept) finding).measured().text();
    }

    @Test
    void the_twin_of_the_tls_drill_really_speaks_old_versions_and_weak_suites() throws InterruptedException {
        try (EdgeHouse house = EdgeHouse.open(directory)) {
            Finding finding = twin(house.edge.drills().get(1));
            assertThat(finding).isInstanceOfSatisfying(Finding.Broken.class, broken -> {
                assertThat(broken.why()).contains("TLS 1.0 is spoken", "TLS 1.1 is spoken", "CBC is spoken", "HSTS");
                assertThat(broken.why()).doesNotContain("SSL 3.0", "3DES", "RC4", "no encryption");
            });
        }
    }

    @Test
    void an_edge_that_is_gone_proves_nothing() throws InterruptedException {
        EdgeTarget gone;
        try (EdgeHouse house = EdgeHouse.open(directory)) {
            gone = house.edge.target(EdgeHouse.ACME);
        }
        assertThat(new TlsDrill(java.util.Optional::empty, new java.util.Random(1), java.time.Clock.systemUTC())
                        .attempt(gone))
                .isInstanceOf(Finding.Unproved.class);
        assertThat(new HttpsOnlyDrill(java.util.Optional::empty, new java.util.Random(1)).attempt(gone))
                .isInstanceOf(Finding.Unproved.class);
    }

    private static <T extends Target> Finding real(Drill<T> drill) throws InterruptedException {
        try (T target = drill.real()) {
            return drill.attempt(target);
        }
    }

    private static <T extends Target> Finding twin(Drill<T> drill) throws InterruptedException {
        try (T target = drill.sabotaged()) {
            return drill.attempt(target);
        }
    }
}
