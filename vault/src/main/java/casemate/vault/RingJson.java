package casemate.vault;

import casemate.base.Json;
import casemate.base.Refusal;
import java.util.List;

/// A [Ring] as text, for files and copies at other sites.
final class RingJson {
    private static final String FORMAT = "casemate.keyring.v1";

    private RingJson() {}

    static Json.Obj write(Ring ring, KeyOwner owner) {
        Json.Builder out = Json.object().put("format", FORMAT).put("owner", owner.name());
        return switch (ring) {
            case Ring.None _ -> throw new IllegalArgumentException("a ring is never taken back");
            case Ring.Held held ->
                out.put("keys", Json.array(held.keys(), RingJson::write)).build();
            case Ring.Destroyed gone ->
                out.put("destroyedAt", gone.at())
                        .put(
                                "keys",
                                Json.texts(gone.keys().stream()
                                        .map(KeyId::toString)
                                        .toList()))
                        .build();
        };
    }

    /// @throws Refusal when it is no ring, or another owner's
    static Ring read(Json.Obj json, KeyOwner owner) {
        json.only("format", "owner", "keys", "destroyedAt");
        if (!json.text("format").equals(FORMAT) || !json.text("owner").equals(owner.name())) {
            throw Refusal.invalid(
                    "keyring-foreign", "That is not the keyring of " + owner + "; restore the right one.");
        }
        if (json.find("destroyedAt").isPresent()) {
            List<KeyId> gone = json.list("keys", k -> KeyId.parse(((Json.Text) k).value()));
            return new Ring.Destroyed(json.instant("destroyedAt"), gone);
        }
        return new Ring.Held(json.list("keys", k -> key((Json.Obj) k)));
    }

    private static Json write(Ring.Wrapped key) {
        return Json.object()
                .put("id", key.id().toString())
                .put("madeAt", key.madeAt())
                .put("wrapped", key.hex())
                .build();
    }

    private static Ring.Wrapped key(Json.Obj json) {
        json.only("id", "madeAt", "wrapped");
        return new Ring.Wrapped(KeyId.parse(json.text("id")), json.instant("madeAt"), json.text("wrapped"));
    }
}
