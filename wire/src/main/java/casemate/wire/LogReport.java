package casemate.wire;

import casemate.base.InstanceId;
import casemate.base.Json;
import java.time.Instant;

/// How far an instance's database log is copied to a site.
///
/// @param lineage names the unbroken line that is being copied now
/// @param chunks how many files it has there
/// @param since where the line begins
/// @param through what was committed before this moment is at the site
/// @param detail why it does not go on; empty when it does
public record LogReport(
        InstanceId instance, String site, String lineage, long chunks, Instant since, Instant through, String detail) {
    private static final int MAX_DETAIL_CHARS = 300;

    public LogReport {
        String line = detail.replaceAll("\\p{Cntrl}+", " ").strip();
        detail = line.substring(0, Math.min(line.length(), MAX_DETAIL_CHARS));
    }

    Json json() {
        return Json.object()
                .put("instance", instance.value())
                .put("site", site)
                .put("lineage", lineage)
                .put("chunks", chunks)
                .put("since", since)
                .put("through", through)
                .put("detail", detail)
                .build();
    }

    static LogReport read(Json json) {
        Json.Obj o = Fields.of(json).only("instance", "site", "lineage", "chunks", "since", "through", "detail");
        return new LogReport(
                new InstanceId(o.text("instance")),
                o.text("site"),
                o.text("lineage"),
                o.integer("chunks"),
                o.instant("since"),
                o.instant("through"),
                o.text("detail"));
    }
}
