package casemate.app;

import casemate.agent.Agent;
import casemate.agent.volume.Disk;
import casemate.base.Refusal;
import casemate.waf.seclang.RuleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What Casemate needs from Debian, and why. Lacking packages are installed as root, or named in one line.
final class DebianPackages {
    /// @param why completes the sentence "it …"
    record Need(String name, String why) {}

    /// A program that only tests use.
    private record Tool(String program, Need need) {}

    private static final List<Tool> FOR_GOCRYPTFS = List.of(
            new Tool("gocryptfs", new Need("gocryptfs", "encrypts volumes where the kernel does not")),
            new Tool("fusermount3", new Need("fuse3", "lets gocryptfs show them")));

    private static final List<Tool> FOR_TESTS = List.of(
            new Tool("chromium", new Need("chromium", "opens the pages as a person would")),
            new Tool("oathtool", new Need("oathtool", "makes one-time codes as other implementations do")),
            new Tool("php", new Need("php-cli", "runs an application's pages without a pod")),
            new Tool("sshd", new Need("openssh-server", "is a backup site")),
            new Tool("pebble", new Need("pebble", "issues certificates as a public authority does")));

    private static final Need FIREWALL_RULES = new Need("modsecurity-crs", "holds the OWASP Core Rule Set");

    private final Surroundings surroundings;

    DebianPackages(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// Packages that pods cannot do without, which the agent knows, and what the operator's choice of a disk takes.
    List<Need> missingToHost(Disk disk) {
        Map<String, Need> missing = new LinkedHashMap<>();
        Agent.preflight()
                .forEach(m -> m.debianPackage().ifPresent(name -> missing.putIfAbsent(name, new Need(name, m.why()))));
        if (disk == Disk.GOCRYPTFS) {
            missing(FOR_GOCRYPTFS).forEach(need -> missing.put(need.name(), need));
        }
        return List.copyOf(missing.values());
    }

    /// The same with what the rest of a platform needs: the firewall's rules. The database needs no other.
    List<Need> missingToRun(Disk disk) {
        List<Need> missing = new ArrayList<>(missingToHost(disk));
        // Where there is no such package, the firewall's own baseline protects.
        if (surroundings.find("apt-get").isPresent() && !Files.isReadable(RuleSource.DEBIAN)) {
            missing.add(FIREWALL_RULES);
        }
        return missing;
    }

    /// The same with what only tests use.
    List<Need> missingToTest() {
        List<Need> missing = new ArrayList<>(missingToRun(Disk.GOCRYPTFS));
        missing.addAll(missing(FOR_TESTS));
        return missing;
    }

    private List<Need> missing(List<Tool> tools) {
        return tools.stream()
                .filter(tool -> surroundings.find(tool.program()).isEmpty())
                .map(Tool::need)
                .toList();
    }

    /// @param look finds what is missing; asked again after installing
    /// @param mayInstall otherwise the command is named in the refusal
    void ensure(Supplier<List<Need>> look, boolean mayInstall) throws IOException, InterruptedException {
        List<Need> missing = look.get();
        if (missing.isEmpty()) {
            return;
        }
        if (!mayInstall || surroundings.find("apt-get").isEmpty() || !Root.isRoot()) {
            throw Refusal.invalid(
                    "packages-missing",
                    "Debian packages are missing; run: " + (Root.isRoot() ? "" : "sudo ")
                            + "apt-get install --no-install-recommends " + names(missing));
        }
        missing.forEach(need -> surroundings.tell("installing " + need.name() + ": it " + need.why()));
        install(missing);
        List<Need> still = look.get();
        if (!still.isEmpty()) {
            throw Refusal.invalid(
                    "packages-missing", "apt-get did not bring what Casemate needs; install by hand: " + names(still));
        }
    }

    private void install(List<Need> missing) throws IOException, InterruptedException {
        List<String> install = new ArrayList<>(List.of("apt-get", "install", "-y", "-qq", "--no-install-recommends"));
        missing.forEach(need -> install.add(need.name()));
        if (apt(install) != 0) {
            surroundings.tell("refreshing the list of packages");
            apt(List.of("apt-get", "update", "-qq"));
            if (apt(install) != 0) {
                throw Refusal.invalid(
                        "packages-missing",
                        "apt-get could not install packages; run by hand: " + String.join(" ", install));
            }
        }
    }

    private static String names(List<Need> needs) {
        return String.join(" ", needs.stream().map(Need::name).toList());
    }

    private static int apt(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        return builder.start().waitFor();
    }
}
