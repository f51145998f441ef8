package casemate.agent.backup;

import casemate.agent.site.Confined;
import casemate.agent.site.Shelf;
import casemate.base.Refusal;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One file per backup: `tar`, compressed by `zstd`, encrypted by `openssl` (AES-256-CTR) and sealed by `age`, so that
/// stock tools bring it back where neither Casemate nor anything of ours is left. AES-256 is what is promised (CRY-3);
/// age authenticates every 64 KiB before they are used, and keeps keys as people can write them down. Archives of
/// earlier releases have the seal alone, and are still read. Beside it lies its SHA-256, which tells without the key
/// whether a byte has changed.
public final class ArchiveEngine implements BackupEngine {
    private static final Duration BOUND = Duration.ofHours(6);
    private static final System.Logger LOG = System.getLogger(ArchiveEngine.class.getName());
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
    static final Pattern NAME =
            Pattern.compile("([0-9]{8}T[0-9]{6}Z)-([a-z]{2,4}_[0-9a-z]{26})\\.tar\\.zst(\\.aes)?\\.age");
    private static final String SEALED = ".tar.zst.age";
    private static final String ENCRYPTED = ".tar.zst.aes.age";
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
                if [ "$1" = aes ]; then
                    openssl enc -aes-256-ctr -pbkdf2 -md sha256 -pass file:<(printf '%s\\n' "$key")
                else
                    cat
                fi |
                age --encrypt --identity <(printf '%s\\n' "$key")
            """;

    /// The archive follows the key on standard input, or lies in a directory that the tools see.
    private static final String READ = """
            read -r key
            if [ $# = 2 ]; then exec <"/site/$2"; fi
            age --decrypt --identity <(printf '%s\\n' "$key") |
                if [ "$1" = aes ]; then
                    openssl enc -d -aes-256-ctr -pbkdf2 -md sha256 -pass file:<(printf '%s\\n' "$key")
                else
                    cat
                fi |
                zstd --quiet --decompress --stdout |
            """;

    private static final String UNPACK = READ
            // Pipes hold 64 KiB; the usual 10 KiB cost a tenth of all the processor time.
            + "tar --extract --blocking-factor=128 --numeric-owner --same-owner --preserve-permissions --delay-directory-restore "
            + "--directory=/into\n";
    private static final String LOOK = READ + "tar --list >/dev/null\n";
    /// The first bytes of what age seals; age is told to stop once they are there.
    private static final String HEAD = """
            read -r key
            age --decrypt --identity <(printf '%s\\n' "$key") | head --bytes=64 || :
            """;

    private static final int HEAD_BYTES = 64;
    /// What broke on the way comes through the second time.
    private static final int READS = 2;

    private final String ending;

    public ArchiveEngine() {
        this(ENCRYPTED);
    }

    private ArchiveEngine(String ending) {
        this.ending = ending;
    }

    /// As earlier releases wrote: sealed by age's own cipher alone. For a drill's twin, and to show that their archives
    /// are read.
    static ArchiveEngine former() {
        return new ArchiveEngine(SEALED);
    }

    @Override
    public String name() {
        return "archive";
    }

    @Override
    public Stored store(Repository repository, Path set, String run, Instant at)
            throws IOException, InterruptedException {
        String name = fileName(at, run, ending);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name of a backup: " + run);
        }
        Shelf shelf = shelf(repository);
        // Of the same run before a crash: with other bytes under its name it would not be a copy.
        takeBack(shelf, name + DIGEST);
        MessageDigest digest = Digests.sha256();
        shelf.put(name, out -> {
            OutputStream digested = new BufferedOutputStream(new DigestOutputStream(out, digest), BUFFER_BYTES);
            Confined.script(WRITE, layers(name))
                    .reading(set, SET)
                    .within(BOUND)
                    .run(Confined.line(identity(repository)), made -> made.transferTo(digested))
                    .must("archiving");
            digested.flush();
        });
        String hex = HexFormat.of().formatHex(digest.digest());
        // As sha256sum writes it, for `sha256sum --check`.
        shelf.put(name + DIGEST, out -> out.write((hex + "  " + name + "\n").getBytes(StandardCharsets.US_ASCII)));
        try {
            return new Stored(name, check(shelf, name));
        } catch (IOException e) {
            // A site that took it and does not have it: nobody may count it as a copy, the newest least of all.
            takeBack(shelf, name + DIGEST);
            takeBack(shelf, name);
            throw e;
        }
    }

    /// Where nothing may be removed it stays, and whoever reads it notices.
    private static void takeBack(Shelf shelf, String name) throws InterruptedException {
        try {
            shelf.remove(name);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} stays: {1}", name, e.getMessage());
        }
    }

    /// As this release names the archive of a moment.
    static String fileName(Instant at, String run) {
        return fileName(at, run, ENCRYPTED);
    }

    private static String fileName(Instant at, String run, String ending) {
        return TIME.format(at.atOffset(ZoneOffset.UTC)) + "-" + run + ending;
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
        read(repository, copy, UNPACK, tool -> tool.writing(into, INTO), "unpacking");
    }

    @Override
    public void verify(Repository repository) throws IOException, InterruptedException {
        Shelf shelf = shelf(repository);
        for (Kept each : list(repository)) {
            check(shelf, each.copy());
            read(repository, each.copy(), LOOK, tool -> tool, "reading " + each.copy());
        }
    }

    @Override
    public void read(Repository repository, Share share) throws IOException, InterruptedException {
        List<String> damaged = damaged(
                repository,
                list(repository).stream().map(Kept::copy).filter(share::has).toList());
        if (!damaged.isEmpty()) {
            throw new Damaged(damaged(damaged.getFirst()), damaged);
        }
    }

    @Override
    public List<String> damaged(Repository repository, List<String> copies) throws IOException, InterruptedException {
        Shelf shelf = shelf(repository);
        List<String> damaged = new ArrayList<>();
        for (String each : copies) {
            int wrong = 0;
            while (wrong < READS && whole(shelf, each).isEmpty()) {
                wrong++;
            }
            if (wrong == READS) {
                damaged.add(each);
            }
        }
        return damaged;
    }

    private static String damaged(String name) {
        return name + " is damaged: its bytes are not those that were written";
    }

    @Override
    public int prune(Repository repository, Instant keepFrom) throws IOException, InterruptedException {
        Shelf shelf = shelf(repository);
        List<Kept> old = Retention.tooOld(list(repository), keepFrom);
        for (Kept each : old) {
            // The digest first: what a crash leaves is no backup, and goes with the leftovers.
            shelf.remove(each.copy() + DIGEST);
            shelf.remove(each.copy());
        }
        List<String> left = shelf.names();
        for (String name : left) {
            if (NAME.matcher(name).matches() && !left.contains(name + DIGEST)) {
                shelf.remove(name);
            }
        }
        return old.size();
    }

    private static void read(
            Repository repository, String copy, String script, UnaryOperator<Confined> lend, String what)
            throws IOException, InterruptedException {
        Shelf shelf = shelf(repository);
        Optional<Path> here = shelf.here();
        if (here.isPresent()) {
            // Without a detour through this process.
            List<String> arguments = List.of(layers(copy).getFirst(), copy);
            lend.apply(Confined.script(script, arguments))
                    .reading(here.get(), "/site")
                    .within(BOUND)
                    .run(Confined.line(identity(repository)))
                    .must(what);
            return;
        }
        Confined reader = lend.apply(Confined.script(script, layers(copy))).within(BOUND);
        shelf.read(copy, in -> reader.run(keyed(repository, in)).must(what));
    }

    private static Confined.Feed keyed(Repository repository, InputStream archive) {
        return pipe -> {
            Confined.line(identity(repository)).into(pipe);
            archive.transferTo(pipe);
        };
    }

    /// The cipher that a copy is really under, as its own bytes say.
    String cipher(Repository repository, String copy) throws IOException, InterruptedException {
        byte[] head = shelf(repository)
                .read(
                        copy,
                        in -> Confined.script(HEAD)
                                .run(keyed(repository, in), out -> out.readNBytes(HEAD_BYTES))
                                .must("looking at " + copy));
        return StockCipher.ofArchive(head, identity(repository));
    }

    /// Whether it has the layer that is promised.
    static boolean encrypted(String name) {
        return name.endsWith(ENCRYPTED);
    }

    private static List<String> layers(String name) {
        return List.of(encrypted(name) ? "aes" : "sealed");
    }

    /// Reads it back from the site.
    ///
    /// @return its size
    private static long check(Shelf shelf, String name) throws IOException, InterruptedException {
        Optional<Long> size = whole(shelf, name);
        return size.orElseThrow(() -> new IOException(damaged(name)));
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
