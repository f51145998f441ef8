package casemate.ledger;

import casemate.ledger.Verdict.Fails;
import casemate.ledger.Verdict.Fault;
import casemate.ledger.Verdict.Holds;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Checks what a log says against its public key alone: no network, no trust in who hands the bytes over. It names
/// exactly what does not hold.
public final class Verifier {
    /// A cosignature carries its time before the signature.
    static final int TIME_BYTES = 8;

    private final VerifierKey log;
    private final List<VerifierKey> witnesses;
    private final int demanded;

    private Verifier(VerifierKey log, List<VerifierKey> witnesses, int demanded) {
        this.log = log;
        this.witnesses = witnesses;
        this.demanded = demanded;
    }

    /// Trusts one log key; its name is the origin that checkpoints must carry.
    public static Verifier of(VerifierKey log) {
        require(log, KeyKind.LOG);
        return new Verifier(log, List.of(), 0);
    }

    /// The same, but a checkpoint counts only when at least so many of these witnesses cosigned it.
    public Verifier demanding(int count, List<VerifierKey> known) {
        known.forEach(key -> require(key, KeyKind.WITNESS));
        List<VerifierKey> distinct = known.stream().distinct().toList();
        if (count < 0 || count > distinct.size()) {
            throw LedgerException.malformed(count + " of " + distinct.size() + " witnesses cannot be demanded");
        }
        return new Verifier(log, distinct, count);
    }

    private static void require(VerifierKey key, KeyKind kind) {
        if (key.kind() != kind) {
            throw LedgerException.malformed(
                    key.name() + " is not the key of a " + kind.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    /// Checks the bytes of a bundle.
    public Verdict bundle(byte[] utf8) {
        try {
            return bundle(Bundle.parse(utf8));
        } catch (LedgerException e) {
            return new Fails(Fault.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    public Verdict bundle(Bundle bundle) {
        Verdict verdict = checkpoint(bundle.checkpoint());
        if (!(verdict instanceof Holds holds)) {
            return verdict;
        }
        for (Bundle.Leaf leaf : bundle.leaves()) {
            if (leaf.index() >= holds.checkpoint().size()) {
                return new Fails(
                        Fault.INDEX_OUT_OF_RANGE,
                        "entry " + leaf.index() + " is said to lie in a log of "
                                + holds.checkpoint().size() + " entries");
            }
            if (!Hash.ofLeaf(leaf.entry()).equals(leaf.hash())) {
                return new Fails(
                        Fault.LEAF_ALTERED, "entry " + leaf.index() + " is not the one whose hash the bundle gives");
            }
            InclusionProof path = new InclusionProof(
                    leaf.index(), holds.checkpoint().size(), leaf.proof().path());
            if (!path.proves(leaf.hash(), holds.checkpoint().root())) {
                return new Fails(
                        Fault.WRONG_ROOT,
                        "the path of entry " + leaf.index() + " does not lead to the root that the log signed");
            }
        }
        return verdict;
    }

    /// Checks who signed a checkpoint.
    public Verdict checkpoint(Checkpoint checkpoint) {
        if (!checkpoint.origin().equals(log.name())) {
            return new Fails(
                    Fault.WRONG_ORIGIN,
                    "the checkpoint is of " + Text.shown(checkpoint.origin()) + ", the key is of " + log.name());
        }
        byte[] body = Text.utf8(checkpoint.body());
        boolean signed = false;
        List<String> seen = new ArrayList<>();
        for (NoteSignature line : checkpoint.signatures()) {
            if (log.claims(line)) {
                if (!log.verifies(body, line.signature())) {
                    return bad(line);
                }
                signed = true;
            }
            for (VerifierKey witness : witnesses) {
                if (witness.claims(line)) {
                    if (!cosigned(witness, body, line)) {
                        return bad(line);
                    }
                    if (!seen.contains(witness.toString())) {
                        seen.add(witness.toString());
                    }
                }
            }
        }
        if (!signed) {
            return new Fails(Fault.UNKNOWN_KEY, "no signature on the checkpoint is of the key " + log.name());
        }
        if (seen.size() < demanded) {
            return new Fails(
                    Fault.MISSING_WITNESS,
                    seen.size() + " known witnesses cosigned the checkpoint, " + demanded + " are demanded");
        }
        return new Holds(
                checkpoint,
                seen.stream().map(VerifierKey::parse).map(VerifierKey::name).toList());
    }

    private static Fails bad(NoteSignature line) {
        return new Fails(Fault.BAD_SIGNATURE, "the signature of " + line.name() + " does not fit the checkpoint");
    }

    /// Whether a witness's line holds for a checkpoint's body.
    static boolean cosigned(VerifierKey witness, byte[] body, NoteSignature line) {
        byte[] signature = line.signature();
        if (signature.length <= TIME_BYTES) {
            return false;
        }
        long time = ByteBuffer.wrap(signature).getLong();
        return time >= 0
                && witness.verifies(
                        cosignedText(time, body),
                        java.util.Arrays.copyOfRange(signature, TIME_BYTES, signature.length));
    }

    /// What a witness signs (cosignature/v1).
    static byte[] cosignedText(long time, byte[] body) {
        byte[] header = Text.utf8("cosignature/v1\ntime " + time + "\n");
        return ByteBuffer.allocate(header.length + body.length)
                .put(header)
                .put(body)
                .array();
    }

    /// Checks that a newer checkpoint only adds to an older one.
    public Verdict consistency(Checkpoint older, Checkpoint newer, ConsistencyProof proof) {
        Verdict first = Verifier.of(log).checkpoint(older);
        if (!first.holds()) {
            return first;
        }
        Verdict second = checkpoint(newer);
        boolean spans = proof.from() == older.size() && proof.to() == newer.size();
        if (second.holds() && !(spans && proof.proves(older.root(), newer.root()))) {
            return new Fails(
                    Fault.INCONSISTENT,
                    "the log of " + newer.size() + " entries does not continue the one of " + older.size()
                            + " entries that was signed before");
        }
        return second;
    }

    /// Checks a whole ledger: every tile and every entry against the signed checkpoint.
    public Verdict directory(Path directory) {
        try {
            Verdict verdict = checkpoint(LedgerReader.open(directory).checkpoint());
            if (verdict instanceof Holds holds) {
                DirectoryCheck.run(
                        directory, holds.checkpoint().size(), holds.checkpoint().root());
            }
            return verdict;
        } catch (LedgerException | UncheckedIOException e) {
            return new Fails(Fault.FILE_DAMAGED, String.valueOf(e.getMessage()));
        }
    }
}
