package casemate.wire;

import casemate.base.Json;
import java.time.Instant;

/// An enrolled display device: a browser that holds a cookie (ACC-6).
///
/// @param id of the device's record
/// @param digest SHA-256 of the cookie's secret in base64url: what is stored does not open anything
/// @param expires from then on it opens nothing
public record Device(String id, String digest, Instant expires) {
    Json json() {
        return Json.object()
                .put("id", id)
                .put("digest", digest)
                .put("expires", expires)
                .build();
    }

    static Device read(Json json) {
        Json.Obj o = Fields.of(json).only("id", "digest", "expires");
        return new Device(o.text("id"), o.text("digest"), o.instant("expires"));
    }
}
