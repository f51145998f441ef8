package casemate.agent.moment;

import casemate.agent.site.Shelf;
import casemate.base.InstanceId;
import casemate.wire.BackupStore;
import casemate.wire.RestoreMoment;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Puts a log together again from its chunks, as far as a moment needs it.
public final class MomentLogs {
    private MomentLogs() {}

    /// Lays the log's files into a directory.
    ///
    /// @param instance whose log it is
    /// @throws IOException when a chunk is missing or damaged: what would be restored is not what was asked for
    public static void fetch(RestoreMoment moment, BackupStore store, InstanceId instance, LogKind kind, Path into)
            throws IOException, InterruptedException {
        Shelf shelf = Moments.Purpose.MOMENTS.shelf(store, instance);
        Files.createDirectories(into);
        for (Chunk.Name name : needed(shelf.names(), moment)) {
            byte[] sealed = shelf.read(name.file(), Chunk::read);
            for (Piece piece : Chunk.open(sealed, name, instance, store.key())) {
                if (!kind.names().matcher(piece.file()).matches()) {
                    throw new IOException("a piece of the database's log belongs to none of its files");
                }
                lay(piece, into);
            }
        }
    }

    private static void lay(Piece piece, Path into) throws IOException {
        Path at = into.resolve(piece.file());
        try (RandomAccessFile file = new RandomAccessFile(at.toFile(), "rw")) {
            if (LogKind.WAL.names().matcher(piece.file()).matches()) {
                file.setLength(Wal.SEGMENT_BYTES);
            }
            file.seek(piece.offset());
            file.write(piece.bytes());
        }
    }

    /// From the first that was read after the backup began, to the first that was read after the moment.
    static List<Chunk.Name> needed(List<String> files, RestoreMoment moment) throws IOException {
        List<Chunk.Name> line = files.stream()
                .flatMap(file -> Chunk.Name.parse(file).stream())
                .filter(name -> name.lineage().equals(moment.lineage()))
                .sorted(Comparator.comparingLong(Chunk.Name::number).thenComparing(Chunk.Name::read))
                .toList();
        List<Chunk.Name> chosen = new ArrayList<>();
        Optional<Chunk.Name> before = Optional.empty();
        boolean covered = false;
        for (Chunk.Name name : line) {
            if (!name.read().isAfter(moment.from())) {
                before = Optional.of(name);
                continue;
            }
            Optional<Chunk.Name> previous = chosen.isEmpty() ? before : Optional.of(chosen.getLast());
            long expected = previous.map(p -> p.number() + 1).orElse(0L);
            if (name.number() > expected) {
                throw new IOException("pieces of the database's log are missing at the site");
            }
            if (covered && name.number() > chosen.getLast().number()) {
                return chosen;
            }
            chosen.add(name);
            covered = name.read().isAfter(moment.at());
        }
        long there = line.isEmpty() ? 0 : line.getLast().number() + 1;
        if (!covered && there < moment.chunks()) {
            throw new IOException("the end of the database's log is missing at the site");
        }
        return chosen;
    }
}
