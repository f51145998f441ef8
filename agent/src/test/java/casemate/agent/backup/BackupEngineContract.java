package casemate.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import casemate.agent.site.Complaint;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.testkit.Eventually;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every backup engine keeps, whatever it is made of.
abstract class BackupEngineContract {
    static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    static final Duration MONTH = Duration.ofDays(30);
    private static final int OWNER = 1_900_000_123;
    private static final int MANY_BYTES = 24 << 20;

    @TempDir
    private Path directory;

    private final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());
    private Path set;
    private Repository repository;

    abstract BackupEngine engine();

    @BeforeEach
    void begin() throws Exception {
        Files.createDirectories(directory.resolve("site"));
        set = Files.createDirectories(directory.resolve("set"));
        repository = repository(1);
        Path deep = Files.createDirectories(set.resolve("volume/a b/ąę"));
        Files.writeString(deep.resolve("text"), "first\n");
        Files.write(deep.resolve("bytes"), random(300_000));
        Files.createFile(deep.resolve("nobody-reads"));
        Files.setPosixFilePermissions(deep.resolve("nobody-reads"), PosixFilePermissions.fromString("---------"));
        Files.setAttribute(deep.resolve("text"), "unix:uid", OWNER);
        Files.createSymbolicLink(deep.resolve("leads-out"), Path.of("/etc/hostname"));
    }

    private Repository repository(int key) {
        byte[] bytes = new byte[Repository.KEY_BYTES];
        // Not the first or last byte: age clears bits of those.
        bytes[5] = (byte) key;
        bytes[31] = 77;
        return Repository.at(
                directory.resolve("site"),
                engine(),
                new InstanceId("ins_01kahzzzzzzzzzzzzzzzzzzzzz"),
                Secret.of(bytes));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    final Repository repository() {
        return repository;
    }

    final Path site() {
        return directory.resolve("site");
    }

    final Path set() {
        return set;
    }

    final String storeBy(BackupEngine engine, Instant at) throws Exception {
        return engine.store(repository, set, ids.make("bak"), at).copy();
    }

    private BackupEngine.Stored store(Instant at) throws Exception {
        return engine().store(repository, set, ids.make("bak"), at);
    }

    final Map<String, String> restored(String copy) throws Exception {
        Path into = Files.createTempDirectory(directory, "into");
        engine().restore(repository, copy, into);
        return contents(into);
    }

    /// By path: kind, owner, mode and bytes.
    static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path each : paths.filter(p -> !p.equals(root)).toList()) {
                Map<String, Object> is = Files.readAttributes(each, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
                String what = Files.isSymbolicLink(each)
                        ? Files.readSymbolicLink(each).toString()
                        : Files.isDirectory(each)
                                ? ""
                                : new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1);
                all.put(root.relativize(each).toString(), is + " " + what.hashCode() + " " + what.length());
            }
        }
        return all;
    }

    @Test
    void each_copy_shows_its_own_moment_and_those_past_the_retention_go() throws Exception {
        Instant keepFrom = NOW.minus(MONTH);
        assertThat(store(keepFrom.minusSeconds(1)).addedBytes()).isGreaterThan(300_000);
        store(keepFrom);
        Map<String, String> before = contents(set);
        Files.writeString(set.resolve("volume/a b/ąę/text"), "other\n");
        String last = store(NOW).copy();

        assertThat(engine().prune(repository, keepFrom)).isEqualTo(1);
        List<BackupEngine.Kept> left = engine().list(repository);
        assertThat(left).extracting(BackupEngine.Kept::at).containsExactly(keepFrom, NOW);
        assertThat(left).allSatisfy(each -> assertThat(each.run()).startsWith("bak_"));
        assertThat(restored(left.getFirst().copy())).isEqualTo(before).hasSize(7);
        assertThat(restored(last)).isEqualTo(contents(set)).isNotEqualTo(before);
        // The last one stays whatever its age.
        assertThat(engine().prune(repository, NOW.plus(Duration.ofDays(90)))).isEqualTo(1);
        engine().verify(repository);
        assertThat(engine().list(repository)).hasSize(1);
    }

    @Test
    void a_clock_that_leaps_takes_a_week_of_copies_at_most_and_its_own_copy_takes_none() throws Exception {
        for (int days = 9; days > 0; days -= 4) {
            store(NOW.minus(Duration.ofDays(days)));
        }
        // A year ahead: all are too old by that clock, and the copy it made is the newest.
        Instant leapt = NOW.plus(Duration.ofDays(365));
        store(leapt);
        assertThat(engine().prune(repository, leapt.minus(MONTH))).isEqualTo(2);
        assertThat(engine().list(repository))
                .extracting(BackupEngine.Kept::at)
                .containsExactly(NOW.minus(Duration.ofDays(1)), leapt);
        // Put right, and years back: nothing is too old by those.
        assertThat(engine().prune(repository, NOW.minus(MONTH))).isZero();
        store(Instant.parse("2001-01-01T00:00:00Z"));
        assertThat(engine().prune(repository, Instant.parse("2000-12-01T00:00:00Z")))
                .isZero();
        assertThat(engine().list(repository)).hasSize(3);
    }

    @Test
    void without_its_key_a_copy_tells_nothing_and_a_flipped_byte_is_noticed() throws Exception {
        Files.writeString(set.resolve("volume/marker"), "the-planted-marker".repeat(1_000));
        String copy = store(NOW).copy();

        Path into = Files.createDirectories(directory.resolve("into-other"));
        assertThatThrownBy(() -> engine().restore(repository(2), copy, into)).isInstanceOf(IOException.class);
        assertThat(contents(into)).isEmpty();
        assertThatThrownBy(() -> engine().verify(repository(2)))
                .isInstanceOf(IOException.class)
                .extracting(e -> Complaint.of(String.valueOf(e.getMessage())))
                .asString()
                .hasLineCount(1);
        assertThat(engine().list(repository)).hasSize(1);
        try (Stream<Path> files = Files.walk(directory.resolve("site"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain("planted-marker"));
        }
        engine().read(repository, new Share(1, 1));
        flipByteOf(largest());
        assertThatThrownBy(() -> engine().verify(repository)).isInstanceOf(IOException.class);
        assertThat(Stream.of(new Share(1, 2), new Share(2, 2)).filter(this::isDamaged))
                .as("all parts together are all bytes")
                .isNotEmpty();
        assertThatThrownBy(() -> restored(copy)).isInstanceOf(IOException.class);
    }

    @Test
    void a_byte_that_changed_costs_the_copies_that_need_it_and_no_later_one() throws Exception {
        Instant keepFrom = NOW.minus(MONTH);
        String old = store(keepFrom.minusSeconds(1)).copy();
        Files.write(set.resolve("volume/large"), random(2 << 20));
        String lost = store(keepFrom).copy();
        Files.delete(set.resolve("volume/large"));
        String other = store(NOW.minusSeconds(1)).copy();
        flipByteOf(largest());
        Damaged found = catchThrowableOfType(Damaged.class, () -> engine().read(repository, new Share(1, 1)));
        assertThat(found.copies()).contains(lost);
        assertThat(found).hasMessageContaining("damaged").message().hasLineCount(1);

        String now = store(NOW).copy();
        assertThat(engine().damaged(repository, List.of(lost, other, now))).containsExactly(lost);
        assertThat(List.of(restored(other), restored(now))).containsOnly(contents(set));
        assertThatThrownBy(() -> restored(lost)).isInstanceOf(IOException.class);
        assertThat(engine().prune(repository, keepFrom)).isEqualTo(1);
        assertThat(engine().list(repository))
                .extracting(BackupEngine.Kept::copy)
                .containsExactly(lost, other, now)
                .doesNotContain(old);
        // Without the lost one all is as before.
        assertThat(engine().prune(repository, keepFrom.plusSeconds(1))).isEqualTo(1);
        engine().verify(repository);
        engine().read(repository, new Share(1, 1));
    }

    private boolean isDamaged(Share share) {
        try {
            engine().read(repository, share);
            return false;
        } catch (IOException e) {
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void flipByteOf(Path path) throws IOException {
        try (SeekableByteChannel file = Files.newByteChannel(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            file.position(file.size() / 2).read(one);
            one.put(0, (byte) (one.get(0) ^ 1)).rewind();
            file.position(file.size() / 2).write(one);
        }
    }

    private Path largest() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("site"))) {
            Path largest = files.filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(f -> f.toFile().length()))
                    .orElseThrow();
            Files.setPosixFilePermissions(largest, PosixFilePermissions.fromString("rw-------"));
            return largest;
        }
    }

    @Test
    void a_run_that_was_killed_half_way_leaves_nothing_that_the_next_does_not_put_right() throws Exception {
        String good = store(NOW.minus(Duration.ofDays(1))).copy();
        Map<String, String> before = contents(set);
        Files.write(set.resolve("volume/large"), random(MANY_BYTES));
        long small = siteBytes();
        Thread run = Thread.ofPlatform().start(() -> {
            try {
                store(NOW);
            } catch (Exception _) {
                // It is killed: that is the point.
            }
        });
        Eventually.until("bytes at the site", Duration.ofSeconds(30), () -> siteBytes() > small || !run.isAlive());
        run.interrupt();
        run.join();

        assertThat(restored(good)).isEqualTo(before);
        String again = store(NOW).copy();
        assertThat(restored(again)).isEqualTo(contents(set));
        engine().verify(repository);
    }

    private long siteBytes() {
        try (Stream<Path> files = Files.walk(directory.resolve("site"))) {
            return files.mapToLong(f -> f.toFile().length()).sum();
        } catch (IOException | java.io.UncheckedIOException _) {
            return 0;
        }
    }

    @Test
    void a_site_that_is_full_or_read_only_or_gone_is_said_in_a_line_and_the_next_run_heals() throws Exception {
        faultsAreSaid();
    }

    @Test
    void a_disk_that_fills_up_while_a_copy_is_laid_back_is_said_and_the_copy_is_as_good_as_before() throws Exception {
        Files.write(set.resolve("volume/large"), random(8 << 20));
        String copy = store(NOW).copy();
        Path into = Files.createDirectories(directory.resolve("small"));
        try (Mounted _ = Mounted.at(into, "2m")) {
            IOException failure =
                    catchThrowableOfType(IOException.class, () -> engine().restore(repository, copy, into));
            assertThat(Complaint.of(String.valueOf(failure.getMessage()))).contains("full");
        }
        assertThat(restored(copy)).isEqualTo(contents(set));
    }

    final void faultsAreSaid() throws Exception {
        Path mounted = directory.resolve("site");
        try (Mounted disk = Mounted.at(mounted, "4m")) {
            store(NOW.minus(Duration.ofDays(1)));
            Files.write(set.resolve("volume/large"), random(MANY_BYTES));
            assertThat(complaint()).contains("full");
            assertThat(engine().list(repository)).hasSize(1);
            disk.remount("size=64m");
            store(NOW);
            engine().verify(repository);
            disk.remount("ro");
            assertThat(complaint()).contains("read-only");
            disk.remount("rw");
            Path elsewhere = mounted.resolveSibling("elsewhere");
            Repository gone = Repository.at(
                    elsewhere, engine(), new InstanceId("ins_01kahzzzzzzzzzzzzzzzzzzzzz"), repository.key());
            assertThatThrownBy(() -> engine().store(gone, set, ids.make("bak"), NOW))
                    .hasMessageContaining("not there");
            assertThat(elsewhere).doesNotExist();
        }
    }

    private String complaint() {
        IOException failure = catchThrowableOfType(IOException.class, () -> store(NOW));
        String line = Complaint.of(String.valueOf(failure.getMessage()));
        assertThat(line).hasLineCount(1);
        return line;
    }

    @Test
    void a_site_that_is_not_there_is_said() throws Exception {
        Path file = Files.writeString(directory.resolve("no-directory"), "");
        Repository nowhere =
                Repository.at(file, engine(), new InstanceId("ins_01kahzzzzzzzzzzzzzzzzzzzzz"), repository.key());

        assertThatThrownBy(() -> engine().store(nowhere, set, ids.make("bak"), NOW))
                .isInstanceOf(IOException.class);
    }
}
