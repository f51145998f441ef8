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
/// @param place where it is, as [SitePlace] reads it
/// @param key 32 bytes
/// @param access what opens the site
public record BackupStore(String engine, String site, String place, Secret key, SiteAccess access) {
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,30}");
    private static final int KEY_BYTES = 32;

    public BackupStore {
        if (!WORD.matcher(engine).matches() || !WORD.matcher(site).matches()) {
            throw Refusal.invalid("store-malformed", "Engines and sites are named by small letters, digits, hyphens.");
        }
        if (key.length() != KEY_BYTES) {
            throw Refusal.invalid("store-malformed", "A store has a key of 32 bytes.");
        }
        SitePlace.parse(place);
    }

    /// One in a directory.
    public BackupStore(String engine, String site, String place, Secret key) {
        this(engine, site, place, key, SiteAccess.NONE);
    }

    Json json() {
        return Json.object()
                .put("engine", engine)
                .put("site", site)
                .put("place", place)
                .put("key", Base64.getEncoder().encodeToString(key.reveal()))
                .put("access", access.json())
                .build();
    }

    static BackupStore read(Json json) {
        Json.Obj o = Fields.of(json).only("engine", "site", "place", "key", "access");
        try {
            return new BackupStore(
                    o.text("engine"),
                    o.text("site"),
                    o.text("place"),
                    Secret.of(Base64.getDecoder().decode(o.text("key"))),
                    SiteAccess.read(o.get("access")));
        } catch (IllegalArgumentException _) {
            throw Refusal.invalid("store-malformed", "A key is written in base 64.");
        }
    }
}
