package casemate.agent;

import casemate.base.DurableFile;
import casemate.wire.ReportDesk;
import casemate.wire.SnapshotFeed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// An agent in a process of its own, to be killed. Files stand for control: what is ordered, and what is reported.
final class AgentChild {
    static final String PODS = "pods";
    static final String BACKUPS = "backups";
    static final String REPLICAS = "replicas";
    private static final String REPORT = ".report";
    private static final Duration LOOK = Duration.ofMillis(100);

    private AgentChild() {}

    static Path orders(Path directory, String what) {
        return directory.resolve(what);
    }

    static Path report(Path directory, String what) {
        return directory.resolve(what + REPORT);
    }

    /// @param arguments the agent's directory, which has control's key in it; the directory that stands for control
    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(arguments[0]);
        Path control = Path.of(arguments[1]);
        AgentConfig config = new AgentConfig(
                data.getFileName().toString(),
                data,
                TestAgent.images(),
                Path.of("../blueprints"),
                data.resolve("control.pub"),
                Set.of(),
                Clock.systemUTC());
        Agent agent = Agent.start(config, feed(orders(control, PODS)), desk(report(control, PODS)), TestAgent.KEYS);
        agent.backUp(feed(orders(control, BACKUPS)), desk(report(control, BACKUPS)));
        agent.replicate(feed(orders(control, REPLICAS)), desk(report(control, REPLICAS)));
        while (System.in.read() >= 0) {}
        agent.close();
    }

    private static SnapshotFeed feed(Path file) {
        byte[][] last = {new byte[0]};
        return (_, wait) -> {
            long end = System.nanoTime() + wait.toNanos();
            do {
                byte[] now = read(file);
                if (!Arrays.equals(now, last[0])) {
                    last[0] = now;
                    return Optional.of(now);
                }
                Thread.sleep(LOOK);
            } while (System.nanoTime() < end);
            return Optional.empty();
        };
    }

    private static byte[] read(Path file) {
        try {
            return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ReportDesk desk(Path file) {
        return bytes -> {
            try {
                DurableFile.write(file, bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
