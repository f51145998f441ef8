package casemate.wire;

import casemate.base.Json;
import casemate.base.Refusal;

/// What one instance may take of the edge; 0 for the platform's own figure (EDG-6).
///
/// @param requestsPerSecond all visitors together
/// @param connections open at a time
/// @param bytesPerSecond of answers
public record Caps(long requestsPerSecond, long connections, long bytesPerSecond) {
    public static final Caps USUAL = new Caps(0, 0, 0);

    public Caps {
        if (requestsPerSecond < 0 || connections < 0 || bytesPerSecond < 0) {
            throw Refusal.invalid("caps-malformed", "A cap is 0 for the platform's own figure, or more.");
        }
    }

    Json json() {
        return Json.object()
                .put("requestsPerSecond", requestsPerSecond)
                .put("connections", connections)
                .put("bytesPerSecond", bytesPerSecond)
                .build();
    }

    static Caps read(Json json) {
        Json.Obj o = Fields.of(json).only("requestsPerSecond", "connections", "bytesPerSecond");
        return new Caps(o.integer("requestsPerSecond"), o.integer("connections"), o.integer("bytesPerSecond"));
    }
}
