package casemate.database;

import casemate.base.DurableFile;
import casemate.base.FileTree;
import casemate.base.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The server's programs, unpacked once per version from the archive on the class path. A directory that bears a
/// version's name is complete: it is made under another name and renamed.
final class PostgresBinaries {
    /// Static libraries and headers: a quarter of the archive, and nothing that runs.
    private static final String UNUSED = ".*(\\.a|\\.h)|include/.*|lib/pkgconfig/.*";

    private final Path parent;

    PostgresBinaries(Path parent) {
        this.parent = parent;
    }

    /// The directory with `bin/`, `lib/` and `share/`.
    Path unpacked() throws IOException {
        Path home = parent.resolve("bin-" + version());
        if (Files.isDirectory(home)) {
            return home;
        }
        Files.createDirectories(parent);
        Path fresh = Files.createTempDirectory(parent, "bin.new");
        try {
            unpack(fresh);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            Shell.run("sync", "-f", fresh.toString());
            publish(fresh, home);
        } finally {
            FileTree.delete(fresh);
        }
        return home;
    }

    static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = resource("casemate/database/binaries.properties")) {
            properties.load(in);
        }
        return properties.getProperty("version", "unknown");
    }

    private void publish(Path fresh, Path home) throws IOException {
        try {
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
            DurableFile.syncDirectory(parent);
        } catch (IOException e) {
            // Another process may have unpacked the same version in the meantime; its copy is as good as ours.
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
    }

    private static void unpack(Path target) throws IOException {
        try (InputStream in = resource(archive());
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(in))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName().replaceFirst("^\\./", "");
                if (!name.matches(UNUSED)) {
                    place(entry, tar, inside(target, name));
                }
            }
        }
    }

    private static void place(TarArchiveEntry entry, InputStream content, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, path);
        boolean runs = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static Path inside(Path target, String name) throws IOException {
        Path path = target.resolve(name).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("the archive of PostgreSQL names a path outside itself");
        }
        return path;
    }

    private static String archive() {
        String os = System.getProperty("os.name", "");
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        if (!os.equals("Linux")) {
            throw Refusal.invalid("platform-unknown", "Casemate runs on Linux; this is " + os + ".");
        }
        return switch (machine) {
            case "amd64", "x86_64" -> "postgres-linux-x86_64.txz";
            case "aarch64", "arm64" -> "postgres-linux-arm_64.txz";
            default ->
                throw Refusal.invalid(
                        "platform-unknown", "PostgreSQL is packed for amd64 and arm64; this machine is " + machine);
        };
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = PostgresBinaries.class.getClassLoader().getResourceAsStream(name);
        if (in == null) {
            throw new IOException("the class path lacks " + name);
        }
        return in;
    }
}
