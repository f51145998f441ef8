package casemate.app.house;

import casemate.agent.backup.Digests;
import casemate.app.node.SecondHost;
import casemate.app.secret.EmbeddedStrongroom;
import casemate.base.DurableFile;
import casemate.base.FileTree;
import casemate.base.Json;
import casemate.base.Sha256;
import casemate.ledger.Checkpoint;
import casemate.ledger.LedgerCopy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A frozen copy of what a house must not forget, laid out as the data directory is: everything but the instances'
/// volumes (which have backups of their own), the sites, and what every start makes anew.
final class HouseSet {
    static final String MANIFEST = "manifest";

    /// Copied by means of their own, or not at all. What a later release adds is copied unless it is named here.
    private static final Set<String> NOT_COPIED = Set.of(
            "lock",
            "postgres",
            "ledger",
            "images",
            "run",
            "sites",
            HouseBackups.DIRECTORY,
            EmbeddedStrongroom.DIRECTORY,
            // The newest of these comes from control again; an older one would be held for the newest.
            "edge/snapshot.signed",
            "edge/log",
            // Hosts: as large as the disk, and instances' own.
            "agent",
            SecondHost.NAME,
            // It opens the copies, so it must not lie in one: its place is with the operator.
            "keys/" + RecoveryHalf.KEY_FILE);

    private static final String PODS = "agent/pods";
    private static final String RECORD = "record.json";
    private static final int MAX_RECORD_BYTES = 64 << 10;

    private final Path data;
    private final Path root;

    private HouseSet(Path data, Path root) {
        this.data = data;
        this.root = root;
    }

    /// What was frozen.
    record Frozen(Checkpoint ledger, long instances) {}

    /// The database comes first: what the others hold more than it knows does no harm, the other way round it would.
    ///
    /// @param root made anew; only root may enter
    /// @param database copies the databases into a directory
    static Frozen freeze(Path data, Path root, Consumer<Path> database) throws IOException {
        FileTree.delete(root);
        Files.createDirectories(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        HouseSet set = new HouseSet(data, root);
        database.accept(root.resolve("postgres"));
        Checkpoint ledger = LedgerCopy.make(data.resolve("ledger"), root.resolve("ledger"));
        set.copyRest();
        long instances = set.copyPods();
        DurableFile.write(root.resolve(MANIFEST), manifest(root).getBytes(StandardCharsets.UTF_8));
        return new Frozen(ledger, instances);
    }

    /// Compares every file of a set with its manifest.
    ///
    /// @return digest of the manifest
    static String check(Path root) throws IOException {
        String then = Files.readString(root.resolve(MANIFEST));
        if (!manifest(root).equals(then)) {
            throw new IOException("files differ from the manifest");
        }
        return Sha256.hex(then.getBytes(StandardCharsets.UTF_8));
    }

    private void copyRest() throws IOException {
        Files.walkFileTree(data, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (left(directory)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                if (!directory.equals(data)) {
                    copy(directory);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && !left(file)) {
                    copy(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
    }

    private boolean left(Path path) {
        return NOT_COPIED.contains(data.relativize(path).toString());
    }

    /// Which instances there are, not what they hold.
    private long copyPods() throws IOException {
        long installed = 0;
        Path pods = data.resolve(PODS);
        if (!Files.isDirectory(pods)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(pods)) {
            for (Path pod : all.toList()) {
                Path record = pod.resolve(RECORD);
                if (Files.exists(record) && installed(record)) {
                    Files.createDirectories(root.resolve(data.relativize(pod)));
                    copy(record);
                    installed++;
                }
            }
        }
        return installed;
    }

    /// One that is being made is made anew, one that is being erased is not wanted back.
    private static boolean installed(Path record) throws IOException {
        Json.Obj o = Json.parseObject(Files.readAllBytes(record), MAX_RECORD_BYTES);
        return o.text("step").equals("installed") && !o.text("blueprint").isEmpty();
    }

    /// Files are replaced by renames here, so one that is gone has a successor that is copied or was meant to go.
    private void copy(Path path) throws IOException {
        FileTree.copyIfThere(path, root.resolve(data.relativize(path)));
    }

    /// As `sha256sum --check` reads it.
    private static String manifest(Path root) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
                    .filter(f -> !f.equals(root.resolve(MANIFEST)))
                    .sorted()
                    .toList();
        }
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            text.append(Digests.hex(file))
                    .append("  ")
                    .append(root.relativize(file))
                    .append('\n');
        }
        return text.toString();
    }
}
