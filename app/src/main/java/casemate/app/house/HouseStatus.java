package casemate.app.house;

import casemate.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How the last copy of the house went, as it lies in the data directory.
///
/// @param asked who asked for it; empty when it was due
/// @param at when it was begun
/// @param whole when the last one began that reached every site
/// @param state what the house consisted of: another state is worth a copy
/// @param sites how it went at each
public record HouseStatus(String asked, Instant at, Optional<Instant> whole, String state, List<AtSite> sites) {
    /// Daily copies, and an hour for a slow one.
    public static final Duration LATE = Duration.ofHours(25);

    private static final String TYPE = "casemate-house-status.v1";
    private static final int MAX_BYTES = 64 << 10;

    /// @param name of the copy; empty when there is none
    /// @param kept how many copies the site holds
    /// @param detail why it failed
    public record AtSite(String site, boolean done, String name, long bytes, int kept, String detail) {
        private Json json() {
            return Json.object()
                    .put("site", site)
                    .put("done", done)
                    .put("name", name)
                    .put("bytes", bytes)
                    .put("kept", kept)
                    .put("detail", detail)
                    .build();
        }

        private static AtSite read(Json json) {
            Json.Obj o = (Json.Obj) json;
            return new AtSite(
                    o.text("site"),
                    o.bool("done"),
                    o.text("name"),
                    o.integer("bytes"),
                    Math.toIntExact(o.integer("kept")),
                    o.text("detail"));
        }
    }

    public HouseStatus {
        sites = List.copyOf(sites);
    }

    /// Of the house in a data directory; empty before its first copy.
    public static Optional<HouseStatus> of(Path data) throws IOException {
        Path file = file(data);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        Json.Obj o = Json.parseObject(Files.readAllBytes(file), MAX_BYTES);
        return Optional.of(new HouseStatus(
                o.text("asked"),
                o.instant("at"),
                o.find("whole").isPresent() ? Optional.of(o.instant("whole")) : Optional.empty(),
                o.text("state"),
                o.list("sites", AtSite::read)));
    }

    static Path file(Path data) {
        return data.resolve(HouseBackups.DIRECTORY).resolve("last.json");
    }

    /// Whether every site has it.
    public boolean done() {
        return !sites.isEmpty() && sites.stream().allMatch(AtSite::done);
    }

    /// Whether a person has to look.
    public boolean late(Instant now) {
        return whole.isEmpty() || whole.get().plus(LATE).isBefore(now);
    }

    public Json.Obj json() {
        Json.Builder o = Json.object()
                .put("type", TYPE)
                .put("asked", asked)
                .put("at", at)
                .put("state", state)
                .put("sites", Json.array(sites, AtSite::json));
        whole.ifPresent(moment -> o.put("whole", moment));
        return o.build();
    }
}
