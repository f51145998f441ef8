package casemate.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` while keys and root keys are rotated: whatever was sealed still opens, and the next process goes on.
class VaultCrashTest {
    /// CI has no time for more; `-Dcasemate.vault.kills=50` does.
    private static final int KILLS = Integer.getInteger("casemate.vault.kills", 2);

    private static final int MOST_ROTATIONS = 30;
    /// The last line may be half of one.
    private static final Pattern LINE = Pattern.compile("(\\S+) ([0-9a-f]+)");

    @TempDir
    private Path directory;

    @Test
    void what_was_sealed_before_a_kill_during_rotation_opens_after_it() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, byte[]> sealed = new LinkedHashMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            rotate(1 + random.nextInt(MOST_ROTATIONS), random.nextInt(5_000_000), sealed);
            Vault vault = RotatingVault.vault(directory, RotatingVault.service(directory));
            assertThat(sealed)
                    .isNotEmpty()
                    .allSatisfy((key, bytes) -> assertThat(new String(
                                    vault.open(RotatingVault.OWNER, RotatingVault.PLACE, bytes),
                                    StandardCharsets.UTF_8))
                            .as("seed %d", seed)
                            .isEqualTo(key));
            vault.wrapAgain();
            assertThat(vault.wrapAgain()).isZero();
        }
    }

    /// Until so many keys were made, and a moment longer, so that the end comes anywhere in a turn.
    private void rotate(int keys, int nanos, Map<String, byte[]> sealed) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RotatingVault.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            int before = sealed.size();
            for (String line; (line = out.readLine()) != null; ) {
                Matcher matcher = LINE.matcher(line);
                if (process.isAlive() && matcher.matches()) {
                    sealed.put(matcher.group(1), HexFormat.of().parseHex(matcher.group(2)));
                }
                if (sealed.size() - before == keys) {
                    LockSupport.parkNanos(nanos);
                    break;
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
