package casemate.agent.moment;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.testkit.Eventually;
import casemate.wire.BackupStore;
import casemate.wire.LogOrder;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log goes on being copied, whatever went wrong in between.
class LogKeeperTest {
    @TempDir
    private Path directory;

    private final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());
    private final InstanceId instance = ids.instance();

    @Test
    void a_turn_that_fails_in_a_way_that_nobody_foresaw_is_followed_by_the_next() throws Exception {
        Path log = Files.createDirectories(directory.resolve("volume/log"));
        Files.write(
                log.resolve("binlog.000001"),
                new byte[] {(byte) 0xfe, 'b', 'i', 'n', 0, 0, 0, 0, 0, 0, 0, 0, 0, 19, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        Path site = Files.createDirectories(directory.resolve("site"));
        BackupStore store = new BackupStore("archive", "here", site.toString(), Secret.of("k".repeat(32)));
        AtomicInteger asked = new AtomicInteger();
        Moments.Sources sources = _ -> switch (asked.incrementAndGet()) {
            case 1 -> throw new DirectoryIteratorException(new IOException("the directory went away"));
            case 2 -> throw new IllegalStateException("a bug");
            default ->
                Optional.of(new Moments.Source(
                        directory.resolve("volume"), 0, "log", LogKind.BINLOG, List.of(), directory.resolve("index")));
        };
        Moments.Purpose often = Moments.Purpose.STANDBY;
        try (LogKeeper keeper = new LogKeeper(instance, directory, sources, often, ids, Clock.systemUTC())) {
            keeper.follow(List.of(new LogOrder(instance, store, Instant.EPOCH)));
            keeper.begin();
            Eventually.until(
                    "the log to be copied",
                    Duration.ofSeconds(30),
                    () -> keeper.reports().stream().anyMatch(report -> report.chunks() > 0));
        }
        assertThat(asked.get()).isGreaterThan(2);
    }
}
