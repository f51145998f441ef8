package casemate.agent.backup;

import casemate.agent.site.Confined;
import casemate.agent.site.Shelf;
import casemate.base.Refusal;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One file per backup: `tar`, compressed by `zstd`, encrypted by `age`, so that `age -d | zstd -d | tar -x` brings it
/// back where neither Casemate nor anything of ours is left. Beside it lies its SHA-256, which tells without the key
/// whether a byte has changed.
public final class ArchiveEngine implements BackupEngine {
    private static final Duration BOUND = Duration.ofHours(6);
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
    static final Pattern NAME = Pattern.compile("([0-9]{8}T[0-9]{6}Z)-([a-z]{2,4}_[0-9a-z]{26})\\.tar\\.zst\\.age");
    static final String DIGEST = ".sha256";
    private static final int DIGEST_LINE_BYTES = 512;
    private static final int BUFFER_BYTES = 256 << 10;

    private static final String SET = "/set";
    private static final String INTO = "/into";

    /// The key comes as the first line and goes on through a pipe: never an argument, never a file.
    private static final String WRITE = """
            read -r key
            tar --create --sparse --sort=name --numeric-owner --directory=/set . |
                zstd --quiet --stdout -3 |
                age --encrypt --identity <(printf '%s\\n' "$key")
            """;

    /// The archive follows the key on standard input.
    private static final String READ = """
            read -r key
            age --decrypt --identity <(printf '%s\\n' "$key") |
                zstd --quiet --decompress --stdout |
            """;

    private static final String UNPACK = READ
            + "tar --extract --numeric-owner --same-owner --preserve-permissions --delay-directory-restore "
            + "--directory=/into\n";
    private static final String LOOK = READ + "tar --list >/dev/null\n";

    @Override
    public String name() {
        return "archive";
    }

    @Override
    public Stored store(Repository repository, Path set, String run, Instant at)
            throws IOException, InterruptedException {
        String name = TIME.format(at.atOffset(ZoneOffset.UTC)) + "-" + run + ".tar.zst.age";
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name of a backup: " + run);
        }
        Shelf shelf = shelf(repository);
        MessageDigest digest = Digests.sha256();
        shelf.put(name, out -> {
            OutputStream digested = new BufferedOutputStream(new DigestOutputStream(out, digest), BUFFER_BYTES);
            Confined.script(WRITE)
                    .reading(set, SET)
                    .within(BOUND)
                    .run(Confined.line(identity(repository)), made -> made.transferTo(digested))
                    .must("archiving");
            digested.flush();
        });
        String hex = HexFormat.of().formatHex(digest.digest());
        // As sha256sum writes it, for `sha256sum --check`.
        shelf.put(name + DIGEST, out -> out.write((hex + "  " + name + "\n").getBytes(StandardCharsets.US_ASCII)));
        return new Stored(name, check(shelf, name));
    }

    @Override
    public List<Kept> list(Repository repository) throws IOException, InterruptedException {
        List<String> names = shelf(repository).names();
        List<Kept> kept = new ArrayList<>();
        for (String name : names) {
            Matcher matcher = NAME.matcher(name);
            // Without its digest it is half a backup: the digest is written last.
            if (matcher.matches() && names.contains(name + DIGEST)) {
                Instant at = LocalDateTime.parse(matcher.group(1), TIME).toInstant(ZoneOffset.UTC);
                kept.add(new Kept(name, matcher.group(2), at));
            }
        }
        return kept;
    }

    @Override
    public void restore(Repository repository, String copy, Path into) throws IOException, InterruptedException {
        Shelf shelf = shelf(repository);
        if (!NAME.matcher(copy).matches() || !shelf.names().contains(copy)) {
            throw Refusal.notFound("copy-unknown", "There is no such archive at this site; list them first.");
        }
        read(repository, copy, Confined.script(UNPACK).writing(into, INTO), "unpacking");
    }

    @Override
    public void verify(Repository repository) throws IOException, InterruptedException {
        Shelf shelf = shelf(repository);
        for (Kept each : list(repository)) {
            check(shelf, each.copy());
            read(repository, each.copy(), Confined.script(LOOK), "reading " + each.copy());
        }
    }

    @Override
    public int prune(Repository repository, Instant keepFrom) throws IOException, InterruptedException {
        Shelf shelf = shelf(repository);
        List<Kept> all = list(repository);
        int removed = 0;
        for (Kept each : all.subList(0, Math.max(0, all.size() - 1))) {
            if (each.at().isBefore(keepFrom)) {
                // The digest first: what a crash leaves is no backup, and goes with the leftovers.
                shelf.remove(each.copy() + DIGEST);
                shelf.remove(each.copy());
                removed++;
            }
        }
        List<String> left = shelf.names();
        for (String name : left) {
            if (NAME.matcher(name).matches() && !left.contains(name + DIGEST)) {
                shelf.remove(name);
            }
        }
        return removed;
    }

    private static void read(Repository repository, String copy, Confined reader, String what)
            throws IOException, InterruptedException {
        shelf(repository)
                .read(
                        copy,
                        in -> reader.within(BOUND)
                                .run(pipe -> {
                                    Confined.line(identity(repository)).into(pipe);
                                    in.transferTo(pipe);
                                })
                                .must(what));
    }

    /// Reads it back from the site.
    ///
    /// @return its size
    private static long check(Shelf shelf, String name) throws IOException, InterruptedException {
        Optional<Long> size = whole(shelf, name);
        return size.orElseThrow(() -> new IOException(name + " is damaged: its bytes are not those that were written"));
    }

    /// The size of a file whose bytes are those that its digest was made of.
    static Optional<Long> whole(Shelf shelf, String name) throws IOException, InterruptedException {
        String said = shelf.read(
                name + DIGEST, in -> new String(in.readNBytes(DIGEST_LINE_BYTES), StandardCharsets.US_ASCII));
        return shelf.read(name, in -> {
            MessageDigest digest = Digests.sha256();
            long size = in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return said.startsWith(HexFormat.of().formatHex(digest.digest()) + " ")
                    ? Optional.of(size)
                    : Optional.<Long>empty();
        });
    }

    private static Shelf shelf(Repository repository) {
        return repository.site().shelf(repository.path());
    }

    private static String identity(Repository repository) {
        return AgeIdentity.of(repository.key().reveal());
    }
}
