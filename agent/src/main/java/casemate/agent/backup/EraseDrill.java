package casemate.agent.backup;

import casemate.agent.site.Site;
import casemate.base.Ids;
import casemate.base.InstanceId;
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
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// PRI-4: a canary that has left something in each part of each site is erased there as a customer's
/// instance is, and then searched for. What nobody may remove from is left out: a canary would stay there
/// for ever.
///
/// @param sites the platform's, those that files can be removed from
/// @param twin puts up one where a backup is left
record EraseDrill(Supplier<List<Site>> sites, Supplier<EraseTarget> twin, Ids ids) implements Drill<EraseTarget> {
    private static final DrillCard CARD = new DrillCard(
            new PromiseId("PRI-4"),
            "erased-at-every-site",
            new Cadence(Duration.ofHours(6), Duration.ofHours(25)),
            ProofKind.INSIDE_PROBE);

    /// None of these names is one of a copy, so that nobody counts a canary among backups.
    private static final Map<String, String> PARTS =
            Map.of("restic", "/data", "archive", "", "moments", "", "standby", "");

    private static final String CANARY = "canary";

    @Override
    public DrillCard card() {
        return CARD;
    }

    @Override
    public EraseTarget real() {
        return new EraseTarget(sites.get(), SiteEraser.whole(), () -> {});
    }

    @Override
    public EraseTarget sabotaged() {
        return twin.get();
    }

    @Override
    public Finding attempt(EraseTarget target) throws InterruptedException {
        if (target.sites().isEmpty()) {
            return new Finding.Unproved("There is no backup site from which anything can be removed.");
        }
        InstanceId canary = ids.instance();
        try {
            return attempt(target, canary);
        } catch (IOException | UncheckedIOException e) {
            return new Finding.Unproved("A backup site does not answer, so nothing was erased there.");
        } finally {
            // A drill leaves nothing, whatever it found.
            for (Site site : target.sites()) {
                SiteEraser.whole().erase(site, canary);
            }
        }
    }

    private static Finding attempt(EraseTarget target, InstanceId canary) throws IOException, InterruptedException {
        int planted = 0;
        for (Site site : target.sites()) {
            for (var part : PARTS.entrySet()) {
                site.shelf(part.getKey() + "/" + canary.value() + part.getValue())
                        .put(CANARY, out -> out.write(canary.value().getBytes(StandardCharsets.UTF_8)));
            }
            if (site.search(canary.value()).size() != PARTS.size()) {
                return new Finding.Unproved(
                        "What was planted at a site is not found there, so a search proves nothing.");
            }
            planted += PARTS.size();
        }
        int removed = 0;
        int left = 0;
        for (Site site : target.sites()) {
            removed += target.eraser().erase(site, canary).stream()
                    .mapToInt(SiteEraser.Part::removed)
                    .sum();
            left += site.search(canary.value()).size();
        }
        Json.Obj measured = Json.object()
                .put("sites", target.sites().size())
                .put("planted", planted)
                .put("removed", removed)
                .put("left", left)
                .build();
        return left == 0
                ? new Finding.Kept(measured)
                : new Finding.Broken(measured, "Something of an erased instance is still at a backup site.");
    }
}
