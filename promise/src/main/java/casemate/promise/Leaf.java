package casemate.promise;

import casemate.base.Json;
import casemate.base.Refusal;

/// One entry of the ledger: canonical JSON (RFC 8785) whose `type` tells which. The trust page is computed
/// from these and from nothing else. `docs/formats/evidence.md` describes the bytes for strangers.
public sealed interface Leaf permits PromiseMade, PolicyInForce, Evidence, HouseRestored, ErasureCertificate {
    /// A tlog entry holds at most 65,535 bytes; the rest is left for whoever wraps one.
    int MAX_BYTES = 60_000;

    /// The versioned name of the leaf's form.
    String type();

    Json.Obj json();

    /// The bytes that are hashed and appended.
    ///
    /// @throws Refusal `leaf-too-large` past [#MAX_BYTES]
    default byte[] encode() {
        byte[] bytes = json().canonical();
        if (bytes.length > MAX_BYTES) {
            throw new Refusal(
                    Refusal.Kind.TOO_LARGE,
                    "leaf-too-large",
                    "A ledger leaf holds at most " + MAX_BYTES + " bytes; this one has " + bytes.length
                            + ": shorten its texts.");
        }
        return bytes;
    }

    /// Reads a leaf strictly: unknown types and members are refused, and so are bytes that are not the
    /// canonical form.
    ///
    /// @throws Refusal for anything that [#encode()] would not have written
    static Leaf decode(byte[] bytes) {
        Json.Obj o = Json.parseObject(bytes, MAX_BYTES);
        Leaf leaf = read(o);
        if (!java.util.Arrays.equals(bytes, leaf.json().canonical())) {
            throw LeafFields.refusal("it is not in canonical form");
        }
        return leaf;
    }

    private static Leaf read(Json.Obj o) {
        return switch (o.text("type")) {
            case PromiseMade.TYPE -> PromiseMade.read(o);
            case PolicyInForce.TYPE -> PolicyInForce.read(o);
            case Evidence.TYPE -> Evidence.read(o);
            case HouseRestored.TYPE -> HouseRestored.read(o);
            case ErasureCertificate.TYPE -> ErasureCertificate.read(o);
            default -> throw LeafFields.refusal("its type is not known");
        };
    }
}
