package casemate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
    @TempDir
    Path home;

    @Test
    void a_full_disk_fails_the_append_and_room_makes_the_ledger_usable_again() {
        DyingDisk disk = new DyingDisk(new RealDisk());
        LogSigner signer = Ledgers.signer(home);
        Path directory = home.resolve("ledger");
        try (Ledger ledger = Ledger.open(directory, signer, LedgerOptions.standard(), disk)) {
            long size = 0;
            for (int room = 0; room < 20_000; room += 331) {
                disk.room(room);
                try {
                    assertThat(ledger.append(Ledgers.entry(size)).index()).isEqualTo(size);
                    size++;
                } catch (LedgerException e) {
                    assertThat(e.reason()).isEqualTo(LedgerException.Reason.STORAGE);
                    assertThat(e).hasMessageContaining("No space left on device");
                }
                assertThat(ledger.reader().checkpoint().size()).isEqualTo(size);
                disk.room(Long.MAX_VALUE);
                assertThat(ledger.append(Ledgers.entry(size)).index()).isEqualTo(size);
                size++;
            }
        }
        assertWhole(directory, signer);
    }

    @Test
    void a_failure_of_any_single_operation_loses_nothing_acknowledged() {
        LogSigner signer = Ledgers.signer(home);
        for (int operation = 0; operation < 40; operation++) {
            Path directory = home.resolve("ledger" + operation);
            DyingDisk disk = new DyingDisk(new RealDisk());
            long size = 0;
            try (Ledger ledger = Ledger.open(directory, signer, LedgerOptions.standard(), disk)) {
                Ledgers.fill(ledger, 0, 250);
                size = 250;
                disk.failAt(operation);
                for (int i = 0; i < 10; i++) {
                    size = appendOrNot(ledger, size);
                }
            }
            try (Ledger ledger = Ledger.open(directory, signer)) {
                assertThat(ledger.checkpoint().size())
                        .as("operation %d", operation)
                        .isEqualTo(size);
            }
            assertWhole(directory, signer);
        }
    }

    private static long appendOrNot(Ledger ledger, long size) {
        try {
            return ledger.append(Ledgers.entry(size)).index() + 1;
        } catch (LedgerException e) {
            assertThat(e.reason()).isEqualTo(LedgerException.Reason.STORAGE);
            return size;
        }
    }

    @Test
    void a_really_full_file_system_is_survived() throws Exception {
        Path mount = Files.createDirectory(home.resolve("small"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "casemate-test", mount.toString()));
        try {
            LogSigner signer = Ledgers.signer(home);
            Path directory = mount.resolve("ledger");
            Path ballast = mount.resolve("ballast");
            try (Ledger ledger = Ledger.open(directory, signer)) {
                ledger.append(Ledgers.entry(0));
                fillUp(ballast);
                assertThatThrownBy(() -> ledger.append(new byte[30_000]))
                        .isInstanceOfSatisfying(
                                LedgerException.class,
                                e -> assertThat(e.reason()).isEqualTo(LedgerException.Reason.STORAGE));
                Files.delete(ballast);
                assertThat(ledger.append(Ledgers.entry(1)).index()).isEqualTo(1);
            }
            assertWhole(directory, signer);
        } finally {
            assertThat(run("umount", mount.toString())).isTrue();
        }
    }

    private static void fillUp(Path ballast) throws IOException {
        try (var out = Files.newOutputStream(ballast)) {
            byte[] page = new byte[4_096];
            while (ballast.toFile().getUsableSpace() > 0) {
                out.write(page);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private static void assertWhole(Path directory, LogSigner signer) {
        LedgerReader reader = LedgerReader.open(directory);
        reader.entries(0, reader.checkpoint().size())
                .forEach(entry -> assertThat(entry.bytes()).isEqualTo(Ledgers.entry(entry.index())));
        assertThat(Verifier.of(signer.verifierKey()).directory(directory)).isInstanceOf(Verdict.Holds.class);
    }
}
