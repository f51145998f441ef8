package casemate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PowerCutTest {
    /// Enough that each kind of operation is the last one several times; a failing seed fails again when run alone.
    private static final int CUTS = 80;

    private static final int ENTRIES = 700;

    @TempDir
    Path home;

    @Test
    void after_a_power_cut_at_any_operation_what_was_acknowledged_is_there_and_verifies() throws IOException {
        LogSigner signer = Ledgers.signer(home);
        int reached = 0;
        for (int seed = 0; seed < CUTS; seed++) {
            Random chance = new Random(seed);
            Path directory = home.resolve("run" + seed);
            PowerCutDisk disk = new PowerCutDisk(20 + chance.nextInt(600));
            long acknowledged = useUntilTheCut(directory, signer, disk, chance);
            Path found = home.resolve("found" + seed);
            disk.restore(directory, found, chance);
            try (Ledger ledger = Ledger.open(found, signer)) {
                long size = ledger.checkpoint().size();
                assertThat(size).as("seed %d", seed).isGreaterThanOrEqualTo(acknowledged);
                ledger.reader()
                        .entries(0, size)
                        .forEach(entry -> assertThat(entry.bytes()).isEqualTo(Ledgers.entry(entry.index())));
                ledger.append(Ledgers.entry(size));
            }
            assertThat(Verifier.of(signer.verifierKey()).directory(found))
                    .as("seed %d", seed)
                    .isInstanceOf(Verdict.Holds.class);
            reached += acknowledged > 0 ? 1 : 0;
        }
        assertThat(reached).isGreaterThan(CUTS / 2);
    }

    /// Appends in bursts, closing and opening between them, until nothing works any more.
    ///
    /// @return how many entries were acknowledged
    private static long useUntilTheCut(Path directory, LogSigner signer, PowerCutDisk disk, Random chance) {
        long acknowledged = 0;
        while (acknowledged < ENTRIES) {
            try (Ledger ledger = Ledger.open(directory, signer, LedgerOptions.standard(), disk)) {
                long next = ledger.checkpoint().size();
                int bursts = 1 + chance.nextInt(4);
                for (int i = 0; i < bursts; i++) {
                    int burst = 1 + chance.nextInt(120);
                    List<CompletableFuture<Receipt>> all = new ArrayList<>();
                    for (int j = 0; j < burst; j++) {
                        all.add(ledger.appendAsync(Ledgers.entry(next++)));
                    }
                    for (CompletableFuture<Receipt> one : all) {
                        acknowledged = one.join().index() + 1;
                    }
                }
            } catch (CompletionException | LedgerException _) {
                return acknowledged;
            }
        }
        return acknowledged;
    }
}
