package casemate.wire;

import casemate.base.Json;
import casemate.base.Refusal;
import java.time.Instant;

/// What the portal hands to a member of an instance's customer, so that the edge in front of the instance lets this
/// browser in: good for one host, once, and for about a minute.
///
/// @param host for whom it is
/// @param nonce tells it from all others
/// @param to the path to go on to
/// @param expires from then on it is worth nothing
/// @param flow digest of what the browser that began to sign in holds: a ticket opens nothing in another browser
/// @param pass for whom it was made, and what they carry from then on
public record EntryTicket(String host, String nonce, String to, Instant expires, String flow, Pass pass) {
    private static final String TYPE = "entry-ticket.v2";
    /// Its own, so that no signature made for something else is taken for a ticket, nor the other way round.
    private static final String CONTEXT = "casemate-entry-ticket.v1\0";
    /// A path of 2,000 characters, a pass and the rest.
    private static final int MAX_BYTES = 8 << 10;

    /// In base64url, for an address.
    public String seal(SnapshotKey key) {
        byte[] payload = Json.object()
                .put("type", TYPE)
                .put("host", host)
                .put("nonce", nonce)
                .put("to", to)
                .put("expires", expires)
                .put("flow", flow)
                .put("pass", pass.json())
                .build()
                .canonical();
        return Signatures.text(Signatures.sign(CONTEXT, payload, key));
    }

    /// The ticket, once its signature holds; whether it is for this host, fresh and unused is for the caller to see.
    ///
    /// @param spki control's pinned public key
    /// @throws Refusal `ticket-forged` otherwise
    public static EntryTicket open(String sealed, byte[] spki) {
        byte[] payload = Signatures.bytes(sealed, MAX_BYTES)
                .flatMap(signed -> Signatures.open(CONTEXT, signed, spki))
                .orElseThrow(() -> Refusal.forbidden("ticket-forged", "This is no ticket of the portal's."));
        Json.Obj o =
                Json.parseObject(payload, MAX_BYTES).only("type", "host", "nonce", "to", "expires", "flow", "pass");
        Fields.type(o, TYPE);
        return new EntryTicket(
                o.text("host"),
                o.text("nonce"),
                o.text("to"),
                o.instant("expires"),
                o.text("flow"),
                Pass.read(o.get("pass")));
    }
}
