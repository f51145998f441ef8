package casemate.app.house;

import casemate.agent.backup.Digests;
import casemate.base.DurableFile;
import casemate.base.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The copies of the house at a site that is a directory. The file that describes a copy is written last: without it,
/// an archive is no copy.
final class HouseShelf {
    static final String DIRECTORY = "house";
    private static final String ARCHIVE = ".tar.zst.age";
    private static final String FACTS = ".json";
    private static final String PART = ".part";
    private static final Pattern NAME = Pattern.compile("([0-9]{8}T[0-9]{6}Z)\\.json");

    private static final String WRITE = """
            umask 077
            tar --create --sparse --sort=name --numeric-owner --directory="$1" . |
                zstd --quiet --stdout -3 |
                age --encrypt --recipient "$2" >"$3"
            sync "$3"
            """;

    private static final String READ = """
            age --decrypt --identity <(cat) "$1" |
                zstd --quiet --decompress --stdout |
                tar --extract --numeric-owner --same-owner --preserve-permissions --delay-directory-restore \\
                    --directory="$2"
            sync -f "$2"
            """;

    private final Path directory;

    /// @param site the site's own directory
    HouseShelf(Path site) {
        this.directory = site.resolve(DIRECTORY);
    }

    Path directory() {
        return directory;
    }

    /// Packs a set, and reads back what the site holds.
    ///
    /// @return SHA-256 of the archive
    String put(String name, Path set, RecoveryHalf half) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        sweep();
        Path part = directory.resolve(name + ARCHIVE + PART);
        Tools.bash("archiving the house", WRITE, "", List.of(set.toString(), half.recipient(), part.toString()));
        Path archive = archive(name);
        Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DurableFile.syncDirectory(directory);
        return Digests.hex(archive);
    }

    long size(String name) throws IOException {
        return Files.size(archive(name));
    }

    /// Makes an archive a copy.
    void describe(HouseCopy copy, RecoveryHalf half) throws IOException {
        if (!Digests.hex(archive(copy.name())).equals(copy.sha256())) {
            throw new IOException("the site does not give back what was written to it");
        }
        DurableFile.write(directory.resolve(copy.name() + FACTS), copy.encode(half));
    }

    /// Oldest first.
    List<String> names() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                Matcher matcher = NAME.matcher(file.getFileName().toString());
                if (matcher.matches() && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    names.add(matcher.group(1));
                }
            }
        }
        return names;
    }

    /// What the site says of a copy, sealed by this key.
    ///
    /// @throws Refusal when it was not, or is of a newer release
    HouseCopy facts(String name, RecoveryHalf half) throws IOException {
        byte[] bytes;
        try (var in = Files.newInputStream(directory.resolve(name + FACTS))) {
            bytes = in.readNBytes(HouseCopy.MAX_BYTES);
        }
        HouseCopy copy = HouseCopy.decode(bytes);
        if (!copy.name().equals(name)) {
            throw Refusal.invalid("house-forged", "The copy " + name + " was made under another name.");
        }
        copy.check(bytes, half);
        return copy;
    }

    /// Unpacks a copy into an empty directory.
    ///
    /// @throws Refusal `house-damaged`
    void restore(HouseCopy copy, RecoveryKey key, Path into) throws IOException, InterruptedException {
        Path archive = archive(copy.name());
        if (!Files.isRegularFile(archive, LinkOption.NOFOLLOW_LINKS)
                || !Digests.hex(archive).equals(copy.sha256())) {
            throw Refusal.invalid(
                    "house-damaged",
                    "The copy " + copy.name() + " is damaged; take another with --backup, or another site.");
        }
        Tools.bash(
                "unpacking the house",
                READ,
                key.identity().revealText() + "\n",
                List.of(archive.toString(), into.toString()));
    }

    /// Removes all but the newest.
    ///
    /// @return how many are left
    int prune(int keep) throws IOException {
        List<String> names = names();
        for (String old : names.subList(0, Math.max(0, names.size() - keep))) {
            // The description first: what a crash leaves is no copy, and is swept.
            Files.deleteIfExists(directory.resolve(old + FACTS));
            Files.deleteIfExists(archive(old));
        }
        DurableFile.syncDirectory(directory);
        return names().size();
    }

    /// Halves that a killed run left.
    private void sweep() throws IOException {
        List<String> names = names();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                boolean half =
                        name.endsWith(ARCHIVE) && !names.contains(name.substring(0, name.length() - ARCHIVE.length()));
                if (half || name.endsWith(PART)) {
                    Files.delete(file);
                }
            }
        }
    }

    private Path archive(String name) {
        return directory.resolve(name + ARCHIVE);
    }
}
