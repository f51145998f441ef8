package casemate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
    private static final int KILLS = 5;

    @TempDir
    Path home;

    @Test
    void after_kill_9_at_random_moments_every_acknowledged_entry_is_there() throws Exception {
        LogSigner signer = Ledgers.signer(home);
        Path directory = home.resolve("ledger");
        Random chance = new Random(9);
        Map<Long, String> acknowledged = new HashMap<>();
        for (int i = 0; i < KILLS; i++) {
            killAfter(directory, chance.nextInt(3_000), acknowledged);
        }
        try (Ledger ledger = Ledger.open(directory, signer)) {
            LedgerReader reader = ledger.reader();
            Map<Long, String> found = new HashMap<>();
            reader.entries(0, reader.checkpoint().size())
                    .forEach(entry -> found.put(entry.index(), Text.utf8(entry.bytes())));
            assertThat(found).containsAllEntriesOf(acknowledged);
            assertThat(acknowledged.size()).isGreaterThan(1_000);
        }
        assertThat(Verifier.of(signer.verifierKey()).directory(directory)).isInstanceOf(Verdict.Holds.class);
    }

    private void killAfter(Path directory, int lines, Map<Long, String> acknowledged) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Appender.class.getName(),
                        home.resolve("key").toString(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = child.inputReader()) {
            int read = 0;
            String line = out.readLine();
            // The last line may have been cut by the kill, so it does not count.
            for (String next = out.readLine(); line != null && next != null; next = out.readLine()) {
                int space = line.indexOf(' ');
                acknowledged.put(Long.parseLong(line.substring(0, space)), line.substring(space + 1));
                line = next;
                if (read++ == lines) {
                    // Not the process's own method, which would close its output and lose what it had said.
                    child.toHandle().destroyForcibly();
                }
            }
        } finally {
            child.destroyForcibly();
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
