package casemate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
    private static final int SIZE = 300;

    @TempDir
    Path home;

    private LogSigner signer;
    private FileWitness witness;
    private Bundle bundle;
    private Verifier verifier;

    @BeforeEach
    void cosignedBundle() throws Exception {
        signer = Ledgers.signer(home);
        witness = FileWitness.open(
                home.resolve("witness"), "witness.example/one", signer.verifierKey(), Clock.systemUTC());
        try (Ledger ledger = Ledger.open(home.resolve("ledger"), signer)) {
            Ledgers.fill(ledger, 0, SIZE);
            Checkpoint checkpoint = ledger.checkpoint();
            var answer = witness.cosign(ledger.reader().consistency(0, SIZE), checkpoint);
            assertThat(answer).isInstanceOf(Witness.Answer.Cosigned.class);
            bundle = ledger.reader().bundle(checkpoint.with(((Witness.Answer.Cosigned) answer).line()), 7, 299);
        }
        verifier = Verifier.of(signer.verifierKey()).demanding(1, List.of(witness.key()));
    }

    @Test
    void a_bundle_is_read_back_as_it_was_written_and_holds() {
        Bundle read = Bundle.parse(bundle.encode());
        assertThat(read.encode()).isEqualTo(bundle.encode());
        assertThat(read.leaves().getFirst().entry()).isEqualTo(Ledgers.entry(7));
        assertThat(verifier.bundle(bundle.encode()))
                .isEqualTo(new Verdict.Holds(bundle.checkpoint(), List.of("witness.example/one")));
    }

    @Test
    void a_flipped_bit_in_any_byte_is_rejected() {
        byte[] bytes = bundle.encode();
        for (int i = 0; i < bytes.length; i++) {
            for (int bit : new int[] {1, 4, 32, 128}) {
                bytes[i] ^= (byte) bit;
                assertThat(verifier.bundle(bytes)).as("byte %d, bit %d", i, bit).isInstanceOf(Verdict.Fails.class);
                bytes[i] ^= (byte) bit;
            }
        }
        assertThat(verifier.bundle(bytes)).isInstanceOf(Verdict.Holds.class);
    }

    @Test
    void what_does_not_hold_is_named() {
        Bundle.Leaf leaf = bundle.leaves().getFirst();
        Hash other = Hash.ofLeaf(Ledgers.entry(8));
        assertFault(Verdict.Fault.LEAF_ALTERED, with(new Bundle.Leaf(Ledgers.entry(8), leaf.hash(), leaf.proof())));
        assertFault(Verdict.Fault.WRONG_ROOT, with(new Bundle.Leaf(Ledgers.entry(8), other, leaf.proof())));
        assertFault(Verdict.Fault.WRONG_ROOT, with(moved(leaf, 6)));
        assertFault(Verdict.Fault.INDEX_OUT_OF_RANGE, with(moved(leaf, SIZE)));
        LogSigner stranger = LogSigner.generate(home.resolve("stranger"), Ledgers.ORIGIN);
        assertFault(
                Verdict.Fault.UNKNOWN_KEY,
                under(stranger.sign(SIZE, bundle.checkpoint().root())));
        LogSigner foreign = LogSigner.generate(home.resolve("foreign"), "example.org/other");
        assertFault(
                Verdict.Fault.WRONG_ORIGIN,
                under(foreign.sign(SIZE, bundle.checkpoint().root())));
        assertFault(
                Verdict.Fault.MISSING_WITNESS,
                under(signer.sign(SIZE, bundle.checkpoint().root())));
        Checkpoint signed = bundle.checkpoint();
        assertFault(
                Verdict.Fault.BAD_SIGNATURE,
                under(new Checkpoint(signed.origin(), SIZE + 1, signed.root(), List.of(), signed.signatures())));
        assertThat(verifier.bundle("{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Verdict.Fails.class, fails -> assertThat(fails.fault()).isEqualTo(Verdict.Fault.MALFORMED));
    }

    @Test
    void a_cosignature_of_a_witness_that_is_not_known_does_not_count() {
        FileWitness unknown = FileWitness.open(
                home.resolve("unknown"), "witness.example/two", signer.verifierKey(), Clock.systemUTC());
        Verifier demanding = Verifier.of(signer.verifierKey()).demanding(1, List.of(unknown.key()));
        assertThat(demanding.bundle(bundle))
                .isInstanceOfSatisfying(
                        Verdict.Fails.class,
                        fails -> assertThat(fails.fault()).isEqualTo(Verdict.Fault.MISSING_WITNESS));
        assertThatThrownBy(() -> Verifier.of(signer.verifierKey()).demanding(2, List.of(witness.key(), witness.key())))
                .hasMessageContaining("2 of 1");
    }

    @Test
    void any_other_spelling_is_refused() {
        String text = new String(bundle.encode(), StandardCharsets.UTF_8);
        for (String other : List.of(
                text + "\n",
                " " + text,
                text.replace(",\"leaves\"", ", \"leaves\""),
                text.replace("\"index\":7", "\"index\":07"),
                text.replace("\"index\":7", "\"index\":7.0"),
                text.replace("\"index\":7", "\"index\":-7"),
                text.replace("v1\"}", "v2\"}"),
                text.replace("\"type\"", "\"more\":1,\"type\""),
                text.replace("{\"entry\":", "{\"entry\":\"\",\"entry\":"),
                text.substring(0, text.length() / 2),
                "")) {
            assertThat(other).isNotEqualTo(text);
            assertThatThrownBy(() -> Bundle.parse(other.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(LedgerException.class);
        }
        assertThatThrownBy(() -> Bundle.parse(new byte[Bundle.MAX_BYTES + 1])).isInstanceOf(LedgerException.class);
    }

    @Test
    void the_tlog_proof_form_is_that_of_the_specification() {
        String proof = bundle.tlogProof(0);
        List<String> lines = proof.lines().toList();
        assertThat(lines.get(0)).isEqualTo("c2sp.org/tlog-proof@v1");
        assertThat(lines.get(1)).isEqualTo("index 7");
        int path = bundle.leaves().getFirst().proof().path().size();
        assertThat(lines.get(2 + path)).isEmpty();
        assertThat(proof).endsWith("\n\n" + bundle.checkpoint().note());
    }

    private static Bundle.Leaf moved(Bundle.Leaf leaf, long index) {
        return new Bundle.Leaf(
                leaf.entry(),
                leaf.hash(),
                new InclusionProof(index, SIZE, leaf.proof().path()));
    }

    private Bundle with(Bundle.Leaf leaf) {
        return new Bundle(List.of(leaf), bundle.checkpoint());
    }

    private Bundle under(Checkpoint checkpoint) {
        return new Bundle(bundle.leaves(), checkpoint);
    }

    private void assertFault(Verdict.Fault fault, Bundle altered) {
        assertThat(verifier.bundle(altered.encode()))
                .isInstanceOfSatisfying(
                        Verdict.Fails.class,
                        fails -> assertThat(fails.fault()).as(fails.text()).isEqualTo(fault));
    }
}
