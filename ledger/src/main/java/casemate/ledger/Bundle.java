package casemate.ledger;

import java.util.List;

/// What a stranger needs to check entries offline: the entries, where they lie, the paths to the root, and the signed
/// checkpoint with any cosignatures. Written as canonical JSON (docs/formats/bundle.md).
public record Bundle(List<Leaf> leaves, Checkpoint checkpoint) {
    /// A promise, the evidence about it and the policy between them need three; more is room.
    public static final int MAX_LEAVES = 16;

    /// The largest bundle that can be written: its leaves in base64, their paths, and a checkpoint.
    public static final int MAX_BYTES = 2_000_000;

    public Bundle {
        leaves = List.copyOf(leaves);
        if (leaves.isEmpty() || leaves.size() > MAX_LEAVES) {
            throw LedgerException.malformed("a bundle holds 1 to " + MAX_LEAVES + " leaves");
        }
    }

    /// One entry with its path.
    public static final class Leaf {
        private final byte[] entry;
        private final Hash hash;
        private final InclusionProof proof;

        public Leaf(byte[] entry, InclusionProof proof) {
            this(entry, Hash.ofLeaf(entry), proof);
        }

        Leaf(byte[] entry, Hash hash, InclusionProof proof) {
            if (entry.length > Ledger.MAX_ENTRY_BYTES) {
                throw LedgerException.malformed("an entry has at most " + Ledger.MAX_ENTRY_BYTES + " bytes");
            }
            this.entry = entry.clone();
            this.hash = hash;
            this.proof = proof;
        }

        public byte[] entry() {
            return entry.clone();
        }

        public long index() {
            return proof.index();
        }

        /// What the bundle says is the entry's hash; a verifier compares it with the entry.
        public Hash hash() {
            return hash;
        }

        public InclusionProof proof() {
            return proof;
        }
    }

    /// Reads a bundle in its one right spelling.
    ///
    /// @throws LedgerException `MALFORMED`
    public static Bundle parse(byte[] utf8) {
        return BundleText.parse(utf8);
    }

    /// The canonical JSON, UTF-8.
    public byte[] encode() {
        return Text.utf8(BundleText.write(this));
    }

    /// One leaf's proof in the form of C2SP tlog-proof, for the tools that read it; the entry itself goes beside it.
    public String tlogProof(int leaf) {
        StringBuilder text = new StringBuilder("c2sp.org/tlog-proof@v1\nindex ");
        InclusionProof proof = leaves.get(leaf).proof();
        text.append(proof.index()).append('\n');
        proof.path().forEach(hash -> text.append(hash).append('\n'));
        return text.append('\n').append(checkpoint.note()).toString();
    }
}
