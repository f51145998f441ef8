package casemate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCopyTest {
    private static final int FIRST = 700;

    @TempDir
    Path home;

    @Test
    void a_copy_made_beside_the_writer_goes_on_from_its_checkpoint() throws Exception {
        LogSigner signer = Ledgers.signer(home);
        Path copy = home.resolve("copy");
        AtomicBoolean done = new AtomicBoolean();
        Checkpoint copied;
        Checkpoint last;
        ConsistencyProof proof;
        try (Ledger ledger = Ledger.open(home.resolve("ledger"), signer)) {
            Ledgers.fill(ledger, 0, FIRST);
            Thread writer = Thread.ofPlatform().start(() -> {
                for (long i = FIRST; !done.get(); i++) {
                    ledger.append(Ledgers.entry(i));
                    java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                }
            });
            copied = LedgerCopy.make(ledger.directory(), copy);
            done.set(true);
            writer.join();
            last = ledger.checkpoint();
            proof = ledger.reader().consistency(copied.size(), last.size());
        }
        assertThat(copied.size()).isGreaterThanOrEqualTo(FIRST);
        assertThat(proof.proves(copied.root(), last.root())).isTrue();
        try (Ledger again = Ledger.open(copy, signer)) {
            assertThat(again.checkpoint().size()).isEqualTo(copied.size());
            assertThat(again.append(Ledgers.entry(copied.size())).index()).isEqualTo(copied.size());
            assertThat(again.reader().entry(5)).isEqualTo(Ledgers.entry(5));
        }
    }

    @Test
    void a_damaged_ledger_is_not_copied() throws Exception {
        LogSigner signer = Ledgers.signer(home);
        Path directory = home.resolve("ledger");
        try (Ledger ledger = Ledger.open(directory, signer)) {
            Ledgers.fill(ledger, 0, FIRST);
        }
        Path tile = directory.resolve("tile/entries/000");
        byte[] bytes = Files.readAllBytes(tile);
        bytes[100] ^= 1;
        Files.write(tile, bytes);
        assertThatThrownBy(() -> LedgerCopy.make(directory, home.resolve("copy")))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("altered");
    }
}
