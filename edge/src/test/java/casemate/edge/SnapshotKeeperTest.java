package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.wire.EdgeSnapshot;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotKeeperTest {
    @TempDir
    Path directory;

    @Test
    void an_older_a_forged_and_a_misaddressed_snapshot_change_nothing() throws IOException {
        try (EdgeHouse house = EdgeHouse.open(directory);
                Application right = Application.saying("right");
                Application wrong = Application.saying("wrong")) {
            house.apply(7, EdgeHouse.serving(EdgeHouse.ACME, right.port()));
            house.feed.say(7, EdgeHouse.serving(EdgeHouse.ACME, wrong.port()));
            house.feed.say(6, EdgeHouse.serving(EdgeHouse.ACME, wrong.port()));
            house.feed.sayRaw(Feed.signed(SnapshotKey.generate(), 8, EdgeHouse.serving(EdgeHouse.ACME, wrong.port())));
            EdgeSnapshot next =
                    new EdgeSnapshot(9, Instant.EPOCH, List.of(EdgeHouse.serving(EdgeHouse.ACME, wrong.port())));
            house.feed.sayRaw(SignedSnapshot.sign(SignedSnapshot.Audience.AGENT, next.encode(), house.key));
            house.feed.sayRaw(new byte[] {1, 2, 3});
            house.feed.say(10, EdgeHouse.serving(EdgeHouse.ACME, right.port()));
            EdgeHouse.until(() -> house.edge.snapshot() != 7);
            assertThat(house.edge.snapshot()).isEqualTo(10);
            assertThat(house.get(EdgeHouse.ACME, "/").body()).isEqualTo("right");
            assertThat(wrong.heads).isEmpty();
        }
    }

    @Test
    void it_starts_from_disk_and_serves_when_control_is_down() throws IOException {
        SnapshotKey key = SnapshotKey.generate();
        try (Application acme = Application.saying("acme")) {
            String root;
            try (EdgeHouse house = EdgeHouse.open(directory, key)) {
                house.apply(3, EdgeHouse.serving(EdgeHouse.ACME, acme.port()));
                root = house.edge.authorityPem();
                assertThat(house.get(EdgeHouse.ACME, "/").body()).isEqualTo("acme");
            }
            Feed dead = new Feed(key);
            dead.down();
            try (Edge alone = Edge.start(EdgeHouse.config(directory, key), dead, _ -> {})) {
                assertThat(alone.snapshot()).isEqualTo(3);
                assertThat(alone.authorityPem()).isEqualTo(root);
            }
            try (EdgeHouse house = EdgeHouse.open(directory, key)) {
                assertThat(house.get(EdgeHouse.ACME, "/").body()).isEqualTo("acme");
                house.feed.say(2, EdgeHouse.serving(EdgeHouse.ACME, 1));
                house.apply(4, EdgeHouse.serving(EdgeHouse.ACME, acme.port()));
            }
        }
    }

    @Test
    void a_damaged_file_leaves_no_route_until_control_sends_one() throws IOException {
        SnapshotKey key = SnapshotKey.generate();
        try (Application acme = Application.saying("acme")) {
            try (EdgeHouse house = EdgeHouse.open(directory, key)) {
                house.apply(3, EdgeHouse.serving(EdgeHouse.ACME, acme.port()));
            }
            Path file = directory.resolve("snapshot.signed");
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
            try (EdgeHouse house = EdgeHouse.open(directory, key)) {
                assertThat(house.edge.snapshot()).isEqualTo(-1);
                house.apply(4, EdgeHouse.serving(EdgeHouse.ACME, acme.port()));
                assertThat(house.get(EdgeHouse.ACME, "/").body()).isEqualTo("acme");
            }
        }
    }

    @Test
    void ten_thousand_hosts_are_taken_at_once() throws IOException {
        try (EdgeHouse house = EdgeHouse.open(directory)) {
            casemate.wire.Route[] routes = java.util.stream.IntStream.range(0, 10_000)
                    .mapToObj(i -> EdgeHouse.serving("i" + i + "." + EdgeHouse.DOMAIN, 1 + i % 60_000))
                    .toArray(casemate.wire.Route[]::new);
            byte[] signed = Feed.signed(house.key, 1, routes);
            long begun = System.nanoTime();
            house.feed.sayRaw(signed);
            EdgeHouse.until(() -> house.edge.snapshot() == 1);
            System.out.println("10,000 hosts in force: " + (System.nanoTime() - begun) / 1_000_000 + " ms");
            assertThat(house.get("i7." + EdgeHouse.DOMAIN, "/").status()).isEqualTo(502);
        }
    }
}
