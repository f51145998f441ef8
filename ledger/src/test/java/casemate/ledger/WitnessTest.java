package casemate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessTest {
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Duration BOUND = Duration.ofSeconds(30);

    @TempDir
    Path home;

    private LogSigner signer;
    private FileWitness witness;

    @BeforeEach
    void keys() {
        signer = Ledgers.signer(home);
        witness = witness("one");
    }

    @Test
    void cosignatures_arrive_beside_the_appends_and_can_be_demanded() {
        FileWitness second = witness("two");
        Verifier verifier = Verifier.of(signer.verifierKey()).demanding(2, List.of(witness.key(), second.key()));
        try (Ledger ledger = open("ledger", List.of(witness, second), 2)) {
            Ledgers.fill(ledger, 0, 300);
            await(() -> witnessedSize(ledger) == 300);
            // The newest checkpoint shows them a moment after they are kept.
            await(() -> verifier.bundle(ledger.reader().bundle(299)) instanceof Verdict.Holds);
            ledger.append(Ledgers.entry(300));
            await(() -> witnessedSize(ledger) == 301);
            await(() -> ledger.witnesses().stream()
                    .allMatch(status -> status.size() == 301 && status.problem().isEmpty()));
        }
        // The cosignatures outlive a restart without the witnesses.
        try (Ledger ledger = Ledger.open(home.resolve("ledger"), signer)) {
            assertThat(verifier.checkpoint(ledger.reader().witnessed().orElseThrow()))
                    .isInstanceOf(Verdict.Holds.class);
        }
    }

    @Test
    void a_ledger_that_was_rolled_back_or_forked_gets_no_cosignature() throws IOException {
        Path directory = home.resolve("ledger");
        Path older = home.resolve("older");
        try (Ledger ledger = Ledger.open(directory, signer)) {
            Ledgers.fill(ledger, 0, 100);
        }
        copy(directory, older);
        try (Ledger ledger = open("ledger", List.of(witness), 1)) {
            Ledgers.fill(ledger, 100, 200);
            await(() -> witnessedSize(ledger) == 200);
        }
        try (Ledger rolledBack = open("older", List.of(witness), 1)) {
            await(() -> problem(rolledBack).contains("has seen 200 entries, this ledger holds 100"));
            Ledgers.fill(rolledBack, 1_000, 1_150);
            await(() -> problem(rolledBack).contains("does not continue"));
            assertThat(rolledBack.reader().witnessed()).isEmpty();
        }
    }

    @Test
    void the_witness_itself_refuses_what_it_must_not_sign() throws IOException {
        try (Ledger ledger = Ledger.open(home.resolve("ledger"), signer)) {
            Ledgers.fill(ledger, 0, 10);
            LedgerReader reader = ledger.reader();
            Checkpoint ten = ledger.checkpoint();
            assertThat(witness.cosign(reader.consistency(0, 10), ten)).isInstanceOf(Witness.Answer.Cosigned.class);
            // Asked again about the same size, it signs again.
            assertThat(witness.cosign(reader.consistency(10, 10), ten)).isInstanceOf(Witness.Answer.Cosigned.class);
            assertThat(witness.cosign(reader.consistency(5, 10), ten)).isEqualTo(new Witness.Answer.Conflict(10));
            Checkpoint fork = signer.sign(10, Hash.ofLeaf(Ledgers.entry(1)));
            assertThat(witness.cosign(reader.consistency(10, 10), fork)).isInstanceOf(Witness.Answer.Refused.class);
            LogSigner stranger = LogSigner.generate(home.resolve("stranger"), Ledgers.ORIGIN);
            assertThat(witness.cosign(reader.consistency(10, 10), stranger.sign(10, ten.root())))
                    .isInstanceOf(Witness.Answer.Refused.class);
            // It remembers across a restart.
            assertThat(witness("one").cosign(reader.consistency(0, 10), ten))
                    .isEqualTo(new Witness.Answer.Conflict(10));
        }
    }

    @Test
    void a_dead_witness_and_a_lying_one_hold_nothing_up() {
        CountDownLatch never = new CountDownLatch(1);
        FileWitness two = witness("two");
        FileWitness three = witness("three");
        Witness dead = with(two.key(), (proof, checkpoint) -> {
            never.await();
            return new Witness.Answer.Refused("unreachable");
        });
        Witness lying = with(three.key(), (proof, checkpoint) -> witness.cosign(proof, checkpoint));
        try (Ledger ledger = open("ledger", List.of(dead, lying), 1)) {
            Ledgers.fill(ledger, 0, 2_000);
            assertThat(ledger.checkpoint().size()).isEqualTo(2_000);
            await(() -> ledger.witnesses().get(1).problem().orElse("").contains("does not fit its key"));
            assertThat(ledger.witnesses().getFirst().problem()).contains("has not answered yet");
            assertThat(ledger.reader().witnessed()).isEmpty();
        }
    }

    /// A cosignature made with a key of another time: the line of the specification's example has this form.
    @Test
    void a_cosignature_carries_its_time_and_holds_for_no_other() {
        Clock fixed = Clock.fixed(Instant.ofEpochSecond(1_679_315_147), java.time.ZoneOffset.UTC);
        FileWitness timed =
                FileWitness.open(home.resolve("timed"), "witness.example/timed", signer.verifierKey(), fixed);
        Checkpoint empty = signer.sign(0, new Hasher().empty());
        try {
            Witness.Answer answer = timed.cosign(new ConsistencyProof(0, 0, List.of()), empty);
            NoteSignature line = ((Witness.Answer.Cosigned) answer).line();
            assertThat(line.signature()).hasSize(72).startsWith(0, 0, 0, 0, 0x64, 0x18, 0x50, 0xcb);
            byte[] body = Text.utf8(empty.body());
            assertThat(new String(Verifier.cosignedText(1_679_315_147, body), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("cosignature/v1\ntime 1679315147\n" + empty.body());
            assertThat(Verifier.cosigned(timed.key(), body, line)).isTrue();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private interface Cosigner {
        Witness.Answer cosign(ConsistencyProof proof, Checkpoint checkpoint) throws Exception;
    }

    private static Witness with(VerifierKey key, Cosigner cosigner) {
        return new Witness() {
            @Override
            public VerifierKey key() {
                return key;
            }

            @Override
            public Answer cosign(ConsistencyProof proof, Checkpoint checkpoint) throws Exception {
                return cosigner.cosign(proof, checkpoint);
            }
        };
    }

    private FileWitness witness(String name) {
        return FileWitness.open(
                home.resolve("witness-" + name), "witness.example/" + name, signer.verifierKey(), Clock.systemUTC());
    }

    private Ledger open(String name, List<Witness> witnesses, int quorum) {
        return Ledger.open(
                home.resolve(name),
                signer,
                LedgerOptions.standard().witnessedBy(witnesses, quorum).witnessEvery(OFTEN));
    }

    private static long witnessedSize(Ledger ledger) {
        return ledger.reader().witnessed().map(Checkpoint::size).orElse(0L);
    }

    private static String problem(Ledger ledger) {
        return ledger.witnesses().getFirst().problem().orElse("");
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + BOUND.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as("waited too long").isNegative();
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(OFTEN.toNanos());
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
