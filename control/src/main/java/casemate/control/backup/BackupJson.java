package casemate.control.backup;

import casemate.base.Json;
import java.util.Locale;

/// Backups as programs read them.
final class BackupJson {
    private BackupJson() {}

    static Json.Obj of(Backup backup) {
        Json.Builder o = Json.object()
                .put("id", backup.id())
                .put("kind", backup.kind().name().toLowerCase(Locale.ROOT))
                .put("instance", backup.instance().value())
                .put("reason", backup.reason().name().toLowerCase(Locale.ROOT))
                .put("state", backup.state())
                .put("ordered", backup.ordered())
                .put("detail", backup.detail())
                .put("manifest", backup.manifest())
                .put("files", backup.files())
                .put("bytes", backup.bytes())
                .put("copies", Json.array(backup.copies(), BackupJson::of));
        backup.ended().ifPresent(at -> o.put("ended", at));
        return o.build();
    }

    private static Json.Obj of(Backup.Copy copy) {
        return Json.object()
                .put("engine", copy.engine())
                .put("site", copy.site())
                .put("done", copy.done())
                .put("damaged", copy.damaged())
                .put("copy", copy.copy())
                .put("addedBytes", copy.addedBytes())
                .put("kept", copy.kept())
                .put("millis", copy.took().toMillis())
                .put("detail", copy.detail())
                .build();
    }
}
