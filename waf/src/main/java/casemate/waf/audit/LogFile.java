package casemate.waf.audit;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// A file to which many threads append whole entries. When somebody moved it away, as log rotation does, the next entry
/// begins a new one. An entry that failed half-way is ended, so that it spoils no other.
final class LogFile implements AutoCloseable {
    private final Path path;
    private final int mode;
    private @Nullable OutputStream out;
    private @Nullable Object key;
    private boolean torn;

    LogFile(Path path, int mode) throws IOException {
        this.path = path;
        this.mode = mode;
        open();
    }

    synchronized void append(byte[] entry) throws IOException {
        OutputStream file = current();
        boolean whole = false;
        try {
            if (torn) {
                file.write('\n');
            }
            file.write(entry);
            whole = true;
        } finally {
            torn = !whole;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        OutputStream file = out;
        out = null;
        if (file != null) {
            file.close();
        }
    }

    private OutputStream current() throws IOException {
        OutputStream file = out;
        if (file == null || !sameFile()) {
            close();
            file = open();
        }
        return file;
    }

    private boolean sameFile() throws IOException {
        try {
            Object now = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return now != null && now.equals(key);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private OutputStream open() throws IOException {
        if (Files.notExists(path)) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(Modes.of(mode)));
        }
        // A stream, not a channel: a channel would close when a thread that writes is interrupted.
        OutputStream file = new FileOutputStream(path.toFile(), true);
        out = file;
        key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return file;
    }
}
