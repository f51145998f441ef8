package casemate.control.loaded;

import casemate.base.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file that may be there, may be replaced, and may be damaged: then the one in use goes on, and the log says why.
public final class Loaded<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Loaded.class);

    /// How soon a file counts that was loaded while the program runs.
    static final Duration LOOK_EVERY = Duration.ofSeconds(10);

    /// Reads a file, or only begins to: what it costs is paid by whoever asks first after it has changed.
    public interface Opener<T> {
        /// @throws Refusal when the file is damaged
        T open(Path file) throws IOException;
    }

    /// What was seen of the file when it was looked at.
    private record Seen(FileTime changed, long size, String place) {}

    /// @param seen empty: there was no file
    private record State<T>(Instant looked, Optional<Seen> seen, Optional<T> opened) {}

    private final Optional<Path> file;
    private final Opener<T> opener;
    private final Clock clock;
    private final AtomicReference<State<T>> state =
            new AtomicReference<>(new State<>(Instant.MIN, Optional.empty(), Optional.empty()));

    /// @param file empty: there never is one
    public Loaded(Optional<Path> file, Opener<T> opener, Clock clock) {
        this.file = file;
        this.opener = opener;
        this.clock = clock;
    }

    public Optional<T> get() {
        State<T> now = state.get();
        Instant instant = clock.instant();
        if (file.isEmpty() || instant.isBefore(now.looked().plus(LOOK_EVERY))) {
            return now.opened();
        }
        State<T> fresh = look(file.get(), now, instant);
        // Who comes second has looked at the same file.
        return state.compareAndSet(now, fresh) ? fresh.opened() : state.get().opened();
    }

    private State<T> look(Path path, State<T> before, Instant now) {
        Optional<Seen> seen = seen(path);
        if (seen.equals(before.seen())) {
            return new State<>(now, seen, before.opened());
        }
        if (seen.isEmpty()) {
            return new State<>(now, seen, Optional.empty());
        }
        try {
            return new State<>(now, seen, Optional.of(opener.open(path)));
        } catch (IOException | Refusal e) {
            LOG.warn("{} is not taken: {}", path.getFileName(), e.getMessage());
            return new State<>(now, seen, before.opened());
        }
    }

    private static Optional<Seen> seen(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(
                    new Seen(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey())));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
