package casemate.app.house;

import casemate.base.Json;
import casemate.base.Refusal;
import java.time.Instant;

/// One copy of the house at a site, as the file beside its archive says.
///
/// @param name when it was made, and the names of its files: `20261122T030000Z`
/// @param sha256 of the archive
/// @param bytes of the archive
/// @param site the name that the house had for the site
/// @param domain under which the house answered
/// @param recipient whose key opens the archive
/// @param ledgerSize how many entries its ledger had
/// @param ledgerRoot that ledger's root hash
/// @param instances how many were installed on its host
public record HouseCopy(
        String name,
        Instant at,
        String sha256,
        long bytes,
        String site,
        String domain,
        String recipient,
        long ledgerSize,
        String ledgerRoot,
        long instances) {
    private static final String PREFIX = "casemate-house.v";
    private static final String TYPE = PREFIX + 1;
    static final int MAX_BYTES = 16 << 10;

    /// Canonical, with its seal.
    byte[] encode(RecoveryHalf half) {
        Json.Obj o = json();
        return builder().put("seal", half.seal(o)).build().canonical();
    }

    private Json.Obj json() {
        return builder().build();
    }

    private Json.Builder builder() {
        return Json.object()
                .put("type", TYPE)
                .put("name", name)
                .put("at", at)
                .put("sha256", sha256)
                .put("bytes", bytes)
                .put("site", site)
                .put("domain", domain)
                .put("recipient", recipient)
                .put("ledgerSize", ledgerSize)
                .put("ledgerRoot", ledgerRoot)
                .put("instances", instances);
    }

    /// What a file says, before anybody has checked its seal.
    ///
    /// @throws Refusal `house-newer`, `house-malformed`
    static HouseCopy decode(byte[] bytes) {
        Json.Obj o = object(bytes);
        o.only(
                "type",
                "name",
                "at",
                "sha256",
                "bytes",
                "site",
                "domain",
                "recipient",
                "ledgerSize",
                "ledgerRoot",
                "instances",
                "seal");
        return new HouseCopy(
                o.text("name"),
                o.instant("at"),
                o.text("sha256"),
                o.integer("bytes"),
                o.text("site"),
                o.text("domain"),
                o.text("recipient"),
                o.integer("ledgerSize"),
                o.text("ledgerRoot"),
                o.integer("instances"));
    }

    private static Json.Obj object(byte[] bytes) {
        Json.Obj o = Json.parseObject(bytes, MAX_BYTES);
        String type = o.text("type");
        if (!type.equals(TYPE)) {
            throw type.startsWith(PREFIX)
                    ? Refusal.conflict(
                            "house-newer",
                            "This copy was made by a newer release (" + type + "); restore it with that one.")
                    : Refusal.invalid("house-malformed", "That file describes no copy of a house.");
        }
        return o;
    }

    /// Refuses what this key did not seal.
    ///
    /// @throws Refusal `recovery-key-wrong`, `house-forged`
    void check(byte[] bytes, RecoveryHalf half) {
        if (!recipient.equals(half.recipient())) {
            throw Refusal.invalid(
                    "recovery-key-wrong", "This recovery key does not open the copy " + name + "; take the right one.");
        }
        if (!half.sealed(json(), object(bytes).text("seal"))) {
            throw Refusal.invalid(
                    "house-forged", "The copy " + name + " was changed after it was made; take one of another site.");
        }
    }
}
