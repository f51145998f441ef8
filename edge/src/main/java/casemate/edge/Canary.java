package casemate.edge;

import casemate.base.InstanceId;
import casemate.promise.PromiseId;
import casemate.wire.Defence;
import casemate.wire.EdgeSnapshot;
import casemate.wire.Route;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A whole edge of its own on the loopback with one control switched off, or all on, for one attempt of a
/// drill. Serves nothing but the page of a starting instance.
final class Canary implements AutoCloseable {
    private static final String DOMAIN = "canary.invalid";
    private static final String HOST = "drill." + DOMAIN;
    private static final String ADDRESS = "127.0.0.1";
    private static final Duration READY = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(5);

    private final Path directory;
    private final Edge edge;

    private Canary(Path directory, Edge edge) {
        this.directory = directory;
        this.edge = edge;
    }

    static EdgeTarget without(PromiseId control) throws InterruptedException {
        return put(Set.of(control), Defence.USUAL);
    }

    /// One with every control on and figures of its own, for what takes too long to see with the real ones.
    static EdgeTarget with(Defence defence) throws InterruptedException {
        return put(Set.of(), defence);
    }

    private static EdgeTarget put(Set<PromiseId> off, Defence defence) throws InterruptedException {
        Canary canary = open(off, defence);
        return canary.edge.target(HOST).with(canary);
    }

    private static Canary open(Set<PromiseId> off, Defence defence) throws InterruptedException {
        try {
            Path directory = Files.createTempDirectory("casemate-canary");
            SnapshotKey key = SnapshotKey.generate();
            byte[] snapshot = SignedSnapshot.sign(
                    SignedSnapshot.Audience.EDGE, served(defence).encode(), key);
            EdgeConfig config = new EdgeConfig(
                            directory, DOMAIN, ADDRESS, 0, Base64.getEncoder().encodeToString(key.spki()), off)
                    .with(List.of(new PrivateListener("own", ADDRESS, 0)));
            Edge edge = Edge.start(
                    config,
                    (version, wait) -> {
                        if (version < 0) {
                            return Optional.of(snapshot);
                        }
                        Thread.sleep(wait);
                        return Optional.empty();
                    },
                    _ -> {});
            return new Canary(directory, edge).ready();
        } catch (IOException e) {
            throw new UncheckedIOException("the canary has no directory", e);
        }
    }

    private static EdgeSnapshot served(Defence defence) {
        Route route = new Route(HOST, Optional.<InstanceId>empty(), Route.State.STARTING, List.of());
        return new EdgeSnapshot(1, Instant.EPOCH, List.of(route), defence);
    }

    private Canary ready() throws InterruptedException {
        long end = System.nanoTime() + READY.toNanos();
        while (edge.snapshot() < 0 && System.nanoTime() < end) {
            Thread.sleep(LOOK);
        }
        return this;
    }

    @Override
    public void close() throws IOException {
        edge.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
