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
            shelf.put(name, out -> out.write(text));
            if (!Arrays.equals(shelf.read(name, in -> in.readNBytes(text.length + 1)), text)) {
                throw new IOException("what was written reads back otherwise");
            }
            if (!shelf.names().contains(name)) {
                throw new IOException("what was written is not listed");
            }
        } catch (IOException e) {
            throw unusable(place, String.valueOf(e.getMessage()));
        }
        return !removes(shelf, name, place);
    }

    private static boolean removes(Shelf shelf, String name, BackupPlace place) throws InterruptedException {
        try {
            shelf.remove(name);
        } catch (IOException e) {
            if (Complaint.isRefusal(String.valueOf(e.getMessage()))) {
                return false;
            }
            throw unusable(place, String.valueOf(e.getMessage()));
        }
        try {
            return !shelf.names().contains(name);
        } catch (IOException e) {
            throw unusable(place, String.valueOf(e.getMessage()));
        }
    }

    private static Refusal unusable(BackupPlace place, String why) {
        return Refusal.conflict(
                "site-unusable", "The site " + place.name() + " cannot be used: " + Complaint.of(why) + ".");
    }
}
