package casemate.wire;

import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import java.util.regex.Pattern;

/// Removes all that one instance ever left at one site, and searches for it afterwards. Its key is
/// destroyed by then: nothing is opened, files are taken away by their names. Its outcome has one copy for
/// each part of the site that was looked at, with how much was removed and how much is left.
///
/// @param id names it for ever: `ers_…`
public record EraseTask(String id, InstanceId instance, BackupPlace site) {
    private static final Pattern ID = Pattern.compile("[a-z]{2,4}_[0-9a-z]{26}");

    public EraseTask {
        if (!ID.matcher(id).matches()) {
            throw Refusal.invalid("erase-malformed", "An order to erase has an id.");
        }
    }

    Json json() {
        return Json.object()
                .put("id", id)
                .put("instance", instance.value())
                .put("site", site.name())
                .put("place", site.place())
                .put("access", site.access().json())
                .build();
    }

    static EraseTask read(Json json) {
        Json.Obj o = Fields.of(json).only("id", "instance", "site", "place", "access");
        return new EraseTask(
                o.text("id"),
                new InstanceId(o.text("instance")),
                new BackupPlace(o.text("site"), o.text("place"), SiteAccess.read(o.get("access"))));
    }
}
