package casemate.agent.backup;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Keeps a marker with every technology and looks for it in the bytes at the site: it may not be there, AES-256 of
/// another maker must open what was written, and another key nothing. Then looks at the names of what lies at the
/// platform's own sites (CRY-3).
final class CipherDrill implements Drill<CipherTarget> {
    private static final DrillCard CARD = new DrillCard(
            new PromiseId("CRY-3"),
            "backups-at-rest",
            new Cadence(Duration.ofHours(12), Duration.ofDays(2)),
            ProofKind.INSIDE_PROBE);

    private final CipherTarget.Targets targets;

    CipherDrill(CipherTarget.Targets targets) {
        this.targets = targets;
    }

    @Override
    public DrillCard card() {
        return CARD;
    }

    @Override
    public Finding attempt(CipherTarget target) throws InterruptedException {
        try {
            return judge(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Finding judge(CipherTarget target) throws IOException, InterruptedException {
        List<String> ciphers = new ArrayList<>();
        boolean found = false;
        boolean opened = false;
        for (CipherTarget.Store store : target.stores()) {
            String copy = target.keep(store);
            if (!target.comesBack(store, copy)) {
                return new Finding.Unproved("A copy does not come back with its own key.");
            }
            ciphers.add(store.engine().name() + " " + store.cipher().of(store.repository(), copy));
            found |= target.markerLies(store);
            opened |= opens(target, store, copy);
        }
        CipherTarget.Former former = target.former();
        Json.Obj measured = Json.object()
                .put("ciphers", String.join(", ", ciphers))
                .put("markerFound", found)
                .put("otherKeyOpens", opened)
                .put("copiesOfEarlierReleases", former.copies())
                .build();
        if (found || opened) {
            return new Finding.Broken(measured, "A backup can be read without its key.");
        }
        if (!ciphers.stream().allMatch(cipher -> cipher.endsWith(StockCipher.PROMISED))) {
            return new Finding.Broken(measured, "A technology does not encrypt by AES-256.");
        }
        if (former.copies() > 0) {
            return new Finding.Broken(measured, "Archives of an earlier release are under another cipher still.");
        }
        return former.unseenSites() > 0
                ? new Finding.Unproved("A backup site cannot be looked at.")
                : new Finding.Kept(measured);
    }

    private static boolean opens(CipherTarget target, CipherTarget.Store store, String copy)
            throws InterruptedException {
        try {
            return target.comesBack(target.withOtherKey(store), copy);
        } catch (IOException | UncheckedIOException | Refusal _) {
            return false;
        }
    }

    @Override
    public CipherTarget real() {
        return targets.platform();
    }

    @Override
    public CipherTarget sabotaged() {
        return targets.former();
    }
}
