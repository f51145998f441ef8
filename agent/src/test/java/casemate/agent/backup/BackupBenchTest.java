package casemate.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.NeedsRoot;
import casemate.base.FileTree;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// CPU of both engines beside restic alone, on one volume in one run; by hand, through `bench/backup.sh`.
@NeedsRoot
@EnabledIfSystemProperty(named = "casemate.backup.mib", matches = "[0-9]{1,5}")
class BackupBenchTest {
    private static final double TICKS_PER_SECOND = 100;
    private static final int FILE_BYTES = 256 << 10;
    /// utime, stime, cutime and cstime of /proc/self/stat, after the name.
    private static final List<Integer> TIMES = List.of(11, 12, 13, 14);

    @TempDir
    private Path directory;

    private final Secret key = Secret.of(new byte[Repository.KEY_BYTES]);
    private final InstanceId instance = new InstanceId("ins_01kahzzzzzzzzzzzzzzzzzzzzz");

    /// What is measured.
    interface Work {
        void run() throws Exception;
    }

    @Test
    void cpu_seconds() throws Exception {
        Path set = volume(Integer.getInteger("casemate.backup.mib", 1));
        Path alone = directory.resolve("alone");
        Path site = Files.createDirectory(directory.resolve("site"));
        double backup = cpu("restic alone, first backup", () -> {
            restic(alone, "init", "--quiet");
            restic(alone, "backup", "--quiet", set.toString());
        });
        double check = cpu("restic alone, check", () -> restic(alone, "check", "--quiet"));
        double through = cpu("restic through Casemate, backup and check", () -> store(new ResticEngine(), site, set));
        double archive = cpu("archive, backup and reading back", () -> store(new ArchiveEngine(), site, set));
        double restore = cpu(
                "restic alone, restore",
                () -> restic(alone, "restore", "latest", "--quiet", "--target", fresh().toString()));
        cpu("restic through Casemate, restore", () -> restore(new ResticEngine(), site));
        double unpack = cpu("archive, restore", () -> restore(new ArchiveEngine(), site));
        say("restic through Casemate / restic alone", through / (backup + check));
        say("archive / restic, first backup", archive / backup);
        say("archive / restic, restore", unpack / restore);
        assertThat(through).isPositive();
    }

    /// Half cannot be compressed, half is text.
    private Path volume(int mib) throws IOException {
        Path volume = Files.createDirectories(directory.resolve("set/volume"));
        Random chance = new Random(1);
        String[] words = "the customer keeps what was written here and reads it again on another day".split(" ", -1);
        for (int i = 0; i < mib * (1 << 20) / FILE_BYTES; i++) {
            byte[] bytes = new byte[FILE_BYTES];
            chance.nextBytes(bytes);
            if (i % 2 == 0) {
                StringBuilder text = new StringBuilder();
                while (text.length() < FILE_BYTES) {
                    text.append(words[chance.nextInt(words.length)])
                            .append(' ')
                            .append(chance.nextInt(10_000))
                            .append('\n');
                }
                bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
            }
            Files.write(volume.resolve("file-" + i), bytes);
        }
        return volume.resolveSibling("").normalize();
    }

    private void store(BackupEngine engine, Path site, Path set) throws Exception {
        String run = new Ids(Clock.systemUTC(), new SecureRandom()).make("bak");
        engine.store(Repository.at(site, engine, instance, key), set, run, Instant.now());
    }

    private void restore(BackupEngine engine, Path site) throws Exception {
        Repository repository = Repository.at(site, engine, instance, key);
        engine.restore(repository, engine.list(repository).getLast().copy(), fresh());
    }

    private Path fresh() throws IOException {
        FileTree.delete(directory.resolve("out"));
        return Files.createDirectory(directory.resolve("out"));
    }

    private void restic(Path repository, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(List.of("restic", "--no-cache", "--repo", repository.toString()));
        builder.command().addAll(List.of(arguments));
        builder.environment().put("RESTIC_PASSWORD", HexFormat.of().formatHex(key.reveal()));
        // As the agent gives it.
        builder.environment().put("GOMAXPROCS", "1");
        assertThat(builder.inheritIO().start().waitFor()).isZero();
    }

    private static double cpu(String what, Work work) throws Exception {
        double before = seconds();
        work.run();
        double used = seconds() - before;
        say(what, used);
        return used;
    }

    /// Of this process and all that it started and saw end.
    private static double seconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return TIMES.stream().mapToLong(i -> Long.parseLong(fields[i])).sum() / TICKS_PER_SECOND;
    }

    @SuppressWarnings("SystemOut") // What this is for.
    private static void say(String what, double figure) {
        System.out.println(String.format(Locale.ROOT, "BENCH %-45s %8.2f", what, figure));
    }
}
