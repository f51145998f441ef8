package casemate.wire;

import casemate.base.AddressRange;
import casemate.base.Json;
import casemate.base.Refusal;
import java.util.List;
import java.util.Optional;

/// Who gets in to an instance, as its customer's administrator has set it (EDG-3, ACC-6). Without any way
/// nobody gets in.
///
/// @param need whether one way is enough or all are needed
/// @param byAddress whether the address is one of the ways
/// @param ranges those let in by address
/// @param devices enrolled display devices; they count as a way of their own when `need` is [Need#ANY]
/// @param password an Argon2id verifier (PHC string) of a word shared for this instance
/// @param signOn whether signing in at the platform is one of the ways
public record Access(
        Need need,
        boolean byAddress,
        List<AddressRange> ranges,
        List<Device> devices,
        Optional<String> password,
        boolean signOn) {
    public static final int MAX_RANGES = 10_000;
    public static final int MAX_DEVICES = 1_000;

    /// How the ways combine.
    public enum Need {
        ANY,
        ALL
    }

    public Access {
        ranges = List.copyOf(ranges);
        devices = List.copyOf(devices);
        if (ranges.size() > MAX_RANGES || devices.size() > MAX_DEVICES) {
            throw Refusal.invalid(
                    "access-too-large",
                    "An instance has at most " + MAX_RANGES + " address ranges and " + MAX_DEVICES + " devices.");
        }
    }

    Json json() {
        Json.Builder o = Json.object()
                .put("need", Fields.word(need))
                .put("byAddress", byAddress)
                .put("ranges", Json.array(ranges, range -> Json.of(range.toString())))
                .put("devices", Json.array(devices, Device::json))
                .put("signOn", signOn);
        password.ifPresent(verifier -> o.put("password", verifier));
        return o.build();
    }

    static Access read(Json json) {
        Json.Obj o = Fields.of(json).only("need", "byAddress", "ranges", "devices", "signOn", "password");
        return new Access(
                Fields.constant(Need.class, o.text("need")),
                o.bool("byAddress"),
                o.list("ranges", Fields::range),
                o.list("devices", Device::read),
                o.find("password").map(_ -> o.text("password")),
                o.bool("signOn"));
    }
}
