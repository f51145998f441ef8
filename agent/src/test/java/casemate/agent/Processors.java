package casemate.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Counts the processor time of this process and of all that it starts, pods among them: by a control group of the
/// kernel's, as the children of a sandbox count for nobody else. It needs a hierarchy of groups for that alone
/// (`cpuacct` of version 1), out of which the agent moves nobody; without one, nothing is counted.
final class Processors implements AutoCloseable {
    private static final Path ACCOUNTS = Path.of("/sys/fs/cgroup/cpuacct");

    private final Path group;
    private final String own = String.valueOf(ProcessHandle.current().pid());

    private Processors(Path group) {
        this.group = group;
    }

    static Processors counted() throws IOException {
        Processors all = new Processors(
                ACCOUNTS.resolve("casemate-figures-" + ProcessHandle.current().pid()));
        if (Files.isWritable(ACCOUNTS)) {
            Files.createDirectory(all.group);
            Files.writeString(all.group.resolve("cgroup.procs"), all.own);
        }
        return all;
    }

    /// So far.
    Duration used() throws IOException {
        Path usage = group.resolve("cpuacct.usage");
        return Files.exists(usage)
                ? Duration.ofNanos(Long.parseLong(Files.readString(usage).strip()))
                : Duration.ZERO;
    }

    /// The group goes, once all that this process started has ended.
    @Override
    public void close() throws IOException {
        if (Files.exists(group)) {
            Files.writeString(ACCOUNTS.resolve("cgroup.procs"), own);
            Files.delete(group);
        }
    }
}
