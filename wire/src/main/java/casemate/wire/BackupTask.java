package casemate.wire;

import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/// One thing to do with the backups of one instance, done once: its outcome is reported under its id.
///
/// @param id names it for ever, such as `bak_…`; backups are known by it at the sites too
/// @param at the moment that it is for
/// @param keepFrom what is older is removed, of a backup; of no meaning otherwise
/// @param stores where to; a rehearsal has one
/// @param copy of a rehearsal: which copy at the site; empty otherwise
/// @param manifest of a rehearsal: what was recorded when the copy was made; empty otherwise
public record BackupTask(
        String id,
        Kind kind,
        InstanceId instance,
        Instant at,
        Instant keepFrom,
        List<BackupStore> stores,
        String copy,
        String manifest) {
    private static final Pattern ID = Pattern.compile("[a-z]{2,4}_[0-9a-z]{26}");
    private static final int MAX_STORES = 16;

    /// What is to be done.
    public enum Kind {
        /// Copy the instance to all stores, then remove what is too old there.
        BACKUP,
        /// Restore a copy into a sandbox of its own, start it, compare, and take it away.
        REHEARSAL
    }

    public BackupTask {
        stores = List.copyOf(stores);
        if (!ID.matcher(id).matches() || stores.isEmpty() || stores.size() > MAX_STORES) {
            throw Refusal.invalid("backup-malformed", "A backup has an id and 1 to 16 stores.");
        }
    }

    Json json() {
        return Json.object()
                .put("id", id)
                .put("kind", Fields.word(kind))
                .put("instance", instance.value())
                .put("at", at)
                .put("keepFrom", keepFrom)
                .put("stores", Json.array(stores, BackupStore::json))
                .put("copy", copy)
                .put("manifest", manifest)
                .build();
    }

    static BackupTask read(Json json) {
        Json.Obj o = Fields.of(json).only("id", "kind", "instance", "at", "keepFrom", "stores", "copy", "manifest");
        return new BackupTask(
                o.text("id"),
                Fields.constant(Kind.class, o.text("kind")),
                new InstanceId(o.text("instance")),
                o.instant("at"),
                o.instant("keepFrom"),
                o.list("stores", BackupStore::read),
                o.text("copy"),
                o.text("manifest"));
    }
}
