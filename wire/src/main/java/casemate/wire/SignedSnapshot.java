package casemate.wire;

import casemate.base.Refusal;

/// An encoded snapshot under control's signature: 64 bytes of Ed25519 over `context NUL payload`, then the payload. The
/// context keeps a signature made for the edge from being shown to an agent.
public final class SignedSnapshot {
    /// Whom the snapshot is for.
    public enum Audience {
        EDGE,
        AGENT,
        /// An agent, with keys in it: not to be kept on disk.
        BACKUP,
        /// The same, for standbys; it is the lease under which pods with a standby run, too.
        REPLICA
    }

    private SignedSnapshot() {}

    public static byte[] sign(Audience audience, byte[] payload, SnapshotKey key) {
        return Signatures.sign(context(audience), payload, key);
    }

    /// The payload, once the signature holds.
    ///
    /// @param spki control's pinned public key
    /// @throws Refusal `snapshot-forged` otherwise
    public static byte[] open(Audience audience, byte[] signed, byte[] spki) {
        return Signatures.open(context(audience), signed, spki)
                .orElseThrow(() -> Refusal.forbidden(
                        "snapshot-forged", "The snapshot's signature does not hold; it was not applied."));
    }

    private static String context(Audience audience) {
        return "casemate-snapshot.v1 " + Fields.word(audience) + "\0";
    }
}
