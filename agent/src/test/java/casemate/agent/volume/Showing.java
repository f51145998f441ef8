package casemate.agent.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The processes of gocryptfs that show volumes, and what they show.
public final class Showing {
    private Showing() {}

    /// @param data the agent's directory
    public static List<ProcessHandle> processes(Path data) {
        return ProcessHandle.allProcesses()
                .filter(p -> p.info().commandLine().orElse("").contains(data + "/"))
                .filter(p -> p.info().command().orElse("").endsWith(Gocryptfs.PROGRAM))
                .toList();
    }

    /// Ends them all at once, and waits until they have.
    public static void kill(Path data) {
        List<ProcessHandle> all = processes(data);
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    /// What is mounted below a directory.
    public static List<String> mounts(Path data) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .filter(line -> line.contains(data + "/"))
                .toList();
    }
}
