package casemate.edge.ban;

import casemate.base.AddressRange;
import casemate.base.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who was banned lately, and how often in a row: the next ban is longer. Guarded by [Bans].
final class Repeats {
    /// After this much peace a ban is a first one again.
    private static final Duration FORGIVEN = Duration.ofDays(1);
    /// The oldest are forgiven past it.
    private static final int MOST = 10_000;

    record Repeat(int times, Instant until) {}

    private final Map<AddressRange, Repeat> byRange = new LinkedHashMap<>();

    /// Which ban in a row the next one is, from 1.
    int next(AddressRange range, Instant now) {
        Repeat last = byRange.get(range);
        return last == null || last.until.plus(FORGIVEN).isBefore(now) ? 1 : last.times + 1;
    }

    void banned(AddressRange range, int times, Instant until) {
        byRange.remove(range);
        byRange.put(range, new Repeat(times, until));
        if (byRange.size() > MOST) {
            byRange.remove(byRange.keySet().iterator().next());
        }
    }

    /// Somebody lifted the ban: it should not have been.
    void lifted(AddressRange range) {
        byRange.remove(range);
    }

    void forget(Instant now) {
        byRange.values().removeIf(repeat -> repeat.until.plus(FORGIVEN).isBefore(now));
    }

    /// A copy that may be written down without the lock.
    Map<AddressRange, Repeat> all() {
        return Map.copyOf(byRange);
    }

    static Json json(Map<AddressRange, Repeat> repeats) {
        return Json.array(
                List.copyOf(repeats.entrySet()),
                entry -> Json.object()
                        .put("range", entry.getKey().toString())
                        .put("times", entry.getValue().times)
                        .put("until", entry.getValue().until)
                        .build());
    }

    void read(Json.Obj file) {
        file.list("repeats", json -> {
            Json.Obj o = ((Json.Obj) json).only("range", "times", "until");
            banned(AddressRange.parse(o.text("range")), Math.toIntExact(o.integer("times")), o.instant("until"));
            return o;
        });
    }
}
