package casemate.agent.site;

import casemate.base.Refusal;
import casemate.wire.BackupPlace;
import casemate.wire.SitePlace;
import casemate.wire.SiteProbe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/// Tries a site as backups will use it: asks what is there, writes a small file, reads it back, lists it, tries to
/// remove it. Where that is refused the file stays: the price of knowing.
public final class SiteTrial implements SiteProbe {
    private static final String DIRECTORY = "casemate-check";
    /// What is left at a site that refuses to remove, to ask it with again.
    private static final String KEPT = "kept";
    /// Some 70 KiB: a site without room for that is full.
    private static final int REPEATED = 2_000;

    @Override
    public boolean refusesRemoval(BackupPlace place) throws InterruptedException {
        Shelf shelf = Site.of(SitePlace.parse(place.place()), place.access()).shelf(DIRECTORY);
        String name = UUID.randomUUID().toString();
        byte[] text = name.repeat(REPEATED).getBytes(StandardCharsets.US_ASCII);
        try {
            // Without a body first: a server that refuses an upload may close before it is heard why.
            shelf.names();
            put(shelf, name, text);
            if (!Arrays.equals(shelf.read(name, in -> in.readNBytes(text.length + 1)), text)) {
                throw new IOException("what was written reads back otherwise");
            }
            if (!shelf.names().contains(name)) {
                throw new IOException("what was written is not listed");
            }
        } catch (IOException e) {
            throw unusable(place, String.valueOf(e.getMessage()));
        }
        try {
            boolean refuses = !removes(shelf, name);
            if (refuses && place.access().pruning().length() > 0) {
                prune(place, name);
            }
            return refuses;
        } catch (IOException e) {
            throw unusable(place, String.valueOf(e.getMessage()));
        }
    }

    /// A server that refuses may close while it is still written to, and its answer is lost: a single byte is written
    /// before it can close.
    private static void put(Shelf shelf, String name, byte[] text) throws IOException, InterruptedException {
        try {
            shelf.put(name, out -> out.write(text));
        } catch (IOException e) {
            if (!Complaint.brokeOff(String.valueOf(e.getMessage()))) {
                throw e;
            }
            shelf.put(name, out -> out.write(text, 0, 1));
            shelf.put(name, out -> out.write(text));
        }
    }

    /// What must remove does.
    private static void prune(BackupPlace place, String name) throws IOException, InterruptedException {
        SitePlace where = SitePlace.parse(place.place());
        if (!removes(Site.of(where, place.access().forPruning()).shelf(DIRECTORY), name)) {
            throw new IOException("the credentials for pruning may not remove");
        }
    }

    /// Asks a site that refused once again. Always by the same file: where it is refused, nothing more piles up.
    ///
    /// @throws IOException when it did not say, one way or the other
    public static boolean stillRefuses(Site site) throws IOException, InterruptedException {
        Shelf shelf = site.shelf(DIRECTORY);
        if (!shelf.names().contains(KEPT)) {
            byte[] text = KEPT.getBytes(StandardCharsets.US_ASCII);
            shelf.put(KEPT, out -> out.write(text));
        }
        return !removes(shelf, KEPT);
    }

    private static boolean removes(Shelf shelf, String name) throws IOException, InterruptedException {
        try {
            shelf.remove(name);
        } catch (IOException e) {
            if (Complaint.isRefusal(String.valueOf(e.getMessage()))) {
                return false;
            }
            throw e;
        }
        return !shelf.names().contains(name);
    }

    private static Refusal unusable(BackupPlace place, String why) {
        return Refusal.conflict(
                "site-unusable", "The site " + place.name() + " cannot be used: " + Complaint.of(why) + ".");
    }
}
