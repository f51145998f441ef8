package casemate.agent.image;

import casemate.agent.blueprint.Blueprint;
import casemate.agent.sandbox.HostTool;
import casemate.base.DurableFile;
import casemate.base.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The images of one agent, each a directory named after the blueprint and the digest of what the blueprint asks for.
/// A directory that has its final name is whole: it is made under another name and renamed when it is on the disk.
public final class Images {
    /// Changes when the same request leads to another image, so that old ones are made anew.
    private static final String RECIPE = "casemate.image.v1";

    private static final int DIGEST_CHARS = 16;
    private static final String UNFINISHED = ".unfinished-";
    private static final Duration UNPACK_BOUND = Duration.ofMinutes(2);
    /// The list of packages and versions, for whoever asks what a pod runs.
    private static final String MANIFEST = "usr/share/casemate/packages";

    private static final List<String> MERGED = List.of("bin", "sbin", "lib", "lib64");
    private static final List<String> STAGES = List.of("proc", "dev", "run", "tmp", "volume", "config", "etc");
    private static final String ACCOUNTS = """
            root:x:0:0:root:/:/usr/sbin/nologin
            pod:x:1000:1000:pod:/volume:/usr/sbin/nologin
            nobody:x:65534:65534:nobody:/:/usr/sbin/nologin
            """;
    private static final String GROUPS = """
            root:x:0:
            pod:x:1000:
            nogroup:x:65534:
            """;
    private static final String HOSTS = "127.0.0.1 localhost pod\n";

    private final Path directory;
    private final String unfinished;
    private final Seeder seeder;
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    /// Runs a seed step inside a new image.
    @FunctionalInterface
    public interface Seeder {
        /// @param volume an empty directory that becomes the step's `/volume`
        void run(Path image, Path volume, Blueprint.Step step) throws IOException, InterruptedException;
    }

    /// @param directory may be shared with other agents of this host
    /// @param owner whose builds these are, so that nobody sweeps another's
    public Images(Path directory, Path owner, Seeder seeder) {
        this.directory = directory;
        this.unfinished = UNFINISHED + Integer.toHexString(owner.hashCode()) + "-";
        this.seeder = seeder;
    }

    /// Removes what an interrupted build left.
    public void sweep() throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.toList()) {
                if (entry.getFileName().toString().startsWith(unfinished)) {
                    FileTree.delete(entry);
                }
            }
        }
    }

    /// Where the blueprint's image is, or will be.
    public Path place(Blueprint blueprint) {
        return directory.resolve(blueprint.name() + "-" + digest(blueprint.image()));
    }

    public boolean present(Blueprint blueprint) {
        return Files.isDirectory(place(blueprint));
    }

    /// The blueprint's image, made first if there is none. Two callers share one build.
    public Path prepare(Blueprint blueprint, Progress progress) throws IOException, InterruptedException {
        Path place = place(blueprint);
        synchronized (locks.computeIfAbsent(place.toString(), _ -> new Object())) {
            if (!Files.isDirectory(place)) {
                build(blueprint, place, progress);
            }
            return place;
        }
    }

    private void build(Blueprint blueprint, Path place, Progress progress) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path work = Files.createTempDirectory(directory, unfinished);
        try {
            Path root = Files.createDirectory(work.resolve("root"));
            Packages packages = new Packages(Files.createDirectory(work.resolve("packages")));
            String name = blueprint.name();
            progress.step(name + ": choosing packages", 0, 1);
            List<String> plan = packages.plan(blueprint.image());
            int total = plan.size() + 2;
            progress.step(name + ": fetching " + plan.size() + " packages", 1, total);
            List<Path> files = packages.fetch(plan);
            layOut(root);
            for (int i = 0; i < files.size(); i++) {
                HostTool.must(UNPACK_BOUND, "", "dpkg-deb", "-x", files.get(i).toString(), root.toString());
                progress.step(name + ": unpacking", i + 2, total);
            }
            finish(blueprint.image(), root, plan);
            for (Blueprint.Seed seed : blueprint.image().seeds()) {
                progress.step(name + ": " + seed.step().name(), total - 1, total);
                seed(work, root, seed);
            }
            remove(blueprint.image().shed(), new ImageTree(root));
            // The image's bytes reach the disk before its name does.
            HostTool.must(UNPACK_BOUND, "", "sync", "-f", root.toString());
            rename(root, place);
            DurableFile.syncDirectory(directory);
            progress.step(name + ": ready", total, total);
        } finally {
            FileTree.delete(work);
        }
    }

    private static void rename(Path root, Path place) throws IOException {
        try {
            Files.move(root, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Another agent that shares the directory was first; its image is the same.
            if (!Files.isDirectory(place)) {
                throw e;
            }
        }
    }

    private static void layOut(Path root) throws IOException {
        for (String merged : MERGED) {
            Files.createDirectories(root.resolve("usr").resolve(merged));
            Files.createSymbolicLink(root.resolve(merged), Path.of("usr", merged));
        }
        for (String stage : STAGES) {
            Files.createDirectories(root.resolve(stage));
        }
    }

    private static void finish(Blueprint.Image image, Path root, List<String> plan) throws IOException {
        ImageTree tree = new ImageTree(root);
        remove(image.trim(), tree);
        write(tree, "/etc/passwd", ACCOUNTS);
        write(tree, "/etc/group", GROUPS);
        write(tree, "/etc/hosts", HOSTS);
        write(tree, "/" + MANIFEST, String.join("\n", plan) + "\n");
        for (Blueprint.ImageFile file : image.files()) {
            write(tree, file.path(), file.text());
        }
        for (Map.Entry<String, String> link : image.links().entrySet()) {
            Path at = tree.at(link.getKey());
            FileTree.delete(at);
            Files.createDirectories(at.getParent());
            Files.createSymbolicLink(at, Path.of(link.getValue()));
        }
        Trees.harmless(root);
    }

    private static void remove(List<String> paths, ImageTree tree) throws IOException {
        for (String path : paths) {
            FileTree.delete(tree.at(path));
        }
    }

    private static void write(ImageTree tree, String path, String text) throws IOException {
        Path at = tree.at(path);
        Files.createDirectories(at.getParent());
        Files.deleteIfExists(at);
        Files.writeString(at, text);
    }

    private void seed(Path work, Path root, Blueprint.Seed seed) throws IOException, InterruptedException {
        Path volume = Files.createTempDirectory(work, "seed-");
        seeder.run(root, volume, seed.step());
        Path to = new ImageTree(root).at(seed.to());
        Files.createDirectories(to.getParent());
        Trees.copy(volume, to, 0);
        Trees.readable(to);
    }

    private static String digest(Blueprint.Image image) {
        try {
            // A record's text names every field with its value, in order.
            byte[] asked = (RECIPE + image).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(asked))
                    .substring(0, DIGEST_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
