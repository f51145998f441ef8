package casemate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    @TempDir
    Path home;

    @Test
    void what_was_appended_can_be_read_and_verified_offline() {
        LogSigner signer = LogSigner.generate(home.resolve("key"), "example.com/ledger");
        Verifier verifier = Verifier.of(VerifierKey.parse(signer.verifierKey().toString()));
        Path directory = home.resolve("ledger");
        try (Ledger ledger = Ledger.open(directory, signer)) {
            Ledgers.fill(ledger, 0, 590);
            for (int i = 590; i < 600; i++) {
                assertThat(ledger.append(Ledgers.entry(i)).index()).isEqualTo(i);
            }
        }
        try (Ledger ledger = Ledger.open(directory, LogSigner.open(home.resolve("key")))) {
            LedgerReader reader = ledger.reader();
            assertThat(reader.checkpoint().size()).isEqualTo(600);
            assertThat(reader.entry(300)).isEqualTo(Ledgers.entry(300));
            assertThat(reader.entries(0, 600)).hasSize(600);
            for (long index : new long[] {0, 255, 256, 511, 512, 599}) {
                byte[] bundle = reader.bundle(index, 3).encode();
                assertThat(verifier.bundle(bundle)).isInstanceOf(Verdict.Holds.class);
            }
            for (long from = 0; from <= 600; from += 7) {
                assertThat(reader.consistency(from, 600).proves(reader.root(from), reader.root(600)))
                        .isTrue();
            }
        }
        assertThat(verifier.directory(directory)).isInstanceOf(Verdict.Holds.class);
    }
}
