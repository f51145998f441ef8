package casemate.agent.moment;

import casemate.agent.site.Shelf;
import casemate.base.DurableFile;
import casemate.base.Ids;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.wire.LogOrder;
import casemate.wire.LogReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Copies one instance's log to one site, chunk by chunk. How far it is rests on the disk: after a crash some chunks
/// may be made twice, none is left out.
final class LogStream {
    private static final int MAX_STATE_BYTES = 4 << 10;
    /// What a file begins with says how to read the rest of it.
    private static final int HEAD_BYTES = Wal.PAGE_BYTES;

    private static final Duration PRUNE_EVERY = Duration.ofHours(1);
    /// Whoever waits for the end of a log must not take this for it.
    private static final String UNREAD = "not looked at yet since the agent started";

    private final Path file;
    private final Ids ids;
    private final Clock clock;
    private final Optional<FileChanges> changes;
    private volatile State state;
    private boolean resumed;
    private volatile String trouble = UNREAD;
    private Instant nextPrune = Instant.MIN;

    /// @param volume which of the pod's volumes the log is of: a restored one begins another line
    /// @param next the number of the next chunk
    /// @param since what was committed before is in no chunk
    /// @param through what was committed before this is in a chunk
    private record State(String lineage, int volume, long next, Position position, Instant since, Instant through) {
        byte[] encode() {
            return Json.object()
                    .put("lineage", lineage)
                    .put("volume", volume)
                    .put("next", next)
                    .put("position", position.json())
                    .put("since", since)
                    .put("through", through)
                    .build()
                    .canonical();
        }

        static State read(byte[] bytes) {
            Json.Obj o = Json.parseObject(bytes, MAX_STATE_BYTES);
            return new State(
                    o.text("lineage"),
                    Math.toIntExact(o.integer("volume")),
                    o.integer("next"),
                    Position.read(o.obj("position")),
                    o.instant("since"),
                    o.instant("through"));
        }

        State with(long newNext, Position newPosition, Instant newThrough) {
            return new State(lineage, volume, newNext, newPosition, since, newThrough);
        }
    }

    /// @param file where its state rests
    /// @param volume the pod's, for the first one
    /// @param changes of the instance's files, which go with its log
    LogStream(Path file, int volume, Optional<FileChanges> changes, Ids ids, Clock clock) throws IOException {
        this.file = file;
        this.changes = changes;
        this.ids = ids;
        this.clock = clock;
        this.state = kept(volume);
    }

    /// A log whose server may have ended badly is read again from the beginning of its file.
    private State kept(int volume) throws IOException {
        if (!Files.exists(file)) {
            return fresh(volume);
        }
        try {
            State known = State.read(Files.readAllBytes(file));
            return known.with(known.next(), new Position(known.position().file(), 0, ""), known.through());
        } catch (Refusal _) {
            return fresh(volume);
        }
    }

    private State fresh(int volume) {
        Instant now = clock.instant();
        return new State(ids.make("log"), volume, 0, Position.NONE, now, now);
    }

    /// Copies what was written since the last turn.
    ///
    /// @param last the instance has ended
    void turn(LogOrder order, Shelf shelf, Moments.Source source, LogFiles files, boolean last)
            throws IOException, InterruptedException {
        try {
            resume(shelf, source);
            if (state.volume() != source.number()) {
                begin(source);
            }
            copy(order, shelf, source.kind(), files, List.of());
            if (changes.isPresent() && (last || changes.get().due())) {
                changes.get().look(source, pieces -> copy(order, shelf, source.kind(), files, pieces));
            }
            prune(order, shelf);
            trouble = "";
        } catch (LogGap gap) {
            // Moments before stay possible, those from here on begin with the next backup.
            begin(source);
            keep();
            trouble = String.valueOf(gap.getMessage());
        } catch (IOException | RuntimeException e) {
            trouble = String.valueOf(e.getMessage());
            throw e;
        }
    }

    /// Whoever was killed after a chunk was at the site, and before that was written down, must not give its number to
    /// another one: a standby may have taken it.
    private void resume(Shelf shelf, Moments.Source source) throws IOException, InterruptedException {
        if (resumed) {
            return;
        }
        State known = state;
        long there = shelf.names().stream()
                .flatMap(each -> Chunk.Name.parse(each).stream())
                .filter(name -> name.lineage().equals(known.lineage()))
                .mapToLong(name -> name.number() + 1)
                .max()
                .orElse(0);
        state = known.with(Math.max(there, known.next()), known.position(), known.through());
        if (changes.isPresent() && (!Files.exists(file) || !changes.get().resume())) {
            begin(source);
        }
        resumed = true;
    }

    private void begin(Moments.Source source) throws IOException, InterruptedException {
        State anew = fresh(source.number());
        if (changes.isPresent()) {
            changes.get().begin(source, anew.since());
        }
        state = anew;
    }

    /// Copies all that the log has more.
    ///
    /// @param extra goes with the first chunk
    private void copy(LogOrder order, Shelf shelf, LogKind kind, LogFiles files, List<Piece> extra)
            throws IOException, InterruptedException {
        List<Piece> more = extra;
        while (true) {
            Instant begun = clock.instant();
            State before = state;
            Reading reading = kind.next(files, before.position(), Chunk.MAX_BYTES);
            List<Piece> pieces = new ArrayList<>(headed(reading.pieces(), files));
            pieces.addAll(more);
            more = List.of();
            if (!pieces.isEmpty()) {
                Chunk.Name name = new Chunk.Name(before.lineage(), before.next(), begun);
                byte[] sealed =
                        Chunk.seal(pieces, name, order.instance(), order.store().key());
                shelf.put(name.file(), out -> out.write(sealed));
            }
            long next = before.next() + (pieces.isEmpty() ? 0 : 1);
            state = before.with(next, reading.to(), reading.whole() ? begun : before.through());
            if (!pieces.isEmpty()) {
                keep();
            }
            if (reading.whole()) {
                return;
            }
        }
    }

    /// Each file's beginning goes with every chunk, so that none needs an older one to be read.
    private static List<Piece> headed(List<Piece> pieces, LogFiles files) throws IOException {
        if (pieces.isEmpty()) {
            return pieces;
        }
        List<Piece> all = new ArrayList<>(pieces);
        Piece first = pieces.getFirst();
        if (first.offset() > 0) {
            int most = (int) Math.min(HEAD_BYTES, first.offset());
            all.addFirst(new Piece(first.file(), 0, files.read(first.file(), 0, most)));
        }
        return all;
    }

    private void keep() throws IOException {
        DurableFile.write(file, state.encode());
    }

    /// The last one before the oldest backup stays: it shows that the line is unbroken there.
    private void prune(LogOrder order, Shelf shelf) throws IOException, InterruptedException {
        Instant now = clock.instant();
        if (now.isBefore(nextPrune) || order.store().access().appendOnly()) {
            return;
        }
        nextPrune = now.plus(PRUNE_EVERY);
        Optional<String> last = Optional.empty();
        for (String each : shelf.names()) {
            Optional<Chunk.Name> name = Chunk.Name.parse(each);
            if (name.isPresent() && name.get().read().isBefore(order.keepFrom())) {
                if (last.isPresent()) {
                    shelf.remove(last.get());
                }
                last = Optional.of(each);
            }
        }
    }

    LogReport report(LogOrder order) {
        State now = state;
        return new LogReport(
                order.instance(), order.store().site(), now.lineage(), now.next(), now.since(), now.through(), trouble);
    }
}
