package casemate.agent.attack;

import casemate.agent.volume.Held;
import casemate.base.Json;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Has an application write a marker, and looks for it where the disk's bytes lie: it may not be there,
/// nor its name, and nobody may read the volume once its instance stands still (CRY-1).
public final class VolumeDrill implements Drill<VolumeTarget> {
    public static final PromiseId PROMISE = new PromiseId("CRY-1");

    private static final DrillCard CARD = new DrillCard(
            PROMISE, "volumes-at-rest", new Cadence(Duration.ofHours(6), Duration.ofDays(1)), ProofKind.INSIDE_PROBE);
    /// Of 8 bits per byte: what AES gives in 64 KiB is above 7.99, what is compressed or text below.
    private static final double LEAST_ENTROPY = 7.9;

    private final VolumeTarget.Targets targets;

    public VolumeDrill(VolumeTarget.Targets targets) {
        this.targets = targets;
    }

    @Override
    public DrillCard card() {
        return CARD;
    }

    @Override
    public Finding attempt(VolumeTarget target) throws InterruptedException {
        try {
            target.plant();
            if (!target.readable()) {
                return new Finding.Unproved("The application's marker cannot be read where it was written.");
            }
            return judge(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Finding judge(VolumeTarget target) throws IOException, InterruptedException {
        String mode = target.mode();
        byte[] contents = target.rawContents();
        boolean found = contains(contents, target.marker()) || contains(target.rawNames(), target.marker());
        double entropy = entropy(contents);
        target.stop();
        boolean open = target.readable() || target.unlocked();
        long clear = target.inTheClear();
        Json.Obj measured = Json.object()
                .put("kind", target.kind())
                .put("mode", mode)
                .put("keyBits", mode.equals(VolumeTarget.CLEAR) ? 0 : Held.KEY_BYTES * Byte.SIZE)
                .put("markerFound", found)
                .put("bitsPerThousandBytes", Math.round(entropy * 1_000))
                .put("readableWhenStopped", open)
                .put("volumesInTheClear", clear)
                .build();
        if (target.declared() && target.asCustomers()) {
            return new Finding.Unproved(
                    "The disk is encrypted as a whole, as the kernel says (dm-crypt): one key for all"
                            + " instances, and what lies on the disk below it is not looked at.");
        }
        if (found || mode.equals(VolumeTarget.CLEAR)) {
            return new Finding.Broken(measured, "What an application writes lies on the disk in the clear.");
        }
        if (open) {
            return new Finding.Broken(measured, "The volume of a stopped instance can be read.");
        }
        if (clear > 0) {
            return new Finding.Broken(measured, "Volumes of an earlier release are not encrypted yet.");
        }
        return entropy < LEAST_ENTROPY
                ? new Finding.Unproved("What was read from the disk does not look like the encrypted file.")
                : new Finding.Kept(measured);
    }

    private static boolean contains(byte[] bytes, String marker) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(marker);
    }

    /// Shannon's, in bits per byte.
    private static double entropy(byte[] bytes) {
        long[] counts = new long[1 << Byte.SIZE];
        for (byte each : bytes) {
            counts[each & 0xff]++;
        }
        double entropy = 0;
        for (long count : counts) {
            double share = (double) count / Math.max(1, bytes.length);
            entropy -= count == 0 ? 0 : share * Math.log(share) / Math.log(2);
        }
        return entropy;
    }

    @Override
    public VolumeTarget real() throws InterruptedException {
        return targets.encrypted();
    }

    @Override
    public VolumeTarget sabotaged() throws InterruptedException {
        return targets.plain();
    }
}
