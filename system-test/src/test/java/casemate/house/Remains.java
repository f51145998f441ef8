package casemate.house;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// What a platform has left on the machine outside its data directory: found by looking at the kernel, not by asking
/// us.
final class Remains {
    private Remains() {}

    /// One line for each process, mount, network interface, packet filter and control group that is still there.
    static List<String> of(Path data) {
        List<String> found = new ArrayList<>();
        try {
            String hash = hash(data);
            processes(data, hash, found);
            lines(Path.of("/proc/self/mounts"), "mount", found, data.toString(), hash);
            lines(Path.of("/proc/net/dev"), "interface", found, "cm" + hash, "cx" + hash);
            if (Command.run(List.of("nft", "list", "tables")).out().contains(hash)) {
                found.add("packet filter table");
            }
            groups(hash, found);
        } catch (Exception e) {
            throw new AssertionError("cannot look for remains", e);
        }
        return found;
    }

    private static String hash(Path data) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(data.toRealPath().toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 3);
    }

    /// A process belongs to the platform when its command line or its control group names it.
    private static void processes(Path data, String hash, List<String> found) throws IOException {
        long self = ProcessHandle.current().pid();
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            Path proc = Path.of("/proc", String.valueOf(process.pid()));
            String command = read(proc.resolve("cmdline")).replace('\0', ' ');
            boolean ours = command.contains(data.toString())
                    || read(proc.resolve("cgroup")).contains("casemate-" + hash);
            if (ours && process.pid() != self && !isTest(command)) {
                found.add("process " + process.pid() + ": " + command);
            }
        }
    }

    private static boolean isTest(String command) {
        return command.contains("surefire");
    }

    private static void lines(Path file, String what, List<String> found, String... marks) throws IOException {
        for (String line : Files.readAllLines(file)) {
            for (String mark : marks) {
                if (line.contains(mark)) {
                    found.add(what + ": " + line.strip());
                }
            }
        }
    }

    private static void groups(String hash, List<String> found) throws IOException {
        try (Stream<Path> roots = Files.list(Path.of("/sys/fs/cgroup"))) {
            for (Path root :
                    Stream.concat(Stream.of(Path.of("/sys/fs/cgroup")), roots).toList()) {
                Path group = root.resolve("casemate-" + hash);
                if (Files.exists(group)) {
                    found.add("control group " + group);
                }
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }
}
