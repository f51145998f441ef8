package casemate.bench;

import casemate.agent.backup.ArchiveEngine;
import casemate.agent.backup.BackupEngine;
import casemate.agent.backup.Repository;
import casemate.agent.backup.ResticEngine;
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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// Processor seconds of both backup technologies beside restic alone, on one volume, in turns, in one run. All of
/// them are counted by a control group that this process is in, so that nobody's children are missed: those of a
/// sandbox are nobody's. Run by `bench/backup.sh`.
public final class BackupBench {
    private static final double NANOS = 1e9;
    private static final double MICROS = 1e6;
    /// How a group of version 2 begins to say it.
    private static final String UNIFIED = "usage_usec ";

    private final Path usage;
    private final Path set;
    private final Path work;
    private final Secret key = Secret.of(new byte[Repository.KEY_BYTES]);
    private final InstanceId instance = new InstanceId("ins_01kahzzzzzzzzzzzzzzzzzzzzz");

    private BackupBench(Path usage, Path set, Path work) {
        this.usage = usage;
        this.set = set;
        this.work = work;
    }

    /// What is measured.
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /// @param arguments the group's `cpuacct.usage` or `cpu.stat`, the directory that is backed up, one to work in,
    /// rounds
    public static void main(String[] arguments) throws IOException, InterruptedException {
        BackupBench bench = new BackupBench(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
        for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
            bench.round();
        }
    }

    private void round() throws IOException, InterruptedException {
        Path alone = fresh("alone");
        Path site = fresh("site");
        double backup = cpu("restic alone: init, backup", () -> {
            restic(alone, "init", "--quiet");
            restic(alone, "backup", "--quiet", set.toString());
        });
        double check = cpu("restic alone: check", () -> restic(alone, "check", "--quiet"));
        double through = cpu("restic through Casemate: both", () -> store(new ResticEngine(), site));
        double archive = cpu("archive: backup, read back", () -> store(new ArchiveEngine(), site));
        fresh("out");
        double restore = cpu(
                "restic alone: restore",
                () -> restic(alone, "restore", "latest", "--quiet", "--target", work.resolve("out") + ""));
        fresh("out");
        double restored = cpu("restic through Casemate: restore", () -> restore(new ResticEngine(), site));
        fresh("out");
        double unpack = cpu("archive: restore", () -> restore(new ArchiveEngine(), site));
        say("restic through Casemate / alone, backup", through / (backup + check));
        say("restic through Casemate / alone, restore", restored / restore);
        say("archive / restic, first backup", archive / backup);
        say("archive / restic, restore", unpack / restore);
    }

    private void store(BackupEngine engine, Path site) throws IOException, InterruptedException {
        String run = new Ids(Clock.systemUTC(), new SecureRandom()).make("bak");
        engine.store(Repository.at(site, engine, instance, key), set, run, Instant.now());
    }

    private void restore(BackupEngine engine, Path site) throws IOException, InterruptedException {
        Repository repository = Repository.at(site, engine, instance, key);
        engine.restore(repository, engine.list(repository).getLast().copy(), work.resolve("out"));
    }

    private Path fresh(String name) throws IOException {
        FileTree.delete(work.resolve(name));
        return Files.createDirectory(work.resolve(name));
    }

    private void restic(Path repository, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("restic", "--no-cache", "--repo", repository.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("RESTIC_PASSWORD", HexFormat.of().formatHex(key.reveal()));
        // As the agent gives it.
        builder.environment().put("GOMAXPROCS", "1");
        if (builder.start().waitFor() != 0) {
            throw new IOException("restic alone failed");
        }
    }

    private double cpu(String what, Work work) throws IOException, InterruptedException {
        double before = seconds();
        work.run();
        double used = seconds() - before;
        say(what, used);
        return used;
    }

    private double seconds() throws IOException {
        String first = Files.readAllLines(usage, StandardCharsets.US_ASCII).getFirst();
        return first.startsWith(UNIFIED)
                ? Long.parseLong(first.substring(UNIFIED.length())) / MICROS
                : Long.parseLong(first) / NANOS;
    }

    @SuppressWarnings("SystemOut") // What this is for.
    private static void say(String what, double figure) {
        System.out.println(String.format(Locale.ROOT, "%-42s %8.2f", what, figure));
    }
}
