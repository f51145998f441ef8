package casemate.agent.moment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.wire.BackupStore;
import casemate.wire.LogOrder;
import casemate.wire.LogReport;
import casemate.wire.RestoreMoment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logs are copied piece by piece and put together again byte for byte, or not at all.
class MomentLogsTest {
    private static final String SEGMENT = "000000010000000000000003";
    private static final long SEGMENT_ADDRESS = 3L * Wal.SEGMENT_BYTES;

    @TempDir
    private Path directory;

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private final Clock clock =
            InstantSource.tick(() -> now, Duration.ofMillis(1)).withZone(ZoneOffset.UTC);
    private final InstanceId instance = new Ids(Clock.systemUTC(), new SecureRandom()).instance();
    private Path log;
    private BackupStore store;
    private LogOrder order;

    @BeforeEach
    void site() throws IOException {
        log = Files.createDirectories(directory.resolve("volume/log"));
        Path site = Files.createDirectories(directory.resolve("site"));
        store = new BackupStore("archive", "here", site.toString(), Secret.of("k".repeat(32)));
        order = new LogOrder(instance, store, Instant.EPOCH);
    }

    @Test
    void what_grew_comes_back_byte_for_byte_and_an_entry_that_is_half_written_waits() throws Exception {
        LogStream stream = stream();
        Path file = log.resolve("binlog.000001");
        Files.write(file, magic());
        Files.write(file, entry(100), StandardOpenOption.APPEND);
        Instant from = turn(stream, LogKind.BINLOG);
        byte[] large = entry(20_000);
        Files.write(file, Arrays.copyOf(large, 9_000), StandardOpenOption.APPEND);
        turn(stream, LogKind.BINLOG);
        Files.write(file, Arrays.copyOfRange(large, 9_000, 20_000), StandardOpenOption.APPEND);
        turn(stream, LogKind.BINLOG);
        Files.write(log.resolve("binlog.000002"), magic());
        Files.write(log.resolve("binlog.000002"), entry(50), StandardOpenOption.APPEND);
        Instant last = turn(stream, LogKind.BINLOG);

        Path whole = fetch(moment(stream, Instant.EPOCH, last), LogKind.BINLOG, "whole");
        assertThat(Files.mismatch(whole.resolve("binlog.000001"), file)).isNegative();
        assertThat(Files.mismatch(whole.resolve("binlog.000002"), log.resolve("binlog.000002")))
                .isNegative();
        // From a later backup on, only what it needs; each file has its head.
        Path part = fetch(moment(stream, from, last), LogKind.BINLOG, "part");
        assertThat(Files.readAllBytes(part.resolve("binlog.000001")))
                .endsWith(large)
                .startsWith(magic());
    }

    @Test
    void a_missing_piece_a_missing_end_and_a_flipped_byte_are_noticed() throws Exception {
        LogStream stream = stream();
        Path file = log.resolve("binlog.000001");
        Files.write(file, magic());
        Instant last = now;
        for (int i = 0; i < 4; i++) {
            Files.write(file, entry(100), StandardOpenOption.APPEND);
            last = turn(stream, LogKind.BINLOG);
        }
        RestoreMoment moment = moment(stream, Instant.EPOCH, last.plusSeconds(1));
        List<Path> chunks = chunks();
        assertThat(chunks).hasSize(4);

        byte[] good = Files.readAllBytes(chunks.get(1));
        byte[] bad = good.clone();
        bad[bad.length / 2] ^= 1;
        Files.write(chunks.get(1), bad);
        assertThatThrownBy(() -> fetch(moment, LogKind.BINLOG, "flipped")).hasMessageContaining("damaged");
        Files.write(chunks.get(1), Files.readAllBytes(chunks.get(2)));
        assertThatThrownBy(() -> fetch(moment, LogKind.BINLOG, "swapped")).hasMessageContaining("damaged");
        Files.delete(chunks.get(1));
        assertThatThrownBy(() -> fetch(moment, LogKind.BINLOG, "hole")).hasMessageContaining("missing");
        Files.write(chunks.get(1), good);
        Files.delete(chunks.get(3));
        assertThatThrownBy(() -> fetch(moment, LogKind.BINLOG, "end")).hasMessageContaining("end");
    }

    @Test
    void of_a_file_that_was_made_in_advance_only_what_is_filled_is_copied() throws Exception {
        LogStream stream = stream();
        Path file = log.resolve(SEGMENT);
        byte[] all = new byte[Wal.SEGMENT_BYTES];
        Arrays.fill(all, (byte) 7);
        page(all, 0);
        page(all, 1);
        Files.write(file, all);
        turn(stream, LogKind.WAL);
        assertThat(chunks()).hasSize(1);
        turn(stream, LogKind.WAL);
        assertThat(chunks()).as("nothing new").hasSize(1);
        all[Wal.PAGE_BYTES + 100] = 9;
        page(all, 2);
        Files.write(file, all);
        Instant last = turn(stream, LogKind.WAL);

        Path back = fetch(moment(stream, Instant.EPOCH, last), LogKind.WAL, "wal");
        byte[] laid = Files.readAllBytes(back.resolve(SEGMENT));
        assertThat(laid).hasSize(Wal.SEGMENT_BYTES);
        assertThat(Arrays.mismatch(laid, 0, 3 * Wal.PAGE_BYTES, all, 0, 3 * Wal.PAGE_BYTES))
                .isNegative();
        assertThat(laid[3 * Wal.PAGE_BYTES]).isZero();
    }

    @Test
    void a_log_that_is_gone_before_it_was_copied_begins_another_line_and_links_lead_nowhere() throws Exception {
        LogStream stream = stream();
        Files.write(log.resolve("binlog.000001"), magic());
        Files.write(log.resolve("binlog.000001"), entry(100), StandardOpenOption.APPEND);
        turn(stream, LogKind.BINLOG);
        String line = stream.report(order).lineage();
        Files.delete(log.resolve("binlog.000001"));
        Files.createSymbolicLink(log.resolve("binlog.000002"), Path.of("/etc/passwd"));
        turn(stream, LogKind.BINLOG);
        LogReport after = stream.report(order);
        assertThat(after.lineage()).isNotEqualTo(line);
        assertThat(after.detail()).contains("binlog.000001");
        assertThatThrownBy(() -> turn(stream, LogKind.BINLOG)).isInstanceOf(IOException.class);
        assertThat(chunks()).hasSize(1);
    }

    private LogStream stream() throws IOException {
        return new LogStream(
                directory.resolve("state.json"), 0, Optional.empty(), new Ids(clock, new SecureRandom()), clock);
    }

    /// @return when it was
    private Instant turn(LogStream stream, LogKind kind) throws Exception {
        now = now.plusSeconds(5);
        try (LogFiles files = LogFiles.open(directory.resolve("volume"), "log")) {
            stream.turn(
                    order,
                    Moments.Purpose.MOMENTS.shelf(store, instance),
                    new Moments.Source(
                            directory.resolve("volume"), 0, "log", kind, List.of(), directory.resolve("index")),
                    files,
                    false);
        }
        return now;
    }

    private RestoreMoment moment(LogStream stream, Instant from, Instant at) {
        LogReport report = stream.report(order);
        return new RestoreMoment(at, from, report.lineage(), report.chunks(), store);
    }

    private Path fetch(RestoreMoment moment, LogKind kind, String name) throws Exception {
        Path into = directory.resolve(name);
        MomentLogs.fetch(moment, store, instance, kind, into);
        return into;
    }

    private List<Path> chunks() throws IOException {
        try (Stream<Path> all = Files.list(directory.resolve("site/moments/" + instance))) {
            return all.sorted().toList();
        }
    }

    private static byte[] magic() {
        return new byte[] {(byte) 0xfe, 'b', 'i', 'n'};
    }

    private static byte[] entry(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) (length % 100 + 1));
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(9, length);
        return bytes;
    }

    private static void page(byte[] segment, int number) {
        int at = number * Wal.PAGE_BYTES;
        ByteBuffer.wrap(segment).order(ByteOrder.nativeOrder()).putLong(at + 8, SEGMENT_ADDRESS + at);
    }
}
