package casemate.wire;

import casemate.base.AddressRange;
import casemate.base.Json;
import casemate.base.Refusal;
import java.util.List;
import java.util.Optional;

/// Who gets in to an instance, as its customer's administrator has set it (EDG-3, ACC-6). There are up to four ways
/// in: address, device, password, sign-on. Without any way nobody gets in.
///
/// @param need whether one of the ways is enough or all are needed
/// @param byAddress whether the address is one of the ways
/// @param ranges those let in by address
/// @param byDevice whether being an enrolled display device is one of the ways
/// @param devices enrolled ones, and those whose link is waiting to be opened
/// @param password an Argon2id verifier (PHC string) of a word shared for this instance; if there, a way
/// @param signOn whether signing in at the platform is one of the ways
/// @param generation what was proved by password or sign-on counts until this changes
public record Access(
        Need need,
        boolean byAddress,
        List<AddressRange> ranges,
        boolean byDevice,
        List<Device> devices,
        Optional<String> password,
        boolean signOn,
        long generation) {
    public static final int MAX_RANGES = 10_000;
    public static final int MAX_DEVICES = 1_000;
    /// Lets nobody in.
    public static final Access CLOSED =
            new Access(Need.ANY, false, List.of(), false, List.of(), Optional.empty(), false, 0);

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
                .put("byDevice", byDevice)
                .put("devices", Json.array(devices, Device::json))
                .put("signOn", signOn)
                .put("generation", generation);
        password.ifPresent(verifier -> o.put("password", verifier));
        return o.build();
    }

    static Access read(Json json) {
        Json.Obj o = Fields.of(json)
                .only("need", "byAddress", "ranges", "byDevice", "devices", "signOn", "password", "generation");
        return new Access(
                Fields.constant(Need.class, o.text("need")),
                o.bool("byAddress"),
                o.list("ranges", Fields::range),
                o.bool("byDevice"),
                o.list("devices", Device::read),
                o.find("password").map(_ -> o.text("password")),
                o.bool("signOn"),
                o.integer("generation"));
    }
}
