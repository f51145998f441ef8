package casemate.agent.moment;

import casemate.agent.site.Confined;
import casemate.base.DurableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Finds what changed among an instance's files since it looked last, and hands it on: what is gone by name, what is
/// new
/// or other as a tar archive in parts. What changes while it is read is found again the next time.
final class FileChanges {
    /// Between two looks, while one takes no longer than a tenth of that.
    private static final Duration EVERY = Duration.ofSeconds(5);

    private static final int SHARE = 10;
    /// Clocks of files tick in steps of milliseconds.
    private static final double SLACK_SECONDS = 2;
    /// One archive, and what it takes of a chunk.
    private static final int MAX_NAMES = 20_000;

    private static final int PART_BYTES = 16 << 20;
    private static final Duration BOUND = Duration.ofHours(2);

    /// 1 says that a file changed or went away while it was read.
    private static final String PACK = """
            cd /volume
            tar --create --sparse --hard-dereference --numeric-owner --no-recursion --null --files-from=- \\
                --warning=no-file-changed --warning=no-file-removed --warning=no-file-ignored --ignore-failed-read \\
                || [ $? = 1 ]
            """;

    private final Path index;
    private final Clock clock;
    private Optional<Map<String, FileScan.Entry>> known = Optional.empty();
    private Instant due = Instant.MIN;

    /// Takes pieces on their way; when it returns they are at the site.
    interface Sink {
        void put(List<Piece> pieces) throws IOException, InterruptedException;
    }

    /// @param index where it is kept what was found last; it holds names of the customer's
    FileChanges(Path index, Clock clock) {
        this.index = index;
        this.clock = clock;
    }

    /// Goes on from what was kept.
    ///
    /// @return whether there was anything
    boolean resume() throws IOException {
        if (!Files.exists(index)) {
            return false;
        }
        known = Optional.of(FileScan.read(Files.readAllBytes(index)));
        return true;
    }

    /// Begins anew: what changes from that time on is found.
    void begin(Moments.Source source, Instant since) throws IOException, InterruptedException {
        Map<String, FileScan.Entry> base = new TreeMap<>(FileScan.of(source.volume(), source.exclude()));
        base.values().removeIf(entry -> entry.changed() > since.toEpochMilli() / 1_000.0 - SLACK_SECONDS);
        known = Optional.of(base);
        keep(base);
        due = Instant.MIN;
    }

    boolean due() {
        return !clock.instant().isBefore(due);
    }

    /// Looks, and hands on what it found.
    void look(Moments.Source source, Sink sink) throws IOException, InterruptedException {
        Instant begun = clock.instant();
        Map<String, FileScan.Entry> before = known.orElseThrow();
        Map<String, FileScan.Entry> now = FileScan.of(source.volume(), source.exclude());
        Duration took = Duration.between(begun, clock.instant());
        due = begun.plus(took.multipliedBy(SHARE).compareTo(EVERY) > 0 ? took.multipliedBy(SHARE) : EVERY);
        List<String> gone = before.entrySet().stream()
                .filter(e -> !now.containsKey(e.getKey())
                        || now.get(e.getKey()).type() != e.getValue().type())
                .map(Map.Entry::getKey)
                .toList();
        Map<String, FileScan.Entry> other = new TreeMap<>(now);
        other.entrySet().removeIf(e -> e.getValue().equals(before.get(e.getKey())));
        List<String> changed = List.copyOf(other.keySet());
        if (!gone.isEmpty() || !changed.isEmpty()) {
            keep(either(before, other));
        }
        for (int i = 0; i < gone.size(); i += MAX_NAMES) {
            sink.put(List.of(FilePieces.gone(gone.subList(i, Math.min(gone.size(), i + MAX_NAMES)))));
        }
        for (int i = 0; i < changed.size(); i += MAX_NAMES) {
            pack(source.volume(), changed.subList(i, Math.min(changed.size(), i + MAX_NAMES)), sink);
        }
        sink.put(List.of(FilePieces.at(begun)));
        known = Optional.of(now);
        if (!now.equals(before)) {
            keep(now);
        }
    }

    /// While it is under way, the other host may have it or not: what is new may have to be taken away again.
    private static Map<String, FileScan.Entry> either(
            Map<String, FileScan.Entry> before, Map<String, FileScan.Entry> changed) {
        Map<String, FileScan.Entry> all = new TreeMap<>(before);
        changed.forEach((name, entry) -> all.put(name, entry.unknown()));
        return all;
    }

    private static void pack(Path volume, List<String> names, Sink sink) throws IOException, InterruptedException {
        Confined.script(PACK)
                .reading(volume, "/volume")
                .within(BOUND)
                .run(in -> in.write(FilePieces.bytes(names)), out -> parts(out, names, sink))
                .must("reading the instance's changed files");
    }

    private static Long parts(InputStream out, List<String> names, Sink sink) throws IOException, InterruptedException {
        long length = 0;
        List<Piece> held = new ArrayList<>();
        while (true) {
            byte[] part = out.readNBytes(PART_BYTES);
            if (part.length == 0) {
                break;
            }
            if (!held.isEmpty()) {
                sink.put(List.copyOf(held));
                held.clear();
            }
            held.add(new Piece(FilePieces.PART, length, part));
            length += part.length;
        }
        held.add(FilePieces.end(length, names));
        sink.put(held);
        return length;
    }

    private void keep(Map<String, FileScan.Entry> entries) throws IOException {
        DurableFile.write(index, FileScan.write(entries));
    }
}
