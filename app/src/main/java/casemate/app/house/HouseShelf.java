package casemate.app.house;

import casemate.agent.backup.Digests;
import casemate.agent.site.Confined;
import casemate.agent.site.Shelf;
import casemate.agent.site.Site;
import casemate.base.Refusal;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The copies of the house at a site of any kind. The file that describes a copy is written last: without it, an
/// archive is no copy.
final class HouseShelf {
    static final String DIRECTORY = "house";
    private static final String ARCHIVE = ".tar.zst.age";
    private static final String FACTS = ".json";
    private static final Pattern NAME = Pattern.compile("([0-9]{8}T[0-9]{6}Z)\\.json");

    /// A control database of a vendor with thousands of customers is some gigabytes.
    private static final Duration BOUND = Duration.ofHours(2);

    private static final int BUFFER_BYTES = 64 << 10;

    private static final String WRITE = """
            tar --create --sparse --sort=name --numeric-owner --directory=/set . |
                zstd --quiet --stdout -3 |
                age --encrypt --recipient "$1"
            """;

    private static final String READ = """
            age --decrypt --identity <(cat) /fetched/archive |
                zstd --quiet --decompress --stdout |
                tar --extract --numeric-owner --same-owner --preserve-permissions --delay-directory-restore \\
                    --directory=/into
            """;

    private final Shelf shelf;
    private final Optional<Shelf> removing;
    private final Shelf stones;

    private HouseShelf(Site site, Optional<Site> pruning) {
        this.shelf = site.shelf(DIRECTORY);
        this.removing = pruning.map(other -> other.shelf(DIRECTORY));
        this.stones = site.shelf(DIRECTORY + "/" + Tombstones.DIRECTORY);
    }

    /// Where all may be done.
    static HouseShelf of(Site site) {
        return new HouseShelf(site, Optional.of(site));
    }

    /// @param pruning the same site, opened with what may remove; empty where its owner removes what is too old
    static HouseShelf of(Site site, Optional<Site> pruning) {
        return new HouseShelf(site, pruning);
    }

    /// Where the tombstones are.
    Shelf stones() {
        return stones;
    }

    /// An archive as it was sent.
    ///
    /// @param sha256 of its bytes
    record Packed(String sha256, long bytes) {}

    /// Packs a set.
    Packed put(String name, Path set, RecoveryHalf half) throws IOException, InterruptedException {
        sweep();
        MessageDigest digest = Digests.sha256();
        AtomicLong bytes = new AtomicLong();
        shelf.put(name + ARCHIVE, out -> {
            OutputStream digested = new BufferedOutputStream(new DigestOutputStream(out, digest), BUFFER_BYTES);
            Confined.script(WRITE, List.of(half.recipient()))
                    .reading(set, "/set")
                    .within(BOUND)
                    .run(Confined.nothing(), made -> {
                        bytes.set(made.transferTo(digested));
                        return bytes;
                    })
                    .must("archiving the house");
            digested.flush();
        });
        return new Packed(HexFormat.of().formatHex(digest.digest()), bytes.get());
    }

    /// Makes an archive a copy, once the site has given back what was written to it.
    void describe(HouseCopy copy, RecoveryHalf half) throws IOException, InterruptedException {
        if (!shelf.read(copy.name() + ARCHIVE, Digests::hex).equals(copy.sha256())) {
            throw new IOException("the site does not give back what was written to it");
        }
        byte[] facts = copy.encode(half);
        shelf.put(copy.name() + FACTS, out -> out.write(facts));
    }

    /// Oldest first.
    List<String> names() throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        for (String file : shelf.names()) {
            Matcher matcher = NAME.matcher(file);
            if (matcher.matches()) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    /// What the site says of a copy, sealed by this key.
    ///
    /// @throws Refusal when it was not, or is of a newer release
    HouseCopy facts(String name, RecoveryHalf half) throws IOException, InterruptedException {
        byte[] bytes = shelf.read(name + FACTS, in -> in.readNBytes(HouseCopy.MAX_BYTES));
        HouseCopy copy = HouseCopy.decode(bytes);
        if (!copy.name().equals(name)) {
            throw Refusal.invalid("house-forged", "The copy " + name + " was made under another name.");
        }
        copy.check(bytes, half);
        return copy;
    }

    /// Fetches a copy, and unpacks it when its bytes are those that were sealed.
    ///
    /// @param fetched an empty directory, for the archive
    /// @param into an empty directory
    /// @throws Refusal `house-damaged`
    void restore(HouseCopy copy, RecoveryKey key, Path fetched, Path into) throws IOException, InterruptedException {
        String archive = copy.name() + ARCHIVE;
        Path file = fetched.resolve("archive");
        boolean whole = shelf.names().contains(archive)
                && shelf.read(archive, in -> {
                    MessageDigest digest = Digests.sha256();
                    try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
                        byte[] buffer = new byte[BUFFER_BYTES];
                        // A site that never stops sending must not fill the disk.
                        long left = copy.bytes() + 1;
                        for (int n; left > 0 && (n = in.read(buffer, 0, (int) Math.min(left, buffer.length))) > 0; ) {
                            out.write(buffer, 0, n);
                            left -= n;
                        }
                    }
                    return HexFormat.of().formatHex(digest.digest()).equals(copy.sha256());
                });
        if (!whole) {
            throw Refusal.invalid(
                    "house-damaged",
                    "The copy " + copy.name() + " is damaged; take another with --backup, or another site.");
        }
        Confined.script(READ)
                .reading(fetched, "/fetched")
                .writing(into, "/into")
                .within(BOUND)
                .run(Confined.line(key.identity().revealText()))
                .must("unpacking the house");
    }

    /// Removes all but the newest, where that may be.
    ///
    /// @return how many are left
    int prune(int keep) throws IOException, InterruptedException {
        List<String> names = names();
        if (removing.isEmpty()) {
            return names.size();
        }
        List<String> old = names.subList(0, Math.max(0, names.size() - keep));
        for (String each : old) {
            // The description first: what a crash leaves is no copy, and is swept.
            removing.get().remove(each + FACTS);
            removing.get().remove(each + ARCHIVE);
        }
        return old.isEmpty() ? names.size() : names().size();
    }

    /// Halves that a killed run left.
    private void sweep() throws IOException, InterruptedException {
        if (removing.isEmpty()) {
            return;
        }
        List<String> files = shelf.names();
        for (String file : files) {
            if (file.endsWith(ARCHIVE)
                    && !files.contains(file.substring(0, file.length() - ARCHIVE.length()) + FACTS)) {
                removing.get().remove(file);
            }
        }
    }
}
