package casemate.wire;

import casemate.base.InstanceId;
import casemate.base.Json;
import java.time.Instant;

/// How near a standby is.
///
/// @param epoch of the order it speaks of
/// @param lineage of the log that it follows
/// @param taken how many files of that line lie in its server's log
/// @param replayed what was committed at the instance before this moment, by the instance's clock, is in its database;
///     [Instant#EPOCH] before anything was
/// @param files what changed among the instance's files before this moment, by its host's clock, lies on this one's
/// disk;
///     [Instant#EPOCH] before anything was said of that
/// @param detail why it does not go on, one line; empty when it does
public record StandbyReport(
        InstanceId instance,
        long epoch,
        Phase phase,
        String lineage,
        long taken,
        Instant replayed,
        Instant files,
        String detail) {
    private static final int MAX_DETAIL_CHARS = 300;

    public enum Phase {
        /// The seed is fetched and laid out.
        SEEDING,
        FOLLOWING,
        /// It is the instance now; the pod's own order starts it.
        PROMOTED,
        /// It cannot go on from where it is: another seed is needed.
        BROKEN
    }

    public StandbyReport {
        String line = detail.replaceAll("\\p{Cntrl}+", " ").strip();
        detail = line.substring(0, Math.min(line.length(), MAX_DETAIL_CHARS));
    }

    Json json() {
        return Json.object()
                .put("instance", instance.value())
                .put("epoch", epoch)
                .put("phase", Fields.word(phase))
                .put("lineage", lineage)
                .put("taken", taken)
                .put("replayed", replayed)
                .put("files", files)
                .put("detail", detail)
                .build();
    }

    static StandbyReport read(Json json) {
        Json.Obj o =
                Fields.of(json).only("instance", "epoch", "phase", "lineage", "taken", "replayed", "files", "detail");
        return new StandbyReport(
                new InstanceId(o.text("instance")),
                o.integer("epoch"),
                Fields.constant(Phase.class, o.text("phase")),
                o.text("lineage"),
                o.integer("taken"),
                o.instant("replayed"),
                o.instant("files"),
                o.text("detail"));
    }
}
