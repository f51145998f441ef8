package casemate.agent.volume;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A key that is at hand as long as this is open: volumes under it can be read and made.
public final class Held implements AutoCloseable {
    /// AES-256.
    public static final int KEY_BYTES = 32;

    private final Volumes volumes;
    private final Optional<KeyName> key;
    private boolean closed;

    Held(Volumes volumes, Optional<KeyName> key) {
        this.volumes = volumes;
        this.key = key;
    }

    /// Makes an empty directory under this key; what lay there is removed.
    public void make(Path place) throws IOException {
        volumes.make(place, key);
    }

    /// Moves a directory that is under this key, with all that lies in it; what lay there is removed.
    public void take(Path directory, Path place) throws IOException {
        volumes.take(directory, place, key);
    }

    /// Whether what was unlocked can still be read: not when the process fell that showed it.
    public boolean stands() {
        return key.isEmpty() || volumes.stands(key.get());
    }

    /// Another holder of the same key.
    public Held again() {
        return volumes.again(key);
    }

    /// Whether a directory is under this key.
    public boolean covers(Path directory) throws IOException {
        return volumes.key(directory).equals(key);
    }

    /// @throws IOException when a directory is not under this key: it would be in the clear, or
    ///     another's
    public void check(Path directory) throws IOException {
        if (!covers(directory)) {
            throw new IOException("the volume is not encrypted under this instance's key");
        }
    }

    /// Locks what is under it, unless others hold the same key.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (key.isPresent()) {
                volumes.release(key.get());
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("a volume cannot be locked", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
