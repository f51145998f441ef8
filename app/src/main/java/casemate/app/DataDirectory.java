package casemate.app;

import casemate.base.DurableFile;
import casemate.base.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The directory that holds everything a platform must not forget. One process owns it at a time.
final class DataDirectory implements AutoCloseable {
    /// The ledger's public key, for whoever checks the ledger on this machine.
    static final String LEDGER_KEY = "ledger.pub";

    /// The public half of control's snapshot key, which edge and agent pin.
    static final String CONTROL_KEY = "control.spki";

    /// The certificate of the edge's own authority, under which names without a public certificate are served.
    static final String LOCAL_AUTHORITY = "local-ca.pem";

    /// The layout that this release writes. A newer one is refused, an older one would be migrated here.
    private static final int LAYOUT = 1;

    private static final String VERSION_FILE = "VERSION";
    private static final String VERSION_PREFIX = "casemate-data ";
    private static final String LOCK_FILE = "lock";
    private static final int MAX_PID_CHARS = 20;

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /// Refuses a directory that this release cannot use, and changes nothing.
    static void check(Path path) throws IOException {
        Path version = path.resolve(VERSION_FILE);
        if (Files.exists(version)) {
            checkVersion(path, Files.readString(version).strip());
            return;
        }
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw Refusal.invalid("data-not-a-directory", path + " is a file; name a directory with --data.");
        }
        if (Files.isDirectory(path)) {
            try (var inside = Files.list(path)) {
                if (inside.anyMatch(file -> !file.getFileName().toString().equals(LOCK_FILE))) {
                    throw Refusal.invalid(
                            "data-not-ours",
                            path + " holds files but no " + VERSION_FILE + " of Casemate; name another with --data.");
                }
            }
        }
    }

    /// Makes the directory if need be, and owns it until closed.
    ///
    /// @throws Refusal when another process owns it
    static DataDirectory own(Path path) throws IOException {
        check(path);
        if (!Files.exists(path)) {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
        FileChannel lock = FileChannel.open(
                path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            take(path, lock);
            if (!Files.exists(path.resolve(VERSION_FILE))) {
                DurableFile.write(
                        path.resolve(VERSION_FILE), (VERSION_PREFIX + LAYOUT + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return new DataDirectory(path, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    /// A part of the directory, made when first asked for.
    Path part(String name) throws IOException {
        return Files.createDirectories(path.resolve(name));
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static void take(Path path, FileChannel lock) throws IOException {
        boolean taken;
        try {
            taken = lock.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            taken = false;
        }
        if (!taken) {
            throw Refusal.conflict(
                    "data-in-use",
                    "Casemate already runs on " + path + " (process " + holder(lock)
                            + "); stop that one first, or name another directory with --data.");
        }
        lock.truncate(0);
        lock.write(ByteBuffer.wrap(String.valueOf(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
    }

    private static String holder(FileChannel lock) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(MAX_PID_CHARS);
        lock.read(pid, 0);
        return new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).strip();
    }

    private static void checkVersion(Path path, String version) {
        String number = version.startsWith(VERSION_PREFIX) ? version.substring(VERSION_PREFIX.length()) : "";
        if (!number.matches("[0-9]{1,6}")) {
            throw Refusal.invalid(
                    "data-version-malformed",
                    path.resolve(VERSION_FILE) + " is not Casemate's; restore it or name another directory.");
        }
        if (Integer.parseInt(number) > LAYOUT) {
            throw Refusal.conflict(
                    "data-newer",
                    path + " was written by a newer release (layout " + number + ", this one knows " + LAYOUT
                            + "); start that release.");
        }
    }
}
