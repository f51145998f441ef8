package casemate.agent.moment;

import casemate.agent.site.Shelf;
import casemate.base.InstanceId;
import casemate.wire.BackupStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Takes a database's log from where another host puts it, and lays it where a standby looks for it. What lies on this
/// host's disk is removed at the site, but for the last file, which shows that the line is unbroken.
public final class LogTaker {
    /// A number of seconds with a fraction.
    private static final int MAX_TIME_CHARS = 40;
    /// What a standby says that goes wrong.
    private static final int MAX_TROUBLE_CHARS = 300;

    private final BackupStore store;
    private final InstanceId instance;
    private final String lineage;
    private final Instant from;

    /// @param from the seed's time: the log is needed from there
    public LogTaker(BackupStore store, InstanceId instance, String lineage, Instant from) {
        this.store = store;
        this.instance = instance;
        this.lineage = lineage;
        this.from = from;
    }

    /// Where a standby looks for its log.
    ///
    /// @param log below the volume
    /// @param uid the pod's user
    public record Place(Path volume, String log, int uid, LogKind kind) {}

    /// What lies on the disk.
    ///
    /// @param next the number after the last file of the line
    /// @param files what changed among its files before is there; empty when nothing new was said of them
    public record Taken(long next, Optional<Instant> files) {}

    /// Lays all that is there.
    ///
    /// @param next the number after the last that lies on the disk; 0 at the beginning
    /// @throws Broken when a file is missing or damaged: another seed is needed
    public Taken take(Place place, long next) throws IOException, InterruptedException {
        Shelf shelf = Moments.Purpose.STANDBY.shelf(store, instance);
        List<Chunk.Name> line = line(shelf.names());
        List<Chunk.Name> needed = needed(line, next);
        long after = next;
        Optional<Instant> at = Optional.empty();
        if (!needed.isEmpty()) {
            UserPrincipal owner = FileSystems.getDefault()
                    .getUserPrincipalLookupService()
                    .lookupPrincipalByName(String.valueOf(place.uid()));
            FileLanding landing = new FileLanding(place.volume(), place.uid(), owner);
            try (LogFiles files = LogFiles.open(place.volume(), place.log())) {
                for (Chunk.Name name : needed) {
                    lay(shelf, name, files, owner, place.kind(), landing);
                    after = name.number() + 1;
                }
            }
            at = landing.at();
        }
        // What the caller has written down that it has: a crash in between takes the others again.
        for (Chunk.Name name : line) {
            if (name.number() < next - 1) {
                shelf.remove(name.file());
            }
        }
        return new Taken(after, at);
    }

    private void lay(
            Shelf shelf, Chunk.Name name, LogFiles files, UserPrincipal owner, LogKind kind, FileLanding landing)
            throws IOException, InterruptedException {
        for (Piece piece : open(shelf, name)) {
            if (FilePieces.is(piece)) {
                landing.take(piece);
                continue;
            }
            if (!kind.names().matcher(piece.file()).matches()
                    || piece.offset() + piece.bytes().length > kind.largest()) {
                throw new Broken("a piece of the log belongs to none of its files");
            }
            if (!kind.leadsOn(files, piece)) {
                throw new Broken("the log was written anew from " + piece.file() + " on");
            }
            files.write(piece.file(), piece.offset(), piece.bytes(), kind.reserved(), owner);
        }
    }

    private List<Piece> open(Shelf shelf, Chunk.Name name) throws IOException, InterruptedException {
        byte[] sealed = shelf.read(name.file(), Chunk::read);
        try {
            return Chunk.open(sealed, name, instance, store.key());
        } catch (IOException e) {
            throw new Broken(String.valueOf(e.getMessage()));
        }
    }

    private List<Chunk.Name> line(List<String> files) {
        return files.stream()
                .flatMap(file -> Chunk.Name.parse(file).stream())
                .filter(name -> name.lineage().equals(lineage))
                .sorted(Comparator.comparingLong(Chunk.Name::number).thenComparing(Chunk.Name::read))
                .toList();
    }

    /// At the beginning, from the last file that was read before the seed was ordered.
    private List<Chunk.Name> needed(List<Chunk.Name> line, long next) throws Broken {
        long begin = next;
        if (next == 0) {
            begin = line.stream()
                    .filter(name -> !name.read().isAfter(from))
                    .mapToLong(Chunk.Name::number)
                    .max()
                    .orElse(0);
        }
        List<Chunk.Name> needed = new ArrayList<>();
        long expected = begin;
        for (Chunk.Name name : line) {
            if (name.number() < begin) {
                continue;
            }
            if (name.number() > expected) {
                throw new Broken("pieces of the log are missing at the site");
            }
            needed.add(name);
            expected = name.number() + 1;
        }
        return needed;
    }

    /// What a standby's server says of how far it is; empty as long as it says nothing.
    public static Optional<Instant> replayed(Path volume, String directory, String file) throws IOException {
        try (LogFiles files = LogFiles.open(volume, directory)) {
            String said = new String(files.read(file, 0, MAX_TIME_CHARS), StandardCharsets.US_ASCII).strip();
            return Optional.of(new java.math.BigDecimal(said))
                    .map(seconds ->
                            Instant.EPOCH.plusNanos(seconds.movePointRight(9).longValue()));
        } catch (NoSuchFileException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// Why the log leads on from nothing that the standby has, in its own words; empty while it does.
    public static Optional<String> trouble(Path volume, String directory, String file) throws IOException {
        try (LogFiles files = LogFiles.open(volume, directory)) {
            return Optional.of(new String(files.read(file, 0, MAX_TROUBLE_CHARS), StandardCharsets.UTF_8));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /// Nothing leads on from what the standby has.
    public static final class Broken extends IOException {
        private static final long serialVersionUID = 1;

        public Broken(String why) {
            super(why);
        }
    }
}
