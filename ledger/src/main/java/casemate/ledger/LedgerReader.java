package casemate.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Reads a ledger's directory, beside a live writer or without one, and takes no lock. What it returns is what
/// the files say; a [Verifier] judges it.
public final class LedgerReader {
    static final String CHECKPOINT = "checkpoint";
    static final String WITNESSED = "witnessed";

    /// A partial tile may be replaced by its successor between reading the checkpoint and the tile; this often is luck
    /// running out.
    private static final int TRIES = 16;

    private final Path directory;

    private LedgerReader(Path directory) {
        this.directory = directory;
    }

    /// @throws LedgerException `NOT_FOUND` when no ledger was ever written there
    public static LedgerReader open(Path directory) {
        LedgerReader reader = new LedgerReader(directory);
        reader.checkpoint();
        return reader;
    }

    /// The newest published checkpoint, read afresh.
    public Checkpoint checkpoint() {
        return checkpoint(CHECKPOINT)
                .orElseThrow(
                        () -> LedgerException.notFound(directory + ": no ledger there, its checkpoint is missing"));
    }

    /// The newest checkpoint that a witness cosigned; it may be older than [#checkpoint()].
    public Optional<Checkpoint> witnessed() {
        return checkpoint(WITNESSED);
    }

    private Optional<Checkpoint> checkpoint(String name) {
        return open(directory, name);
    }

    /// Reads one of the two checkpoint files.
    static Optional<Checkpoint> open(Path directory, String name) {
        Path file = directory.resolve(name);
        try {
            return Optional.of(Checkpoint.parse(Text.utf8(Files.readAllBytes(file))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (LedgerException e) {
            throw LedgerException.damaged(file.toString(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    public byte[] entry(long index) {
        return entries(index, index + 1).findFirst().orElseThrow().bytes();
    }

    /// The entries from one index up to but without another, read bundle by bundle as the stream is consumed.
    public Stream<Entry> entries(long from, long to) {
        long size = checkpoint().size();
        if (from < 0 || from > to || to > size) {
            throw LedgerException.notFound("entries " + from + " to " + to + ": the ledger holds " + size);
        }
        if (from == to) {
            return Stream.empty();
        }
        return LongStream.rangeClosed(from / TilePath.WIDTH, (to - 1) / TilePath.WIDTH)
                .boxed()
                .flatMap(bundle -> bundle(bundle, Math.max(from, bundle * TilePath.WIDTH), to));
    }

    private Stream<Entry> bundle(long bundle, long from, long to) {
        long start = bundle * TilePath.WIDTH;
        long end = Math.min(to, start + TilePath.WIDTH);
        byte[] bytes = read(bundle, 0, (int) (end - start), true);
        List<byte[]> entries;
        try {
            entries = EntryTile.split(bytes, (int) (end - start));
        } catch (LedgerException e) {
            throw LedgerException.damaged(TilePath.entries(bundle, TilePath.WIDTH), String.valueOf(e.getMessage()));
        }
        return LongStream.range(from, end).mapToObj(i -> new Entry(i, entries.get((int) (i - start))));
    }

    /// The root at any size that the ledger has reached.
    public Hash root(long size) {
        require(size);
        return tree().root(size);
    }

    /// The hash of the leaf at an index, without reading the entry.
    public Hash leafHash(long index) {
        require(index);
        require(index + 1);
        return tree().leaf(index);
    }

    public InclusionProof inclusion(long index, long size) {
        require(size);
        if (index < 0 || index >= size) {
            throw LedgerException.notFound("entry " + index + ": the tree has " + size + " entries");
        }
        return tree().inclusion(index, size);
    }

    public ConsistencyProof consistency(long from, long to) {
        require(to);
        if (from < 0 || from > to) {
            throw LedgerException.notFound("no consistency leads from size " + from + " to " + to);
        }
        return tree().consistency(from, to);
    }

    /// What a stranger needs to check these entries offline, under the newest checkpoint.
    public Bundle bundle(long... indices) {
        return bundle(checkpoint(), indices);
    }

    /// The same under a given checkpoint of this ledger, such as [#witnessed()].
    public Bundle bundle(Checkpoint checkpoint, long... indices) {
        List<Bundle.Leaf> leaves = new ArrayList<>();
        for (long index : indices) {
            leaves.add(new Bundle.Leaf(entry(index), inclusion(index, checkpoint.size())));
        }
        return new Bundle(leaves, checkpoint);
    }

    private void require(long size) {
        long reached = checkpoint().size();
        if (size < 0 || size > reached) {
            throw LedgerException.notFound("size " + size + ": the ledger has reached " + reached);
        }
    }

    private Tree tree() {
        return new Tree((level, index, width) -> read(index, level, width, false));
    }

    private byte[] read(long index, int level, int width, boolean entries) {
        for (int i = 0; i < TRIES; i++) {
            int current = entries
                    ? TilePath.width(0, index, checkpoint().size())
                    : TilePath.width(level, index, checkpoint().size());
            String name = entries ? TilePath.entries(index, current) : TilePath.hashes(level, index, current);
            try {
                byte[] bytes = Files.readAllBytes(directory.resolve(name));
                if (!entries && bytes.length < width * Hash.BYTES) {
                    throw LedgerException.damaged(name, "holds " + bytes.length + " bytes");
                }
                return bytes;
            } catch (NoSuchFileException _) {
                // The writer went on meanwhile: the loop asks the newer checkpoint.
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + name, e);
            }
        }
        throw LedgerException.damaged(
                entries ? TilePath.entries(index, width) : TilePath.hashes(level, index, width), "is missing");
    }
}
