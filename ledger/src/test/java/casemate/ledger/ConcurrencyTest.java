package casemate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrencyTest {
    private static final int APPENDERS = 1_000;
    private static final int EACH = 10;

    @TempDir
    Path home;

    @Test
    void a_thousand_appenders_each_find_their_entry_where_the_receipt_says_while_readers_verify() throws Exception {
        LogSigner signer = Ledgers.signer(home);
        Verifier verifier = Verifier.of(signer.verifierKey());
        Path directory = home.resolve("ledger");
        List<Receipt> receipts = new ArrayList<>();
        try (Ledger ledger = Ledger.open(directory, signer);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ledger.append(Text.utf8("first"));
            List<Future<List<Receipt>>> appenders = new ArrayList<>();
            for (int i = 0; i < APPENDERS; i++) {
                int appender = i;
                appenders.add(threads.submit(() -> appendSome(ledger, appender)));
            }
            Future<Integer> reader = threads.submit(() -> verifyUntil(directory, verifier, 1 + APPENDERS * EACH));
            for (Future<List<Receipt>> appender : appenders) {
                receipts.addAll(appender.get());
            }
            assertThat(reader.get()).isPositive();
            assertThat(ledger.figures().entries()).isEqualTo(1 + APPENDERS * EACH);
            assertThat(ledger.figures().batches()).isLessThan(1 + APPENDERS * EACH);
        }
        assertThat(receipts.stream().map(Receipt::index).distinct()).hasSize(APPENDERS * EACH);
        assertThat(verifier.directory(directory)).isInstanceOf(Verdict.Holds.class);
    }

    private static List<Receipt> appendSome(Ledger ledger, int appender) {
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            byte[] entry = Text.utf8(appender + " " + i);
            Receipt receipt = ledger.append(entry);
            assertThat(receipt.checkpoint().size()).isGreaterThan(receipt.index());
            if (i == EACH - 1) {
                assertThat(ledger.reader().entry(receipt.index())).isEqualTo(entry);
            }
            receipts.add(receipt);
        }
        return receipts;
    }

    private static int verifyUntil(Path directory, Verifier verifier, long size) {
        LedgerReader reader = LedgerReader.open(directory);
        int rounds = 0;
        Checkpoint before = reader.checkpoint();
        while (before.size() < size) {
            Checkpoint now = reader.checkpoint();
            assertThat(verifier.consistency(before, now, reader.consistency(before.size(), now.size())))
                    .isInstanceOf(Verdict.Holds.class);
            assertThat(verifier.bundle(reader.bundle(now, 0, now.size() / 2, now.size() - 1)))
                    .isInstanceOf(Verdict.Holds.class);
            assertThat(verifier.directory(directory)).isInstanceOf(Verdict.Holds.class);
            before = now;
            rounds++;
        }
        return rounds;
    }

    @Test
    void too_many_waiting_entries_are_refused_as_busy_and_are_absent() throws Exception {
        LogSigner signer = Ledgers.signer(home);
        GateDisk disk = new GateDisk();
        LedgerOptions narrow = LedgerOptions.standard().waiting(3, Duration.ofMillis(200));
        try (Ledger ledger = Ledger.open(home.resolve("ledger"), signer, narrow, disk)) {
            disk.shut();
            CompletableFuture<Receipt> taken = ledger.appendAsync(Ledgers.entry(0));
            disk.awaitSomebodyAtTheGate();
            List<CompletableFuture<Receipt>> waiting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                waiting.add(ledger.appendAsync(Ledgers.entry(1)));
            }
            assertThatThrownBy(() -> ledger.appendAsync(Ledgers.entry(1)).join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            LedgerException.class, e -> assertThat(e.reason()).isEqualTo(LedgerException.Reason.BUSY));
            assertThatThrownBy(() -> ledger.append(Ledgers.entry(1)))
                    .isInstanceOfSatisfying(
                            LedgerException.class, e -> assertThat(e.reason()).isEqualTo(LedgerException.Reason.BUSY));
            disk.open();
            assertThat(taken.join().index()).isZero();
            // The three waited longer than they may, which the blocking append above made sure of.
            waiting.forEach(late -> assertThatThrownBy(late::join).hasMessageContaining("try again"));
            assertThat(ledger.append(Ledgers.entry(1)).index()).isEqualTo(1);
        }
    }

    @Test
    void an_interrupted_appender_leaves_no_entry_unless_the_writer_had_taken_it() throws Exception {
        LogSigner signer = Ledgers.signer(home);
        GateDisk disk = new GateDisk();
        try (Ledger ledger = Ledger.open(home.resolve("ledger"), signer, LedgerOptions.standard(), disk)) {
            disk.shut();
            CompletableFuture<Receipt> taken = ledger.appendAsync(Ledgers.entry(0));
            disk.awaitSomebodyAtTheGate();
            CompletableFuture<LedgerException> failure = new CompletableFuture<>();
            CountDownLatch begun = new CountDownLatch(1);
            Thread appender = Thread.startVirtualThread(() -> {
                begun.countDown();
                try {
                    ledger.append(Ledgers.entry(99));
                } catch (LedgerException e) {
                    failure.complete(e);
                }
            });
            begun.await();
            appender.interrupt();
            assertThat(failure.join().reason()).isEqualTo(LedgerException.Reason.INTERRUPTED);
            disk.open();
            taken.join();
            assertThat(ledger.append(Ledgers.entry(1)).index()).isEqualTo(1);
        }
    }

    @Test
    void a_closed_ledger_refuses_and_an_entry_too_large_is_refused() {
        Ledger ledger = Ledger.open(home.resolve("ledger"), Ledgers.signer(home));
        assertThatThrownBy(() -> ledger.append(new byte[Ledger.MAX_ENTRY_BYTES + 1]))
                .isInstanceOfSatisfying(
                        LedgerException.class, e -> assertThat(e.reason()).isEqualTo(LedgerException.Reason.TOO_LARGE));
        byte[] largest = new byte[Ledger.MAX_ENTRY_BYTES];
        assertThat(ledger.append(largest).index()).isZero();
        assertThat(ledger.append(new byte[0]).index()).isEqualTo(1);
        assertThat(ledger.reader().entry(0)).isEqualTo(largest);
        ledger.close();
        assertThatThrownBy(() -> ledger.append(new byte[1]))
                .isInstanceOfSatisfying(
                        LedgerException.class, e -> assertThat(e.reason()).isEqualTo(LedgerException.Reason.CLOSED));
    }
}
