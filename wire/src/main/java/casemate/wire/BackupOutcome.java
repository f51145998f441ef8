package casemate.wire;

import casemate.base.InstanceId;
import casemate.base.Json;
import java.time.Instant;
import java.util.List;

/// How a [BackupTask] ended. It holds no secret, and rests on the agent's disk until control has taken it in.
///
/// @param task its id
/// @param detail one line for the operator when it failed as a whole; empty otherwise
/// @param manifest SHA-256 of the list of all files with their SHA-256; empty when there is none
/// @param files in the set
/// @param bytes of them
/// @param copies one for each store
public record BackupOutcome(
        String task,
        InstanceId instance,
        Instant started,
        Instant ended,
        String detail,
        String manifest,
        long files,
        long bytes,
        List<Copy> copies) {
    private static final int MAX_DETAIL_CHARS = 300;

    /// How one store fared.
    ///
    /// @param done whether a whole copy is there, or was restored and found right
    /// @param copy its name at the site
    /// @param addedBytes what the site holds more than before
    /// @param removed how many copies were too old and are gone
    /// @param kept how many are there now
    /// @param millis how long it took
    /// @param detail one line for the operator when it failed, or when what lies there could not be read
    /// @param damage what of that is damaged, in one line; empty when nothing is known to be
    /// @param damaged names of copies there that are not whole because of it
    public record Copy(
            String engine,
            String site,
            boolean done,
            String copy,
            long addedBytes,
            int removed,
            int kept,
            long millis,
            String detail,
            String damage,
            List<String> damaged) {
        public Copy {
            detail = line(detail);
            damage = line(damage);
            damaged = List.copyOf(damaged);
        }

        /// One where nothing is damaged.
        public Copy(
                String engine,
                String site,
                boolean done,
                String copy,
                long addedBytes,
                int removed,
                int kept,
                long millis,
                String detail) {
            this(engine, site, done, copy, addedBytes, removed, kept, millis, detail, "", List.of());
        }

        /// The same, with what was found damaged there.
        public Copy damaged(String what, List<String> copies) {
            return new Copy(engine, site, done, copy, addedBytes, removed, kept, millis, detail, what, copies);
        }

        Json json() {
            return Json.object()
                    .put("engine", engine)
                    .put("site", site)
                    .put("done", done)
                    .put("copy", copy)
                    .put("addedBytes", addedBytes)
                    .put("removed", removed)
                    .put("kept", kept)
                    .put("millis", millis)
                    .put("detail", detail)
                    .put("damage", damage)
                    .put("damaged", Json.texts(damaged))
                    .build();
        }

        static Copy read(Json json) {
            Json.Obj o = Fields.of(json)
                    .only(
                            "engine",
                            "site",
                            "done",
                            "copy",
                            "addedBytes",
                            "removed",
                            "kept",
                            "millis",
                            "detail",
                            "damage",
                            "damaged");
            return new Copy(
                    o.text("engine"),
                    o.text("site"),
                    o.bool("done"),
                    o.text("copy"),
                    o.integer("addedBytes"),
                    Math.toIntExact(o.integer("removed")),
                    Math.toIntExact(o.integer("kept")),
                    o.integer("millis"),
                    o.text("detail"),
                    o.text("damage"),
                    o.list("damaged", Fields::text));
        }
    }

    public BackupOutcome {
        copies = List.copyOf(copies);
        detail = line(detail);
    }

    /// Whether every store has its copy.
    public boolean done() {
        return detail.isEmpty() && !copies.isEmpty() && copies.stream().allMatch(Copy::done);
    }

    public Json.Obj json() {
        return Json.object()
                .put("task", task)
                .put("instance", instance.value())
                .put("started", started)
                .put("ended", ended)
                .put("detail", detail)
                .put("manifest", manifest)
                .put("files", files)
                .put("bytes", bytes)
                .put("copies", Json.array(copies, Copy::json))
                .build();
    }

    public static BackupOutcome read(Json json) {
        Json.Obj o = Fields.of(json)
                .only("task", "instance", "started", "ended", "detail", "manifest", "files", "bytes", "copies");
        return new BackupOutcome(
                o.text("task"),
                new InstanceId(o.text("instance")),
                o.instant("started"),
                o.instant("ended"),
                o.text("detail"),
                o.text("manifest"),
                o.integer("files"),
                o.integer("bytes"),
                o.list("copies", Copy::read));
    }

    private static String line(String detail) {
        String line = detail.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= MAX_DETAIL_CHARS ? line : line.substring(0, MAX_DETAIL_CHARS);
    }
}
