package casemate.bench;

import casemate.base.AddressRange;
import casemate.wire.Access;
import casemate.wire.Caps;
import casemate.wire.Defence;
import casemate.wire.EdgeSnapshot;
import casemate.wire.Route;
import casemate.wire.RouteRules;
import casemate.wire.Shield;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotKey;
import casemate.wire.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Stands for control: writes two signed snapshots for an edge that is measured, and control's key. In a process of its
/// own, so that their making is in nobody's memory.
public final class EdgeSnapshots {
    static final String KEY = "key";
    private static final String HOST = "bench.casemate.localhost";
    private static final int VERSIONS = 2;

    private EdgeSnapshots() {}

    /// @param arguments where to write, the upstream's port, the number of further hosts, and `block` for the firewall
    ///     in front of it
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        int upstream = Integer.parseInt(arguments[1]);
        int others = Integer.parseInt(arguments[2]);
        Shield shield = arguments[3].equals("block") ? Shield.USUAL : Shield.NONE;
        SnapshotKey key = SnapshotKey.generate();
        for (long version = 1; version <= VERSIONS; version++) {
            Files.write(file(directory, version), signed(version, upstream, others, shield, key));
        }
        Files.writeString(
                directory.resolve(KEY), Base64.getEncoder().encodeToString(key.spki()), StandardCharsets.US_ASCII);
    }

    static byte[] read(Path directory, long version) {
        try {
            return Files.readAllBytes(file(directory, version));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(Path directory, long version) {
        return directory.resolve(version + ".snapshot");
    }

    private static byte[] signed(long version, int upstream, int others, Shield shield, SnapshotKey key) {
        return SignedSnapshot.sign(
                SignedSnapshot.Audience.EDGE,
                snapshot(version, upstream, others, shield).encode(),
                key);
    }

    /// The machine that loads is spared: what is measured is the way through, not its end.
    private static EdgeSnapshot snapshot(long version, int upstream, int others, Shield shield) {
        List<Route> routes = new ArrayList<>();
        RouteRules rules = OPEN.with(shield);
        routes.add(serving(HOST, upstream, others == 0 ? rules : rules.with(offices(0))));
        for (int i = 1; i <= others; i++) {
            routes.add(serving("i" + i + ".casemate.localhost", upstream, OPEN.with(offices(i))));
        }
        Defence usual = Defence.USUAL;
        Defence defence = new Defence(
                usual.misses(),
                usual.window(),
                usual.ban(),
                usual.perSecond(),
                false,
                List.of(AddressRange.parse("127.0.0.0/8")),
                List.of());
        return new EdgeSnapshot(version, Instant.EPOCH, routes, defence);
    }

    private static final int RANGES = 20;
    private static final long UNBOUNDED = 1_000_000_000;
    private static final RouteRules OPEN =
            RouteRules.USUAL.with(Shield.NONE).with(new Caps(UNBOUNDED, UNBOUNDED, UNBOUNDED));

    /// An allow-list as a customer with several sites has it, different for each; this machine is on all of them.
    private static Access offices(int number) {
        List<AddressRange> ranges = new ArrayList<>();
        for (int i = 0; i < RANGES; i++) {
            ranges.add(AddressRange.parse("10." + number / 256 + "." + number % 256 + "." + 8 * i + "/29"));
        }
        ranges.add(AddressRange.parse("127.0.0.0/8"));
        return new Access(Access.Need.ANY, true, ranges, false, List.of(), Optional.empty(), false, 1);
    }

    private static Route serving(String host, int upstream, RouteRules rules) {
        return new Route(
                host, Optional.empty(), Route.State.SERVING, List.of(new Upstream("127.0.0.1", upstream)), rules);
    }
}
