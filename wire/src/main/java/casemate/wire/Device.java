package casemate.wire;

import casemate.base.Json;
import java.time.Instant;
import java.util.Optional;

/// A display device: a browser that holds a cookie, or will once the link made for it is opened there (ACC-6). What is
/// stored of either secret does not open anything.
///
/// @param id of the device's record
/// @param digest SHA-256 in base64url of the cookie's secret; of the link's code while it waits
/// @param expires from then on the cookie opens nothing
/// @param linkUntil until when the link may be opened, while it waits; empty for an enrolled device
public record Device(String id, String digest, Instant expires, Optional<Instant> linkUntil) {
    /// An enrolled one.
    public Device(String id, String digest, Instant expires) {
        this(id, digest, expires, Optional.empty());
    }

    public boolean waiting() {
        return linkUntil.isPresent();
    }

    Json json() {
        Json.Builder o = Json.object().put("id", id).put("digest", digest).put("expires", expires);
        linkUntil.ifPresent(until -> o.put("linkUntil", until));
        return o.build();
    }

    static Device read(Json json) {
        Json.Obj o = Fields.of(json).only("id", "digest", "expires", "linkUntil");
        return new Device(
                o.text("id"),
                o.text("digest"),
                o.instant("expires"),
                o.find("linkUntil").map(_ -> o.instant("linkUntil")));
    }
}
