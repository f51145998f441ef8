package casemate.agent.image;

import casemate.agent.sandbox.HostTool;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Whole directories: copied to another owner, made harmless. Links are never followed.
public final class Trees {
    private static final String OWNER = "unix:uid";
    private static final String GROUP = "unix:gid";
    /// Reading and writing a large volume once.
    private static final Duration CLONE_BOUND = Duration.ofHours(2);

    private Trees() {}

    /// Copies a file or a directory; what is copied belongs to the given user alone.
    public static void copy(Path from, Path to, int uid) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Path copy = to.resolve(from.relativize(directory).toString());
                if (!Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(copy);
                    // PostgreSQL does not start on data that others could read.
                    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
                }
                give(copy, uid);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String below = from.relativize(file).toString();
                Path copy = below.isEmpty() ? to : to.resolve(below);
                Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.REPLACE_EXISTING);
                give(copy, uid);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /// Copies what lies in a directory into another, with owners, modes, times and links as they are.
    /// Nobody else may reach either of them.
    public static void clone(Path from, Path to) throws IOException, InterruptedException {
        HostTool.Outcome copied = HostTool.run(CLONE_BOUND, "cp", "--archive", from + "/.", to.toString());
        if (!copied.done()) {
            throw new IOException("copying failed: " + copied.lastLine());
        }
    }

    /// @throws IOException when two trees differ in a name, an owner, a mode, a link or a byte
    public static void compare(Path one, Path other) throws IOException {
        List<String> names = names(one);
        if (!names.equals(names(other))) {
            throw new IOException("the copy has other files");
        }
        for (String name : names) {
            Path a = one.resolve(name);
            Path b = other.resolve(name);
            boolean alike = facts(a).equals(facts(b))
                    && (!Files.isRegularFile(a, LinkOption.NOFOLLOW_LINKS) || Files.mismatch(a, b) < 0)
                    && (!Files.isSymbolicLink(a) || Files.readSymbolicLink(a).equals(Files.readSymbolicLink(b)));
            if (!alike) {
                throw new IOException("the copy of a file differs");
            }
        }
    }

    private static Map<String, Object> facts(Path path) throws IOException {
        return Files.readAttributes(path, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
    }

    private static List<String> names(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            return all.map(path -> tree.relativize(path).toString()).sorted().toList();
        }
    }

    public static void give(Path path, int uid) throws IOException {
        Files.setAttribute(path, OWNER, uid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, GROUP, uid, LinkOption.NOFOLLOW_LINKS);
    }

    /// Gives a whole tree to one user.
    public static void own(Path tree, int uid) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                give(directory, uid);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                give(file, uid);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /// Everybody may read it, root alone may write it.
    static void readable(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                add(
                        directory,
                        Set.of(
                                PosixFilePermission.OTHERS_READ,
                                PosixFilePermission.OTHERS_EXECUTE,
                                PosixFilePermission.GROUP_READ,
                                PosixFilePermission.GROUP_EXECUTE));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    add(file, Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_READ));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void add(Path path, Set<PosixFilePermission> more) throws IOException {
        Set<PosixFilePermission> all = new java.util.HashSet<>(Files.getPosixFilePermissions(path));
        all.addAll(more);
        Files.setPosixFilePermissions(path, all);
    }

    /// Takes set-user-ID and set-group-ID from every file, whatever its package meant by it.
    static void harmless(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Map<String, Object> mode = Files.readAttributes(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
                if (attributes.isRegularFile() && mode.get("mode") instanceof Integer m && (m & 06000) != 0) {
                    // Setting the nine plain bits clears the others.
                    Files.setPosixFilePermissions(file, Files.getPosixFilePermissions(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
