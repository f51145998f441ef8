package casemate.agent.backup;

import casemate.agent.site.Confined;
import casemate.base.DurableFile;
import casemate.base.FileTree;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A frozen copy of one instance, in a directory that only the agent reaches: `volume/`, what else belongs to it, a
/// `manifest` of all files and `backup.json`. All copies of one backup are made from one set.
public final class BackupSet {
    /// Below it lie the volume's files.
    public static final String VOLUME = "volume";

    private static final String MANIFEST = "manifest";
    private static final String FACTS = "backup.json";
    private static final String TYPE = "casemate-backup.v1";
    private static final int MAX_FACTS_BYTES = 64 << 10;
    /// Reading and writing a large volume once.
    private static final Duration BOUND = Duration.ofHours(2);

    /// Leaving a file out that changed while it was read would be worse than having it half old: tar's exit code 1.
    private static final String FREEZE = """
            { tar --create --sparse --directory=/volume --anchored --no-wildcards --no-wildcards-match-slash \\
                --warning=no-file-changed --warning=no-file-removed --warning=no-file-ignored "$@" . || [ $? = 1 ]; } |
                tar --extract --numeric-owner --same-owner --preserve-permissions --directory=/frozen
            rm -rf /volume/.casemate/database.sql /volume/.casemate/base
            """;

    private final Path root;

    /// What a set holds.
    ///
    /// @param manifest SHA-256 of the manifest, in hexadecimal: the same for the same files
    public record Facts(
            InstanceId instance, String blueprint, String run, Instant at, String manifest, long files, long bytes) {
        Json.Obj json() {
            return Json.object()
                    .put("type", TYPE)
                    .put("instance", instance.value())
                    .put("blueprint", blueprint)
                    .put("run", run)
                    .put("at", at)
                    .put("manifest", manifest)
                    .put("files", files)
                    .put("bytes", bytes)
                    .build();
        }

        static Facts read(byte[] bytes) {
            Json.Obj o = Json.parseObject(bytes, MAX_FACTS_BYTES);
            if (!o.text("type").equals(TYPE)) {
                throw Refusal.conflict(
                        "backup-newer", "This backup was made by another release; update Casemate to restore it.");
            }
            return new Facts(
                    new InstanceId(o.text("instance")),
                    o.text("blueprint"),
                    o.text("run"),
                    o.instant("at"),
                    o.text("manifest"),
                    o.integer("files"),
                    o.integer("bytes"));
        }
    }

    private BackupSet(Path root) {
        this.root = root;
    }

    /// An empty set; what lay there is removed.
    public static BackupSet begin(Path root) throws IOException {
        FileTree.delete(root);
        Files.createDirectories(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectory(root.resolve(VOLUME));
        return new BackupSet(root);
    }

    /// One that was restored.
    public static BackupSet at(Path root) {
        return new BackupSet(root);
    }

    public Path root() {
        return root;
    }

    public Path volume() {
        return root.resolve(VOLUME);
    }

    /// Copies the volume's files as they are now, and takes away the database's text that lay there for it.
    ///
    /// @param exclude relative paths
    public void freeze(Path live, List<Path> exclude) throws IOException, InterruptedException {
        List<String> arguments =
                exclude.stream().map(path -> "--exclude=./" + path).toList();
        Confined.script(FREEZE, arguments)
                .writing(live, "/volume")
                .writing(volume(), "/frozen")
                .within(BOUND)
                .run(Confined.nothing())
                .must("copying the volume");
    }

    /// Adds a small file of the agent's own.
    public void add(String name, byte[] bytes) throws IOException {
        DurableFile.write(root.resolve(name), bytes);
    }

    /// Writes manifest and facts: the last act on a set.
    public Facts seal(InstanceId instance, String blueprint, String run, Instant at) throws IOException {
        List<Path> files = files();
        StringBuilder manifest = new StringBuilder();
        long bytes = 0;
        for (Path file : files) {
            manifest.append(line(file));
            bytes += Files.size(file);
        }
        byte[] text = manifest.toString().getBytes(StandardCharsets.UTF_8);
        add(MANIFEST, text);
        Facts facts = new Facts(instance, blueprint, run, at, Sha256.hex(text), files.size(), bytes);
        add(FACTS, facts.json().canonical());
        return facts;
    }

    /// What it says of itself.
    ///
    /// @throws Refusal `backup-newer` for a format that this release does not know
    public Facts facts() throws IOException {
        Path file = root.resolve(FACTS);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("the copy does not say what it is");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Facts.read(in.readNBytes(MAX_FACTS_BYTES + 1));
        }
    }

    /// Compares every file with the manifest.
    ///
    /// @param expected the manifest's digest as it was recorded when the set was made
    /// @throws IOException that says how many differ
    public void check(String expected) throws IOException {
        List<String> then = Files.readAllLines(root.resolve(MANIFEST));
        if (!Sha256.hex(Files.readAllBytes(root.resolve(MANIFEST))).equals(expected)) {
            throw new IOException("the manifest is not the one that was recorded");
        }
        List<String> now = new ArrayList<>();
        for (Path file : files()) {
            now.add(line(file).stripTrailing());
        }
        if (!now.equals(then)) {
            now.removeAll(new java.util.HashSet<>(then));
            throw new IOException(now.size() + " files differ from the manifest, of " + then.size());
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
                    .filter(f -> !f.equals(root.resolve(MANIFEST)) && !f.equals(root.resolve(FACTS)))
                    .sorted()
                    .toList();
        }
    }

    /// As `sha256sum` writes it: a name with a line end or a backslash is escaped, and its line begins with one.
    private String line(Path file) throws IOException {
        String name = root.relativize(file).toString();
        String escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        return (escaped.equals(name) ? "" : "\\") + Digests.hex(file) + "  " + escaped + "\n";
    }
}
