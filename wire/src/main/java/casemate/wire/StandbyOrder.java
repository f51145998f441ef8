package casemate.wire;

import casemate.base.Json;
import java.time.Instant;

/// Asks for a standby of an instance that runs on another host: seeded from a backup, then kept near by the log that
/// the other host puts at a site.
///
/// @param pod the instance, as it will run here once it is promoted
/// @param epoch of the reign that this standby is to begin, if it is promoted
/// @param store the site with the seed's archive, and with the log
/// @param copy the archive's name for the seed
/// @param manifest the seed's, by which it is compared
/// @param from when the seed was ordered: the log is needed from there
/// @param lineage the unbroken line of the log that leads on from the seed
/// @param stage what it should be
/// @param chunks with [Stage#PROMOTE]: how many files the other host had put there when it was stopped in good order;
///     0 when nobody knows, and what is there has to be enough
public record StandbyOrder(
        PodOrder pod,
        long epoch,
        BackupStore store,
        String copy,
        String manifest,
        Instant from,
        String lineage,
        Stage stage,
        long chunks) {
    public enum Stage {
        FOLLOW,
        /// To become the instance itself, with all that is at the site.
        PROMOTE
    }

    Json json() {
        return Json.object()
                .put("pod", pod.json())
                .put("epoch", epoch)
                .put("store", store.json())
                .put("copy", copy)
                .put("manifest", manifest)
                .put("from", from)
                .put("lineage", lineage)
                .put("stage", Fields.word(stage))
                .put("chunks", chunks)
                .build();
    }

    static StandbyOrder read(Json json) {
        Json.Obj o =
                Fields.of(json).only("pod", "epoch", "store", "copy", "manifest", "from", "lineage", "stage", "chunks");
        return new StandbyOrder(
                PodOrder.read(o.obj("pod")),
                o.integer("epoch"),
                BackupStore.read(o.obj("store")),
                o.text("copy"),
                o.text("manifest"),
                o.instant("from"),
                o.text("lineage"),
                Fields.constant(Stage.class, o.text("stage")),
                o.integer("chunks"));
    }
}
