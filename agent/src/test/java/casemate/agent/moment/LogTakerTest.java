package casemate.agent.moment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.wire.BackupStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a standby takes from the site: all of the log, in order, or nothing more.
class LogTakerTest {
    private static final String SEGMENT = "000000010000000000000003";
    private static final Instant BEGIN = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    private Path directory;

    private final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());
    private final InstanceId instance = ids.instance();
    private final String lineage = ids.make("log");
    private BackupStore store;
    private Path log;
    private LogTaker.Place place;
    private LogTaker taker;

    @BeforeEach
    void standby() throws IOException {
        Path site = Files.createDirectories(directory.resolve("site"));
        store = new BackupStore("archive", "there", site.toString(), Secret.of("k".repeat(32)));
        log = Files.createDirectories(directory.resolve("volume/postgresql/pg_wal"));
        place = new LogTaker.Place(
                directory.resolve("volume"),
                "postgresql/pg_wal",
                (Integer) Files.getAttribute(log, "unix:uid"),
                LogKind.WAL);
        taker = new LogTaker(store, instance, lineage, BEGIN.plusSeconds(2));
    }

    @Test
    void it_begins_with_what_was_read_before_the_seed_goes_on_in_order_and_clears_the_site() throws Exception {
        for (int i = 0; i < 5; i++) {
            put(i, i);
        }
        // The seed was ordered when number 2 was read.
        long next = taker.take(place, 0).next();
        assertThat(next).isEqualTo(5);
        byte[] laid = Files.readAllBytes(log.resolve(SEGMENT));
        assertThat(laid).hasSize(Wal.SEGMENT_BYTES);
        assertThat(laid[0]).as("older than the seed").isZero();
        assertThat(laid[2 * Wal.PAGE_BYTES]).isEqualTo((byte) 3);
        assertThat(laid[4 * Wal.PAGE_BYTES]).isEqualTo((byte) 5);
        assertThat(at()).as("nobody has written down yet that they are here").hasSize(5);

        assertThat(taker.take(place, next).next()).isEqualTo(5);
        assertThat(at()).as("the last one stays").hasSize(1);
        // The last page is sent again as it fills.
        put(5, 4);
        assertThat(taker.take(place, next).next()).isEqualTo(6);
        assertThat(Files.readAllBytes(log.resolve(SEGMENT))[4 * Wal.PAGE_BYTES]).isEqualTo((byte) 6);
    }

    @Test
    void a_hole_a_flipped_byte_and_a_link_in_the_way_end_it() throws Exception {
        put(0, 0);
        put(2, 2);
        LogTaker early = new LogTaker(store, instance, lineage, BEGIN);
        assertThatThrownBy(() -> early.take(place, 1))
                .isInstanceOf(LogTaker.Broken.class)
                .hasMessageContaining("missing");

        put(1, 1);
        byte[] bytes = Files.readAllBytes(at().get(1));
        bytes[bytes.length / 2] ^= 1;
        Files.write(at().get(1), bytes);
        assertThatThrownBy(() -> early.take(place, 1))
                .isInstanceOf(LogTaker.Broken.class)
                .hasMessageContaining("damaged");

        put(1, 1);
        Path outside = Files.write(directory.resolve("outside"), new byte[] {42});
        Files.deleteIfExists(log.resolve(SEGMENT));
        Files.createSymbolicLink(log.resolve(SEGMENT), outside);
        assertThatThrownBy(() -> early.take(place, 1)).isInstanceOf(IOException.class);
        assertThat(Files.readAllBytes(outside)).containsExactly(42);
    }

    @Test
    void a_binary_log_grows_as_it_was_written_and_one_that_was_written_anew_ends_it() throws Exception {
        Path follow = Files.createDirectories(directory.resolve("volume/follow"));
        LogTaker.Place into = new LogTaker.Place(directory.resolve("volume"), "follow", place.uid(), LogKind.BINLOG);
        LogTaker early = new LogTaker(store, instance, lineage, BEGIN);
        binlog(0, 0, "a file's head, in use");
        binlog(1, 21, ", and more");
        assertThat(early.take(into, 0).next()).isEqualTo(2);
        assertThat(follow.resolve("binlog.000007")).hasContent("a file's head, in use, and more");
        // Sent again after a crash, and closed: the mark at this place may go.
        binlog(2, 0, "a file's head, in use, and more, and closed".replace("in use,", "in use."));
        binlog(3, 43, "!");
        assertThat(early.take(into, 2).next()).isEqualTo(4);
        assertThat(follow.resolve("binlog.000007")).hasContent("a file's head, in use. and more, and closed!");

        // A seed of the middle of a file: what is before it comes when an agent starts anew.
        String whole = "a file's head, in use. and more, and closed!" + " not laid yet".repeat(4) + " and the end";
        binlog(4, whole.length() - 8, " the end");
        assertThat(early.take(into, 4).next()).isEqualTo(5);
        binlog(5, 0, whole);
        assertThat(early.take(into, 5).next()).isEqualTo(6);
        assertThat(follow.resolve("binlog.000007")).hasContent(whole);

        binlog(6, 43, "?");
        assertThatThrownBy(() -> early.take(into, 6))
                .isInstanceOf(LogTaker.Broken.class)
                .hasMessageContaining("written anew");
    }

    @Test
    void what_goes_wrong_at_the_standby_is_read() throws Exception {
        assertThat(LogTaker.trouble(directory.resolve("volume"), "postgresql", "trouble"))
                .isEmpty();
        Files.writeString(directory.resolve("volume/postgresql/trouble"), "the log could not be applied");
        assertThat(LogTaker.trouble(directory.resolve("volume"), "postgresql", "trouble"))
                .contains("the log could not be applied");
    }

    @Test
    void how_far_the_server_is_is_read_or_not_known() throws Exception {
        assertThat(LogTaker.replayed(directory.resolve("volume"), "postgresql", "replayed"))
                .isEmpty();
        Files.writeString(directory.resolve("volume/postgresql/replayed"), "1795694400.250000");
        assertThat(LogTaker.replayed(directory.resolve("volume"), "postgresql", "replayed"))
                .contains(Instant.ofEpochMilli(1_795_694_400_250L));
        Files.writeString(directory.resolve("volume/postgresql/replayed"), "soon");
        assertThat(LogTaker.replayed(directory.resolve("volume"), "postgresql", "replayed"))
                .isEmpty();
    }

    /// One page of the log, filled with its number and one.
    private void put(int number, int page) throws Exception {
        byte[] bytes = new byte[Wal.PAGE_BYTES];
        Arrays.fill(bytes, (byte) (number + 1));
        put(number, new Piece(SEGMENT, (long) page * Wal.PAGE_BYTES, bytes));
    }

    private void binlog(int number, int offset, String text) throws Exception {
        put(number, new Piece("binlog.000007", offset, text.getBytes(StandardCharsets.US_ASCII)));
    }

    private void put(int number, Piece piece) throws Exception {
        Chunk.Name name = new Chunk.Name(lineage, number, BEGIN.plusSeconds(number));
        byte[] sealed = Chunk.seal(List.of(piece), name, instance, store.key());
        Moments.Purpose.STANDBY.shelf(store, instance).put(name.file(), out -> out.write(sealed));
    }

    private List<Path> at() throws IOException {
        try (Stream<Path> all = Files.list(directory.resolve("site/standby/" + instance))) {
            return all.sorted().toList();
        }
    }
}
