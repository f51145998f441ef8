package casemate.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.NeedsRoot;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Secret;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that stores and prunes is killed at moments drawn by chance: what was there before can be restored, and
/// the
/// same run, done again, leaves the repository whole and with no older copy than is kept.
@NeedsRoot
class EngineCrashTest {
    /// By hand: 30.
    private static final int ROUNDS = Integer.getInteger("casemate.backup.kills", 2);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    private static final Instant KEEP_FROM = NOW.minus(Duration.ofDays(30));
    private static final InstanceId INSTANCE = new InstanceId("ins_01kahzzzzzzzzzzzzzzzzzzzzz");
    private static final int BYTES = 8 << 20;

    @TempDir
    private Path directory;

    private final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());

    @Test
    void archives_survive_a_kill_while_they_are_made_and_pruned() throws Exception {
        survives("archive", 700, ROUNDS);
    }

    @Test
    void a_repository_of_restics_survives_a_kill_while_it_is_written_and_pruned() throws Exception {
        survives("restic", 6_000, Math.ceilDiv(ROUNDS, 2));
    }

    private void survives(String name, int longestMillis, int rounds) throws Exception {
        long seed = Long.getLong("casemate.seed", System.nanoTime());
        Random chance = new Random(seed);
        BackupEngine engine = new Engines().get(name);
        Files.createDirectories(directory.resolve("site"));
        Path file = Files.createDirectories(directory.resolve("set/volume")).resolve("bytes");
        Files.writeString(file, "good");
        Repository repository = repository(directory, engine);
        String good = store(engine, NOW.minus(Duration.ofDays(1)));
        for (int round = 0; round < rounds; round++) {
            Files.writeString(file, "old");
            store(engine, KEEP_FROM.minus(Duration.ofDays(2)));
            byte[] bytes = new byte[BYTES];
            chance.nextBytes(bytes);
            Files.write(file, bytes);
            String run = ids.make("bak");
            Process child = child(name, run);
            BufferedReader said = child.inputReader(StandardCharsets.UTF_8);
            assertThat(said.readLine()).isEqualTo("begins");
            boolean ended = child.waitFor(chance.nextInt(longestMillis), TimeUnit.MILLISECONDS);
            child.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            String what = name + ", round " + round + ", seed " + seed + ", ended " + ended;

            assertThat(restored(engine, good)).as(what).asString().isEqualTo("good");
            Instant at = NOW.plusSeconds(round);
            String copy =
                    engine.store(repository, directory.resolve("set"), run, at).copy();
            engine.prune(repository, KEEP_FROM);
            assertThat(engine.list(repository))
                    .as(what)
                    .allSatisfy(kept -> assertThat(kept.at()).isAfterOrEqualTo(KEEP_FROM))
                    .extracting(BackupEngine.Kept::copy)
                    .anySatisfy(kept -> assertThat(copy).startsWith(kept));
            engine.verify(repository);
            assertThat(restored(engine, copy)).as(what).isEqualTo(bytes);
        }
    }

    private String store(BackupEngine engine, Instant at) throws Exception {
        return engine.store(repository(directory, engine), directory.resolve("set"), ids.make("bak"), at)
                .copy();
    }

    private byte[] restored(BackupEngine engine, String copy) throws Exception {
        Path into = Files.createTempDirectory(directory, "into");
        engine.restore(repository(directory, engine), copy, into);
        return Files.readAllBytes(into.resolve("volume/bytes"));
    }

    private static Repository repository(Path directory, BackupEngine engine) {
        byte[] key = new byte[Repository.KEY_BYTES];
        key[5] = 1;
        return Repository.at(directory.resolve("site"), engine, INSTANCE, Secret.of(key));
    }

    private Process child(String engine, String run) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        directory.toString(),
                        engine,
                        run)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// The process to be killed.
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            BackupEngine engine = new Engines().get(arguments[1]);
            Repository repository = repository(directory, engine);
            System.out.println("begins");
            engine.store(repository, directory.resolve("set"), arguments[2], NOW);
            engine.prune(repository, KEEP_FROM);
        }
    }
}
