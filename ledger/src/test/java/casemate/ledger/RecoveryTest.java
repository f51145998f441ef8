package casemate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a start makes of files that a crash tore, and of files that something altered.
class RecoveryTest {
    private static final int SIZE = 300;

    @TempDir
    Path home;

    private LogSigner signer;

    @BeforeEach
    void key() {
        signer = Ledgers.signer(home);
    }

    @Test
    void a_cut_anywhere_in_what_a_crash_left_unsynced_loses_nothing_acknowledged() throws IOException {
        Path crashed = crashed();
        for (String name : files(crashed).keySet()) {
            if (name.startsWith("tile/") || name.equals("checkpoint")) {
                for (long length : cuts(Files.size(crashed.resolve(name)))) {
                    Path copy = copy(crashed);
                    truncate(copy.resolve(name), length);
                    assertWhole(copy, name + " cut at " + length);
                }
                Path copy = copy(crashed);
                Files.delete(copy.resolve(name));
                assertWhole(copy, name + " missing");
            }
        }
    }

    @Test
    void a_batch_torn_at_any_byte_of_the_journal_is_absent_and_the_rest_is_there() throws IOException {
        Path before = crashed();
        Path after = home.resolve("after");
        copyTo(before, after);
        DyingDisk disk = new DyingDisk(new RealDisk());
        try (Ledger ledger = Ledger.open(after, signer, LedgerOptions.standard(), disk)) {
            ledger.append(Ledgers.entry(SIZE));
            disk.die();
        }
        // The state before the last append was published, with the journal as that append left it.
        String journal = "journal/" + newestJournal(after);
        byte[] whole = java.util.Arrays.copyOf(Files.readAllBytes(after.resolve(journal)), (int)
                JournalScan.read(after, Journal.numbers(after).getLast()).end());
        int boundary = JournalRecord.at(whole, 0).orElseThrow().bytes();
        Path settled = settled();
        for (int length = boundary; length < whole.length; length += length < boundary + 24 ? 1 : 17) {
            Path copy = copy(settled);
            Path target = copy.resolve("journal/" + newestJournal(settled));
            byte[] torn = new byte[length];
            System.arraycopy(Files.readAllBytes(target), 0, torn, 0, (int) Files.size(target));
            System.arraycopy(whole, boundary, torn, (int) Files.size(target), length - boundary);
            Files.write(target, torn);
            assertWhole(copy, "journal torn at " + length);
        }
    }

    @Test
    void a_journal_cut_below_what_was_published_is_refused() throws IOException {
        Path crashed = crashed();
        String journal = "journal/" + newestJournal(crashed);
        long end = JournalScan.read(crashed, Journal.numbers(crashed).getLast()).end();
        for (long length : cuts(end)) {
            Path copy = copy(crashed);
            truncate(copy.resolve(journal), length);
            assertRefused(copy, "journal");
        }
    }

    @Test
    void an_altered_byte_in_the_middle_of_the_journal_is_refused_even_without_the_published_checkpoint()
            throws IOException {
        Path crashed = crashed();
        String journal = "journal/" + newestJournal(crashed);
        long end = JournalScan.read(crashed, Journal.numbers(crashed).getLast()).end();
        for (int i = 0; i < end / 2; i += 397) {
            Path copy = copy(crashed);
            Files.delete(copy.resolve("checkpoint"));
            flip(copy.resolve(journal), i);
            assertRefused(copy, "journal");
        }
    }

    @Test
    void every_tile_of_a_closed_ledger_that_is_cut_flipped_or_missing_is_refused_by_name() throws IOException {
        Path settled = settled();
        Set<String> names = files(settled).keySet();
        assertThat(names).contains("tile/entries/000", "tile/entries/001.p/44", "tile/0/000", "tile/1/000.p/1");
        for (String name : names) {
            if (name.startsWith("tile/") && !overtaken(name, names)) {
                long length = Files.size(settled.resolve(name));
                Path cut = copy(settled);
                truncate(cut.resolve(name), length - 1);
                assertRefused(cut, name);
                Path empty = copy(settled);
                truncate(empty.resolve(name), 0);
                assertRefused(empty, name);
                for (long at : new long[] {0, length / 2, length - 1}) {
                    Path flipped = copy(settled);
                    flip(flipped.resolve(name), at);
                    assertRefused(flipped, name);
                }
                Path missing = copy(settled);
                Files.delete(missing.resolve(name));
                assertRefused(missing, name);
            }
        }
    }

    @Test
    void an_altered_checkpoint_is_refused_and_a_cut_one_is_published_again() throws IOException {
        Path settled = settled();
        long length = Files.size(settled.resolve("checkpoint"));
        for (long at = 0; at < length; at += 9) {
            Path flipped = copy(settled);
            flip(flipped.resolve("checkpoint"), at);
            assertThatThrownBy(() -> Ledger.open(flipped, signer)).isInstanceOf(LedgerException.class);
            Path cut = copy(settled);
            truncate(cut.resolve("checkpoint"), at);
            assertWhole(cut, "checkpoint cut at " + at);
        }
    }

    @Test
    void a_checkpoint_that_is_signed_but_forks_is_refused() throws IOException {
        Path settled = settled();
        for (int size : new int[] {10, SIZE, SIZE + 1}) {
            Path other = home.resolve("other" + size);
            try (Ledger ledger = Ledger.open(other, signer)) {
                Ledgers.fill(ledger, 1_000, 1_000 + size);
            }
            Path copy = copy(settled);
            Files.write(copy.resolve("checkpoint"), Files.readAllBytes(other.resolve("checkpoint")));
            assertThatThrownBy(() -> Ledger.open(copy, signer))
                    .isInstanceOfSatisfying(
                            LedgerException.class,
                            e -> assertThat(e.reason()).isEqualTo(LedgerException.Reason.DAMAGED));
        }
    }

    @Test
    void an_older_checkpoint_of_the_same_ledger_is_brought_forward() throws IOException {
        Path directory = home.resolve("older");
        byte[] older;
        try (Ledger ledger = Ledger.open(directory, signer)) {
            Ledgers.fill(ledger, 0, 100);
            older = Files.readAllBytes(directory.resolve("checkpoint"));
            Ledgers.fill(ledger, 100, SIZE);
        }
        Files.write(directory.resolve("checkpoint"), older);
        assertWhole(directory, "older checkpoint");
    }

    @Test
    void a_copy_without_its_journal_is_taken_up_from_its_checkpoint() throws IOException {
        Path copy = copy(settled());
        Files.delete(copy.resolve("journal/" + newestJournal(copy)));
        assertWhole(copy, "no journal");
    }

    @Test
    void tiles_without_a_checkpoint_and_a_journal_are_refused() throws IOException {
        Path copy = copy(settled());
        Files.delete(copy.resolve("journal/" + newestJournal(copy)));
        Files.delete(copy.resolve("checkpoint"));
        assertRefused(copy, "checkpoint");
    }

    @Test
    void another_key_or_a_second_writer_is_refused() throws IOException {
        Path settled = settled();
        LogSigner other = LogSigner.generate(home.resolve("other-key"), Ledgers.ORIGIN);
        assertThatThrownBy(() -> Ledger.open(settled, other))
                .isInstanceOfSatisfying(
                        LedgerException.class, e -> assertThat(e.reason()).isEqualTo(LedgerException.Reason.WRONG_KEY));
        try (Ledger first = Ledger.open(settled, signer)) {
            assertThatThrownBy(() -> Ledger.open(settled, signer))
                    .isInstanceOfSatisfying(
                            LedgerException.class,
                            e -> assertThat(e.reason()).isEqualTo(LedgerException.Reason.LOCKED));
            assertThat(first.append(Ledgers.entry(SIZE)).index()).isEqualTo(SIZE);
        }
    }

    /// A ledger that stopped dead with its tiles unsynced: acknowledged up to [#SIZE].
    private Path crashed() {
        Path directory = home.resolve("crashed");
        DyingDisk disk = new DyingDisk(new RealDisk());
        try (Ledger ledger = Ledger.open(directory, signer, LedgerOptions.standard(), disk)) {
            for (int i = 0; i < SIZE; i += 100) {
                Ledgers.fill(ledger, i, i + 100);
            }
            disk.die();
        }
        return directory;
    }

    private Path settled() {
        Path directory = home.resolve("settled");
        try (Ledger ledger = Ledger.open(directory, signer)) {
            if (ledger.checkpoint().size() == 0) {
                Ledgers.fill(ledger, 0, SIZE);
            }
        }
        return directory;
    }

    /// Whether this is a part of a tile of which more is there, which nobody reads any more. How many such parts a
    /// ledger leaves goes by which appends were written together.
    private static boolean overtaken(String name, Set<String> names) {
        int part = name.indexOf(".p/");
        if (part < 0) {
            return false;
        }
        String parts = name.substring(0, part + 3);
        int width = Integer.parseInt(name.substring(parts.length()));
        return names.contains(name.substring(0, part))
                || names.stream()
                        .filter(other -> other.startsWith(parts))
                        .anyMatch(other -> Integer.parseInt(other.substring(parts.length())) > width);
    }

    /// Opens and finds every entry, goes on, and leaves a ledger that verifies.
    private void assertWhole(Path directory, String what) {
        try (Ledger ledger = Ledger.open(directory, signer)) {
            assertThat(ledger.checkpoint().size()).as(what).isEqualTo(SIZE);
            long index = 0;
            for (Entry entry : ledger.reader().entries(0, SIZE).toList()) {
                assertThat(entry.bytes()).as(what).isEqualTo(Ledgers.entry(index++));
            }
            assertThat(ledger.append(Ledgers.entry(SIZE)).index()).as(what).isEqualTo(SIZE);
        }
        assertThat(Verifier.of(signer.verifierKey()).directory(directory))
                .as(what)
                .isInstanceOf(Verdict.Holds.class);
    }

    /// Refuses in one line that names the file, and changes nothing.
    private void assertRefused(Path directory, String name) throws IOException {
        Map<String, byte[]> before = files(directory);
        assertThatThrownBy(() -> Ledger.open(directory, signer).close())
                .as(name)
                .isInstanceOfSatisfying(
                        LedgerException.class, e -> assertThat(e.reason()).isEqualTo(LedgerException.Reason.DAMAGED))
                .hasMessageContaining(name)
                .hasMessageContaining("casemate verify")
                .hasMessageNotContaining("\n");
        Map<String, byte[]> after = files(directory);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        after.forEach((file, bytes) -> assertThat(bytes).as(file).isEqualTo(before.get(file)));
    }

    private static List<Long> cuts(long length) {
        return List.of(0L, length / 2, length - 1);
    }

    private static void truncate(Path file, long length) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, (int) length));
    }

    private static void flip(Path file, long at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 1;
        Files.write(file, bytes);
    }

    private static String newestJournal(Path directory) throws IOException {
        return Journal.file(directory, Journal.numbers(directory).getLast())
                .getFileName()
                .toString();
    }

    private int copies;

    private Path copy(Path directory) throws IOException {
        Path target = home.resolve("copy" + copies++);
        copyTo(directory, target);
        return target;
    }

    private static void copyTo(Path from, Path to) throws IOException {
        for (var file : files(from).entrySet()) {
            Path target = to.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
    }

    private static Map<String, byte[]> files(Path directory) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (var all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(directory.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }
}
