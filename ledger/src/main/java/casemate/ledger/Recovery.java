package casemate.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Starting is recovering: the tiles are checked up to the size at which they are known to be durable, the
/// journal's batches are written to tiles once more, and a tail torn by a crash is dropped. What is not as it
/// was signed is named and left alone.
final class Recovery {
    private final Disk disk;
    private final Path directory;
    private final LogSigner signer;
    private final TileFiles tiles;
    private final Spares spares;

    private Recovery(Disk disk, Path directory, LogSigner signer) {
        this.disk = disk;
        this.directory = directory;
        this.signer = signer;
        this.spares = new Spares(disk, directory);
        this.tiles = new TileFiles(disk, directory, spares);
    }

    /// A ledger that can go on.
    record Recovered(Edge edge, TileFiles tiles, Publication publication, Journal journal) {}

    static Recovered run(Disk disk, Path directory, LogSigner signer) throws IOException {
        Recovery recovery = new Recovery(disk, directory, signer);
        List<Long> journals = Journal.numbers(directory);
        return journals.isEmpty() ? recovery.begin() : recovery.resume(journals);
    }

    /// A new ledger, or a copy of one that came without its journal: its newest checkpoint tells all.
    private Recovered begin() throws IOException {
        Optional<Checkpoint> published = published();
        if (published.isEmpty() && Files.exists(directory.resolve("tile"))) {
            throw damaged(LedgerReader.CHECKPOINT, "is missing, though there are tiles");
        }
        Checkpoint checkpoint = published.orElseGet(() -> signer.sign(0, new Hasher().empty()));
        require(checkpoint, LedgerReader.CHECKPOINT);
        DirectoryCheck.run(directory, checkpoint.size(), checkpoint.root());
        spares.open();
        Journal journal = Journal.begin(disk, directory, 1, checkpoint);
        Publication publication = new Publication(disk, directory, spares, checkpoint);
        publication.publish(checkpoint);
        return new Recovered(Edge.load(tiles, checkpoint.size()), tiles, publication, journal);
    }

    private Recovered resume(List<Long> numbers) throws IOException {
        List<JournalRecord> records = new ArrayList<>();
        JournalScan last = null;
        for (long number : numbers) {
            last = JournalScan.read(directory, number);
            records.addAll(last.records());
        }
        if (last == null || last.records().isEmpty()) {
            throw damaged(Journal.DIRECTORY, "begins with no checkpoint");
        }
        Checkpoint base = records.getFirst().checkpoint();
        Checkpoint newest = records.getLast().checkpoint();
        require(base, Journal.DIRECTORY);
        require(newest, Journal.DIRECTORY);
        last.refuseIfMoreFollows(candidate -> candidate.size() > newest.size() && ours(candidate));
        DirectoryCheck.run(directory, base.size(), base.root());
        boolean published = upToDate(records, newest);
        Edge start = Edge.load(tiles, base.size());
        replay(start, records);
        // From here on nothing is refused any more, so from here on files change.
        spares.open();
        List<String> written = new ArrayList<>();
        Edge edge = start;
        for (JournalRecord record : records) {
            edge = grow(edge, record);
            rewrite(edge, written);
        }
        Publication publication = new Publication(disk, directory, spares, newest);
        if (!published) {
            publication.publish(witnessedOr(newest));
        }
        boolean settled = numbers.size() == 1 && records.size() == 1 && !last.torn();
        return new Recovered(edge, tiles, publication, settled ? reuse(last) : settle(numbers, edge, newest, written));
    }

    /// Finds that every batch follows the one before and is what was signed.
    private void replay(Edge start, List<JournalRecord> records) {
        Edge edge = start;
        for (JournalRecord record : records) {
            if (record.start() != edge.size()) {
                throw damaged(
                        Journal.DIRECTORY,
                        "a batch starts at " + record.start() + " where " + edge.size() + " was due");
            }
            edge = grow(edge, record);
            Checkpoint signed = record.checkpoint();
            if (edge.size() != signed.size() || !edge.root().equals(signed.root())) {
                throw damaged(Journal.DIRECTORY, "the batch at " + record.start() + " is not the one that was signed");
            }
        }
    }

    private static Edge grow(Edge edge, JournalRecord record) {
        Edge grown = edge.copy();
        Hasher hasher = new Hasher();
        for (byte[] entry : record.entries()) {
            grown.append(hasher.leaf(entry, 0, entry.length), entry);
        }
        return grown;
    }

    private void rewrite(Edge grown, List<String> written) throws IOException {
        for (TileFile tile : grown.grown()) {
            if (!tiles.holds(tile)) {
                tiles.write(tile);
            }
            if (tile.full()) {
                written.add(tile.name());
            }
        }
    }

    private Journal reuse(JournalScan scan) throws IOException {
        return Journal.resume(disk, directory, scan.number(), scan.end());
    }

    private Journal settle(List<Long> numbers, Edge edge, Checkpoint newest, List<String> written) throws IOException {
        List<String> names = new ArrayList<>(written);
        edge.partials().forEach(tile -> names.add(tile.name()));
        tiles.sync(names);
        Journal journal = Journal.begin(disk, directory, numbers.getLast() + 1, newest);
        // Newest first: what remains after a crash midway must still begin at a durable size.
        for (long number : numbers) {
            disk.delete(Journal.file(directory, number));
        }
        disk.syncDirectory(directory.resolve(Journal.DIRECTORY));
        tiles.retirePartials(written, edge.size(), Settler.MAX_PARTIAL_BYTES);
        return journal;
    }

    /// Whether the published checkpoint may stay. It is not synced, so a power cut may have left an older one or a torn
    /// one; anything else was not written by this ledger.
    private boolean upToDate(List<JournalRecord> records, Checkpoint newest) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(directory.resolve(LedgerReader.CHECKPOINT));
        } catch (NoSuchFileException _) {
            return false;
        }
        if (torn(bytes, records)) {
            return false;
        }
        Checkpoint published = published().orElseThrow();
        require(published, LedgerReader.CHECKPOINT);
        if (published.size() > newest.size()) {
            throw damaged(
                    Journal.DIRECTORY,
                    "ends at " + newest.size() + " entries, but " + published.size() + " were signed and published");
        }
        if (!rootAt(published.size(), records).equals(Optional.of(published.root()))) {
            throw damaged(LedgerReader.CHECKPOINT, "is signed, but forks from the entries of this ledger");
        }
        return published.size() == newest.size();
    }

    /// The root that this ledger had at a size: the journal tells the newer ones, the tiles the older.
    private Optional<Hash> rootAt(long size, List<JournalRecord> records) {
        long base = records.getFirst().checkpoint().size();
        if (size < base) {
            return Optional.of(new Tree((level, index, _) ->
                            tiles.read(TilePath.hashes(level, index, TilePath.width(level, index, base))))
                    .root(size));
        }
        return records.stream()
                .map(JournalRecord::checkpoint)
                .filter(checkpoint -> checkpoint.size() == size)
                .map(Checkpoint::root)
                .findFirst();
    }

    /// A part of a checkpoint that this ledger wrote: a power cut leaves the beginning, and nothing or zeros after it.
    private static boolean torn(byte[] bytes, List<JournalRecord> records) {
        String text = new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
        // A cut within the dash of a signature line decodes to a replacement character.
        String readable = text.replace("\uFFFD", "").replace("\0", "");
        return records.stream()
                .map(record -> record.checkpoint().note())
                .anyMatch(note ->
                        !text.equals(note) && (note.startsWith(readable) || (text.startsWith(note) && !parses(text))));
    }

    private static boolean parses(String note) {
        try {
            Checkpoint.parse(note);
            return true;
        } catch (LedgerException _) {
            return false;
        }
    }

    /// Cosignatures that were collected for this very checkpoint stay on it.
    private Checkpoint witnessedOr(Checkpoint newest) {
        Path file = directory.resolve(LedgerReader.WITNESSED);
        if (!Files.exists(file)) {
            return newest;
        }
        return LedgerReader.open(directory, LedgerReader.WITNESSED)
                .filter(witnessed -> witnessed.body().equals(newest.body()) && ours(witnessed))
                .orElse(newest);
    }

    private Optional<Checkpoint> published() {
        return LedgerReader.open(directory, LedgerReader.CHECKPOINT);
    }

    private boolean ours(Checkpoint checkpoint) {
        return Verifier.of(signer.verifierKey()).checkpoint(checkpoint).holds();
    }

    private void require(Checkpoint checkpoint, String file) {
        if (Verifier.of(signer.verifierKey()).checkpoint(checkpoint) instanceof Verdict.Fails fails) {
            if (fails.fault() == Verdict.Fault.BAD_SIGNATURE) {
                throw damaged(file, fails.text());
            }
            throw new LedgerException(
                    LedgerException.Reason.WRONG_KEY,
                    directory.resolve(file) + ": " + fails.text() + "; open the ledger with the key it was begun with");
        }
    }

    private LedgerException damaged(String file, String how) {
        return LedgerException.damaged(directory.resolve(file).toString(), how);
    }
}
