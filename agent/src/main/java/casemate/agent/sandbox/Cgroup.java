package casemate.agent.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// One control group: one directory in version 2, one per hierarchy in version 1.
///
/// @param usage the file with the bytes in use, page cache included
/// @param stat the file that tells how much of it the kernel would give back at once, under `inactive`
/// @param events the file that counts processes killed for want of memory
record Cgroup(List<Path> directories, Path usage, Path stat, String inactive, Path events) {
    static final int CPU_PERIOD_MICROS = 100_000;
    private static final int MICROS_PER_MILLI = CPU_PERIOD_MICROS / 1_000;
    /// Processes of a killed pod leave their group within milliseconds; past this, the next sweep does it.
    private static final int REMOVE_TRIES = 100;

    private static final int REMOVE_PAUSE_MILLIS = 20;

    static long quota(Limits limits) {
        return (long) limits.cpuMillis() * MICROS_PER_MILLI;
    }

    static void write(Path file, long value) throws IOException {
        Files.writeString(file, Long.toString(value));
    }

    static void writeIfThere(Path file, long value) throws IOException {
        if (Files.exists(file)) {
            write(file, value);
        }
    }

    /// The files that a process writes its id to in order to join.
    List<String> doors() {
        return directories.stream()
                .map(d -> d.resolve("cgroup.procs").toString())
                .toList();
    }

    /// What the processes hold, without the cache that the kernel would give back at once.
    long memoryBytes() {
        return Math.max(0, first(usage) - named(stat, inactive));
    }

    /// How many of its processes the kernel has killed for want of memory.
    long outOfMemoryKills() {
        return named(events, "oom_kill");
    }

    boolean empty() {
        return directories.stream()
                .allMatch(d -> read(d.resolve("cgroup.procs")).isBlank());
    }

    /// Kills what is left in it, waits for that to be gone, and removes it.
    void remove() throws InterruptedException {
        for (int i = 0; i < REMOVE_TRIES; i++) {
            boolean gone = true;
            for (Path directory : directories) {
                read(directory.resolve("cgroup.procs")).lines().forEach(Cgroup::kill);
                gone &= delete(directory);
            }
            if (gone) {
                return;
            }
            Thread.sleep(REMOVE_PAUSE_MILLIS);
        }
    }

    private static void kill(String pid) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static boolean delete(Path directory) {
        try {
            Files.deleteIfExists(directory);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static long first(Path file) {
        String text = read(file).strip();
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static long named(Path file, String name) {
        return read(file)
                .lines()
                .filter(l -> l.startsWith(name + " "))
                .mapToLong(l -> Long.parseLong(l.substring(name.length() + 1).strip()))
                .findFirst()
                .orElse(0);
    }

    /// The text of a kernel file; empty once the group is gone.
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException _) {
            return "";
        } catch (IOException _) {
            // ENODEV while the group is being removed.
            return "";
        }
    }
}
