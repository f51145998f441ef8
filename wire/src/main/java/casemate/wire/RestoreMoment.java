package casemate.wire;

import casemate.base.Json;
import java.time.Instant;

/// To which moment a restore goes on from its backup, by the database's own log.
///
/// @param at what was committed by then is there, what came later is not
/// @param from when the backup was ordered: the log is needed from there
/// @param lineage the unbroken line of the log that holds both
/// @param chunks how many files that line had when its agent last told: fewer are a loss
/// @param store where they are
public record RestoreMoment(Instant at, Instant from, String lineage, long chunks, BackupStore store) {
    Json json() {
        return Json.object()
                .put("at", at)
                .put("from", from)
                .put("lineage", lineage)
                .put("chunks", chunks)
                .put("store", store.json())
                .build();
    }

    static RestoreMoment read(Json.Obj json) {
        Json.Obj o = json.only("at", "from", "lineage", "chunks", "store");
        return new RestoreMoment(
                o.instant("at"),
                o.instant("from"),
                o.text("lineage"),
                o.integer("chunks"),
                BackupStore.read(o.obj("store")));
    }
}
