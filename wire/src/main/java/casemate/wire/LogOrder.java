package casemate.wire;

import casemate.base.InstanceId;
import casemate.base.Json;
import java.time.Instant;

/// Asks for an instance's database log to be copied to a site, again and again, until it is ordered no more.
///
/// @param store the site, with the key of the instance's repository there
/// @param keepFrom what is older is removed
public record LogOrder(InstanceId instance, BackupStore store, Instant keepFrom) {
    Json json() {
        return Json.object()
                .put("instance", instance.value())
                .put("store", store.json())
                .put("keepFrom", keepFrom)
                .build();
    }

    static LogOrder read(Json json) {
        Json.Obj o = Fields.of(json).only("instance", "store", "keepFrom");
        return new LogOrder(
                new InstanceId(o.text("instance")), BackupStore.read(o.obj("store")), o.instant("keepFrom"));
    }
}
