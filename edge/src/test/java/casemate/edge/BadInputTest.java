package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.wire.EdgeSnapshot;
import casemate.wire.Route;
import casemate.wire.SignedSnapshot;
import casemate.wire.SignedSnapshot.Audience;
import casemate.wire.SnapshotKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever an edge is given that makes no sense: it says so in one line, and goes on as it was.
class BadInputTest {
    private static final int HUGE = 100 << 20;

    @TempDir
    Path directory;

    @Test
    void snapshots_that_make_no_sense_are_refused_in_one_line_each_and_what_is_in_force_stays() throws IOException {
        SnapshotKey key = SnapshotKey.generate();
        try (LoggedWarnings log = LoggedWarnings.of("casemate.edge");
                Application application = Application.saying("here");
                EdgeHouse house = EdgeHouse.open(directory, key)) {
            Route route = EdgeHouse.serving(EdgeHouse.ACME, application.port());
            house.apply(1, route);
            long version = 1;
            for (Map.Entry<String, byte[]> bad : bad(key, route).entrySet()) {
                byte[] kept = Files.readAllBytes(directory.resolve("snapshot.signed"));
                int before = log.lines().size();
                house.feed.sayRaw(bad.getValue());
                EdgeHouse.until(() -> log.lines().size() > before);
                assertThat(log.lines().subList(before, log.lines().size()))
                        .as(bad.getKey())
                        .singleElement()
                        .satisfies(line -> assertThat(line).hasLineCount(1).startsWith("a snapshot was refused: "));
                assertThat(house.edge.snapshot()).as(bad.getKey()).isEqualTo(version);
                assertThat(house.get(EdgeHouse.ACME, "/").body())
                        .as(bad.getKey())
                        .isEqualTo("here");
                assertThat(Files.readAllBytes(directory.resolve("snapshot.signed")))
                        .isEqualTo(kept);
                house.apply(++version, route);
            }
        }
    }

    private static Map<String, byte[]> bad(SnapshotKey key, Route route) {
        byte[] good = Feed.signed(key, 1_000, route);
        byte[] touched = good.clone();
        touched[good.length / 2] ^= 1;
        Map<String, byte[]> bad = new LinkedHashMap<>();
        bad.put("nothing", new byte[0]);
        bad.put("no snapshot", "<html>503</html>".getBytes(StandardCharsets.UTF_8));
        bad.put("cut in its head", Arrays.copyOf(good, 20));
        bad.put("cut at its end", Arrays.copyOf(good, good.length - 1));
        bad.put("touched", touched);
        bad.put("older", Feed.signed(key, 0, route));
        bad.put("of another key", Feed.signed(SnapshotKey.generate(), 1_000, route));
        bad.put(
                "for the agent",
                SignedSnapshot.sign(
                        Audience.AGENT, new EdgeSnapshot(1_000, Instant.EPOCH, List.of(route)).encode(), key));
        bad.put("100 MB", new byte[HUGE]);
        bad.put("100 MB, well signed", signed(key, " ".repeat(HUGE)));
        String sound =
                new String(new EdgeSnapshot(1_000, Instant.EPOCH, List.of(route)).encode(), StandardCharsets.UTF_8);
        bad.put("no JSON", signed(key, "version: 1000"));
        bad.put("a key that nobody knows", signed(key, sound.replaceFirst("\\{", "{\"colour\":\"red\",")));
        bad.put("a host with a space", signed(key, sound.replace(EdgeHouse.ACME, "acme casemate.localhost")));
        bad.put("a host in capitals", signed(key, sound.replace(EdgeHouse.ACME, "ACME.casemate.localhost")));
        bad.put("a host with an address", signed(key, sound.replace(EdgeHouse.ACME, "../../etc/passwd")));
        bad.put("an upstream by name", signed(key, sound.replace("127.0.0.1", "db.internal")));
        bad.put("a state that there is not", signed(key, sound.replace("\"serving\"", "\"dreaming\"")));
        return bad;
    }

    private static byte[] signed(SnapshotKey key, String payload) {
        return SignedSnapshot.sign(Audience.EDGE, payload.getBytes(StandardCharsets.UTF_8), key);
    }

    @Test
    void certificates_on_the_disk_that_are_of_no_use_are_made_anew() throws Exception {
        SnapshotKey key = SnapshotKey.generate();
        Map<String, String> damaged = new LinkedHashMap<>();
        try (EdgeHouse house = EdgeHouse.open(directory, key)) {
            assertThat(house.edge.snapshot()).isEqualTo(-1);
        }
        LocalAuthority authority =
                LocalAuthority.open(directory.resolve("ca"), EdgeHouse.DOMAIN, Clock.systemUTC(), new SecureRandom());
        Leaf own = authority.issue("own." + EdgeHouse.DOMAIN, Instant.now());
        Leaf foreign = authority.issue("foreign." + EdgeHouse.DOMAIN, Instant.now());
        Leaf expired =
                authority.issue("expired." + EdgeHouse.DOMAIN, Instant.now().minus(Duration.ofDays(90)));
        damaged.put("garbage", "\u0000\u0001nonsense");
        damaged.put("empty", "");
        damaged.put("torn", pem(own).substring(0, 300));
        damaged.put("odd", pem(own).replace("MIG", "!!!"));
        damaged.put("expired", pem(expired));
        damaged.put(
                "key",
                Pem.write(foreign.key())
                        + Pem.write(authority
                                .issue("key." + EdgeHouse.DOMAIN, Instant.now())
                                .certificate()));
        damaged.put("name", pem(foreign));
        damaged.put("large", "x".repeat(100_000));
        for (Map.Entry<String, String> each : damaged.entrySet()) {
            Files.writeString(
                    directory.resolve("leaves").resolve(each.getKey() + "." + EdgeHouse.DOMAIN + ".pem"),
                    each.getValue());
        }
        try (Application application = Application.saying("here");
                EdgeHouse house = EdgeHouse.open(directory, key)) {
            house.apply(
                    1,
                    damaged.keySet().stream()
                            .map(name -> EdgeHouse.serving(name + "." + EdgeHouse.DOMAIN, application.port()))
                            .toArray(Route[]::new));
            for (String name : damaged.keySet()) {
                try (Caller caller = Caller.open(
                        house.edge.target(name + "." + EdgeHouse.DOMAIN),
                        java.net.InetAddress.ofLiteral("127.0.0.1"),
                        "http/1.1")) {
                    assertThat(caller.get("/").body()).as(name).isEqualTo("here");
                }
            }
        }
    }

    private static String pem(Leaf leaf) {
        return Pem.write(leaf.key()) + Pem.write(leaf.certificate());
    }

    @Test
    void a_configuration_that_makes_no_sense_starts_nothing() throws IOException {
        String key = java.util.Base64.getEncoder()
                .encodeToString(SnapshotKey.generate().spki());
        refused("edge-domain", () -> new EdgeConfig(directory, "-", "127.0.0.1", 0, key, Set.of()));
        refused("edge-domain", () -> new EdgeConfig(directory, "a".repeat(300), "127.0.0.1", 0, key, Set.of()));
        refused("edge-address", () -> new EdgeConfig(directory, "a.example", "localhost", 0, key, Set.of()));
        refused("edge-address", () -> new EdgeConfig(directory, "a.example", "999.0.0.1", 0, key, Set.of()));
        refused("edge-port", () -> new EdgeConfig(directory, "a.example", "127.0.0.1", 70_000, key, Set.of()));
        refused("edge-control-key", () -> new EdgeConfig(directory, "a.example", "127.0.0.1", 0, "?", Set.of()));
        refused("listener-address", () -> PrivateListener.parse("acme=999.0.0.1:443"));
        refused("listener-port", () -> PrivateListener.parse("acme=192.0.2.1:99999"));
        Path rules = directory.resolve("broken.conf");
        Files.writeString(rules, "SecRule ARGS \"@rx (\" \"id:1,phase:2,deny\"\n");
        for (Path path : List.of(rules, directory.resolve("no-such-rules"))) {
            EdgeConfig straight = EdgeHouse.config(directory, SnapshotKey.generate());
            EdgeConfig config = new EdgeConfig(
                    directory,
                    EdgeHouse.DOMAIN,
                    "127.0.0.1",
                    0,
                    straight.controlKey(),
                    Set.of(),
                    TrustedProxies.NONE,
                    java.util.Optional.empty(),
                    java.util.Optional.of(path));
            assertThatThrownBy(() -> Edge.start(config, new Feed(SnapshotKey.generate()), _ -> {}))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.text())
                                    .hasLineCount(1)
                                    .contains(path.getFileName().toString()));
        }
    }

    private static void refused(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable wish) {
        assertThatThrownBy(wish).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.text()).hasLineCount(1);
        });
    }
}
