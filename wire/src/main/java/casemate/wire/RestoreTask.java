package casemate.wire;

import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Puts what a backup holds in the place of an instance's data, done once: its outcome is reported under its id.
///
/// @param id names it for ever: `rst_…`
/// @param instance whose data is replaced
/// @param source whose backup it is: the same instance, or another of the same customer
/// @param manifest what was recorded when the backup was made
/// @param sources copies of that backup, tried in this order until one is whole
/// @param moment to which it goes on from there; empty for the backup as it is
public record RestoreTask(
        String id,
        InstanceId instance,
        InstanceId source,
        String manifest,
        List<Source> sources,
        Optional<RestoreMoment> moment) {
    private static final Pattern ID = Pattern.compile("[a-z]{2,4}_[0-9a-z]{26}");
    private static final int MAX_SOURCES = 16;

    /// One copy of a backup.
    ///
    /// @param copy its name at the site
    public record Source(BackupStore store, String copy) {
        Json json() {
            return Json.object().put("store", store.json()).put("copy", copy).build();
        }

        static Source read(Json json) {
            Json.Obj o = Fields.of(json).only("store", "copy");
            return new Source(BackupStore.read(o.obj("store")), o.text("copy"));
        }
    }

    public RestoreTask {
        sources = List.copyOf(sources);
        if (!ID.matcher(id).matches() || sources.isEmpty() || sources.size() > MAX_SOURCES) {
            throw Refusal.invalid("restore-malformed", "A restore has an id and 1 to 16 copies to restore from.");
        }
    }

    public RestoreTask(String id, InstanceId instance, InstanceId source, String manifest, List<Source> sources) {
        this(id, instance, source, manifest, sources, Optional.empty());
    }

    Json json() {
        Json.Builder o = Json.object()
                .put("id", id)
                .put("instance", instance.value())
                .put("source", source.value())
                .put("manifest", manifest)
                .put("sources", Json.array(sources, Source::json));
        moment.ifPresent(to -> o.put("moment", to.json()));
        return o.build();
    }

    static RestoreTask read(Json json) {
        Json.Obj o = Fields.of(json).only("id", "instance", "source", "manifest", "sources", "moment");
        return new RestoreTask(
                o.text("id"),
                new InstanceId(o.text("instance")),
                new InstanceId(o.text("source")),
                o.text("manifest"),
                o.list("sources", Source::read),
                o.find("moment").isPresent() ? Optional.of(RestoreMoment.read(o.obj("moment"))) : Optional.empty());
    }
}
