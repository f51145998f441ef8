package casemate.agent.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The kernel's control groups, version 2 where it is mounted alone, version 1 where memory, cpu and pids are
/// hierarchies of their own. All of an agent's groups stand below one directory named after its data directory.
sealed interface Cgroups {
    /// The group for processes of the agent itself that belong to a pod, such as the holder of its namespaces: outside
    /// the pod's limits, so that a greedy pod cannot have it killed.
    String HOLDERS = "holders";

    /// Where groups stand, for the janitor.
    List<Path> roots();

    /// Makes the group of a pod, with its limits in force.
    Cgroup make(String name, Limits limits) throws IOException;

    Cgroup holders() throws IOException;

    static Cgroups detect(Names names) throws IOException {
        Path unified = Path.of("/sys/fs/cgroup");
        if (Files.exists(unified.resolve("cgroup.controllers"))) {
            return new V2(unified, names.cgroup());
        }
        Map<String, Path> found = new HashMap<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            String[] fields = line.split(" ", -1);
            if (fields.length > 3 && fields[2].equals("cgroup")) {
                for (String option : fields[3].split(",", -1)) {
                    found.putIfAbsent(option, Path.of(fields[1]));
                }
            }
        }
        Path memory = found.get("memory");
        Path cpu = found.get("cpu");
        Path pids = found.get("pids");
        if (memory == null || cpu == null || pids == null) {
            throw new IOException("the kernel's memory, cpu and pids control groups are not mounted");
        }
        return new V1(memory, cpu, pids, names.cgroup());
    }

    /// Three hierarchies.
    record V1(Path memory, Path cpu, Path pids, String name) implements Cgroups {
        @Override
        public List<Path> roots() {
            return List.of(memory, cpu, pids);
        }

        @Override
        public Cgroup make(String pod, Limits limits) throws IOException {
            Path inMemory = directory(memory, pod);
            Path inCpu = directory(cpu, pod);
            Path inPids = directory(pids, pod);
            Cgroup.write(inMemory.resolve("memory.limit_in_bytes"), limits.memoryBytes());
            // Without swap accounting this file does not exist, and without swap it does not matter.
            Cgroup.writeIfThere(inMemory.resolve("memory.memsw.limit_in_bytes"), limits.memoryBytes());
            Cgroup.write(inCpu.resolve("cpu.cfs_period_us"), Cgroup.CPU_PERIOD_MICROS);
            Cgroup.write(inCpu.resolve("cpu.cfs_quota_us"), Cgroup.quota(limits));
            Cgroup.write(inPids.resolve("pids.max"), limits.pids());
            return new Cgroup(
                    List.of(inMemory, inCpu, inPids),
                    inMemory.resolve("memory.usage_in_bytes"),
                    inMemory.resolve("memory.stat"),
                    "total_inactive_file",
                    inMemory.resolve("memory.oom_control"));
        }

        @Override
        public Cgroup holders() throws IOException {
            Path inPids = directory(pids, HOLDERS);
            return new Cgroup(List.of(inPids), inPids, inPids, "", inPids);
        }

        private Path directory(Path root, String pod) throws IOException {
            return Files.createDirectories(root.resolve(name).resolve(pod));
        }
    }

    /// One hierarchy.
    record V2(Path root, String name) implements Cgroups {
        private static final String CONTROLLERS = "+memory +cpu +pids";

        @Override
        public List<Path> roots() {
            return List.of(root);
        }

        @Override
        public Cgroup make(String pod, Limits limits) throws IOException {
            Path group = directory(pod);
            Cgroup.write(group.resolve("memory.max"), limits.memoryBytes());
            Cgroup.writeIfThere(group.resolve("memory.swap.max"), 0);
            Files.writeString(group.resolve("cpu.max"), Cgroup.quota(limits) + " " + Cgroup.CPU_PERIOD_MICROS);
            Cgroup.write(group.resolve("pids.max"), limits.pids());
            return new Cgroup(
                    new ArrayList<>(List.of(group)),
                    group.resolve("memory.current"),
                    group.resolve("memory.stat"),
                    "inactive_file",
                    group.resolve("memory.events"));
        }

        @Override
        public Cgroup holders() throws IOException {
            Path group = directory(HOLDERS);
            return new Cgroup(List.of(group), group, group, "", group);
        }

        private Path directory(String pod) throws IOException {
            Path ours = root.resolve(name);
            if (Files.notExists(ours)) {
                Files.writeString(root.resolve("cgroup.subtree_control"), CONTROLLERS);
                Files.createDirectories(ours);
                Files.writeString(ours.resolve("cgroup.subtree_control"), CONTROLLERS);
            }
            return Files.createDirectories(ours.resolve(pod));
        }
    }
}
