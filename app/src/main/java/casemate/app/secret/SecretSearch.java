package casemate.app.secret;

import casemate.app.node.SecondHost;
import casemate.base.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Looks for secrets where they must not be: what processes were started with, and the house's files and logs. As they
/// are, and in base64.
final class SecretSearch {
    /// Instances' volumes and images hold what customers and Debian put there, backups are encrypted before they come.
    private static final Set<String> NOT_OURS = Stream.concat(
                    Stream.of("images", "sites"),
                    Stream.of("agent", SecondHost.NAME)
                            .flatMap(host -> Stream.of(
                                            "volumes",
                                            "sealed/volumes",
                                            "sealed/stage",
                                            // The volumes' ciphertext, as large as the disk, and what gocryptfs shows.
                                            "sealed.img",
                                            "sealed/cipher",
                                            "sealed/open")
                                    .map(part -> host + "/" + part)))
            .collect(Collectors.toUnmodifiableSet());

    /// The database's programs.
    private static final String PROGRAMS = "postgres/bin-";

    private static final Path PROCESSES = Path.of("/proc");
    private static final int CHUNK = 256 << 10;

    /// The kernel allows more, nobody uses it.
    private static final int MOST_PROCESS_BYTES = 1 << 20;

    /// So much is read in a second or two; a house that has more is searched as far as this, and the drill says so.
    private static final long MOST_BYTES = 1L << 30;

    private final List<Needle> needles = new ArrayList<>();
    private final List<Set<Place>> seen = new ArrayList<>();
    private long bytes;
    private boolean whole = true;

    /// Where a secret can be found.
    enum Place {
        ENVIRONMENT,
        ARGUMENTS,
        FILE
    }

    SecretSearch(List<Secret> secrets) {
        for (int i = 0; i < secrets.size(); i++) {
            seen.add(EnumSet.noneOf(Place.class));
            byte[] clear = secrets.get(i).reveal();
            needles.add(new Needle(i, clear));
            needles.add(new Needle(i, Base64.getEncoder().withoutPadding().encode(clear)));
        }
    }

    /// @param data the data directory
    void run(Path data) throws IOException {
        try (Stream<Path> all = Files.list(PROCESSES)) {
            for (Path process : all.filter(SecretSearch::numbered).toList()) {
                process(process.resolve("environ"), Place.ENVIRONMENT);
                process(process.resolve("cmdline"), Place.ARGUMENTS);
            }
        }
        Files.walkFileTree(data, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = data.relativize(directory).toString();
                return NOT_OURS.contains(name) || name.startsWith(PROGRAMS)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!attributes.isRegularFile()
                        || NOT_OURS.contains(data.relativize(file).toString())) {
                    return FileVisitResult.CONTINUE;
                }
                file(file);
                return whole ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                // Files come and go in a house that runs.
                return FileVisitResult.CONTINUE;
            }
        });
    }

    boolean found(int secret, Place place) {
        return seen.get(secret).contains(place);
    }

    /// Whether one of the secrets from this one on is anywhere.
    boolean foundAnyFrom(int first) {
        return seen.stream().skip(first).anyMatch(places -> !places.isEmpty());
    }

    long bytes() {
        return bytes;
    }

    /// Whether everything was searched.
    boolean whole() {
        return whole;
    }

    private void process(Path file, Place place) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] all = in.readNBytes(MOST_PROCESS_BYTES);
            look(all, all.length, place);
        } catch (IOException _) {
            // Ended meanwhile.
        }
    }

    private void file(Path file) {
        int overlap = needles.stream().mapToInt(Needle::length).max().orElse(1) - 1;
        byte[] chunk = new byte[overlap + CHUNK];
        int kept = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.readNBytes(chunk, kept, CHUNK); read > 0; read = in.readNBytes(chunk, kept, CHUNK)) {
                int filled = kept + read;
                bytes += read;
                if (bytes > MOST_BYTES) {
                    whole = false;
                    return;
                }
                look(chunk, filled, Place.FILE);
                kept = Math.min(overlap, filled);
                System.arraycopy(chunk, filled - kept, chunk, 0, kept);
            }
        } catch (IOException _) {
            // Gone meanwhile: what replaced it is searched, or comes in the next run.
        }
    }

    private void look(byte[] text, int length, Place place) {
        for (Needle needle : needles) {
            if (!found(needle.secret, place) && needle.in(text, length)) {
                seen.get(needle.secret).add(place);
            }
        }
    }

    private static boolean numbered(Path path) {
        return path.getFileName().toString().chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /// Horspool's search: a password of 43 characters is looked for at every 43rd byte.
    private static final class Needle {
        private static final int BYTE_VALUES = 256;
        private static final int BYTE = 0xff;
        private final int secret;
        private final byte[] bytes;
        private final int[] skip = new int[BYTE_VALUES];

        Needle(int secret, byte[] bytes) {
            this.secret = secret;
            this.bytes = bytes;
            Arrays.fill(skip, bytes.length);
            for (int i = 0; i < bytes.length - 1; i++) {
                skip[bytes[i] & BYTE] = bytes.length - 1 - i;
            }
        }

        int length() {
            return bytes.length;
        }

        boolean in(byte[] text, int length) {
            int last = bytes.length - 1;
            for (int at = 0; at + last < length; at += skip[text[at + last] & BYTE]) {
                int i = last;
                while (i >= 0 && text[at + i] == bytes[i]) {
                    i--;
                }
                if (i < 0) {
                    return true;
                }
            }
            return false;
        }
    }
}
