package casemate.wire;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import java.util.Base64;
import java.util.regex.Pattern;

/// Where one technology keeps one instance's copies, with the key to them.
///
/// @param engine the technology, such as `restic`
/// @param site its name
/// @param place where it is: an absolute directory on the agent's host
/// @param key 32 bytes
public record BackupStore(String engine, String site, String place, Secret key) {
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,30}");
    private static final int KEY_BYTES = 32;
    private static final int MAX_PLACE_CHARS = 500;

    public BackupStore {
        if (!WORD.matcher(engine).matches() || !WORD.matcher(site).matches()) {
            throw Refusal.invalid("store-malformed", "Engines and sites are named by small letters, digits, hyphens.");
        }
        if (!place.startsWith("/") || place.length() > MAX_PLACE_CHARS || key.length() != KEY_BYTES) {
            throw Refusal.invalid("store-malformed", "A store is an absolute directory with a key of 32 bytes.");
        }
    }

    Json json() {
        return Json.object()
                .put("engine", engine)
                .put("site", site)
                .put("place", place)
                .put("key", Base64.getEncoder().encodeToString(key.reveal()))
                .build();
    }

    static BackupStore read(Json json) {
        Json.Obj o = Fields.of(json).only("engine", "site", "place", "key");
        try {
            return new BackupStore(
                    o.text("engine"),
                    o.text("site"),
                    o.text("place"),
                    Secret.of(Base64.getDecoder().decode(o.text("key"))));
        } catch (IllegalArgumentException _) {
            throw Refusal.invalid("store-malformed", "A key is written in base 64.");
        }
    }
}
