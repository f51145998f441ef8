package casemate.agent;

import casemate.agent.sandbox.HostTool;
import casemate.base.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a host needs before it can hold pods, looked up and, where looking does not tell, tried.
public final class Preflight {
    private static final Duration BOUND = Duration.ofSeconds(10);

    private static final List<Missing> TOOLS = List.of(
            new Missing("bwrap", "bubblewrap", "gives each pod its own view of files and processes"),
            new Missing("nft", "nftables", "lets only the declared port of a pod be reached"),
            new Missing("ip", "iproute2", "gives each pod its own network cable"),
            new Missing("nsenter", "util-linux", "enters a pod's network"),
            new Missing("unshare", "util-linux", "makes a pod's network"),
            new Missing("setpriv", "util-linux", "gives each pod its own user"),
            new Missing("flock", "util-linux", "keeps two agents off one directory"),
            new Missing("setsid", "util-linux", "keeps pods out of the terminal's reach"),
            new Missing("mount", "mount", "binds a pod's volume into its view"),
            new Missing("mke2fs", "e2fsprogs", "makes a file system that encrypts"),
            new Missing("e2fsck", "e2fsprogs", "looks after it"),
            new Missing("losetup", "mount", "finds a file system that is in use"),
            new Missing("apt-get", "apt", "fetches and checks the packages of applications"),
            new Missing("dpkg-deb", "dpkg", "unpacks them"),
            new Missing("sync", "coreutils", "brings images to the disk"),
            new Missing("nice", "coreutils", "lets instances go before backups"),
            new Missing("bash", "bash", "notices failures inside pipes of tools"),
            new Missing("tar", "tar", "packs what is backed up"),
            new Missing("restic", "restic", "keeps deduplicated backups"),
            new Missing("rclone", "rclone", "reaches backup sites beyond this host"),
            new Missing("zstd", "zstd", "compresses archives"),
            new Missing("openssl", "openssl", "encrypts archives by AES-256"),
            new Missing("age", "age", "seals archives"));

    private Preflight() {}

    /// One thing that is not there.
    ///
    /// @param what a tool, or what the kernel does not do
    /// @param debianPackage what installs it; empty when no package does
    /// @param why what it is for, as the end of a sentence
    public record Missing(String what, Optional<String> debianPackage, String why) {
        Missing(String tool, String debianPackage, String why) {
            this(tool, Optional.of(debianPackage), why);
        }
    }

    static List<Missing> missing() {
        List<Missing> missing = new ArrayList<>();
        for (Missing tool : TOOLS) {
            if (HostTool.find(tool.what()).isEmpty()) {
                missing.add(tool);
            }
        }
        if (!root()) {
            missing.add(new Missing("root", Optional.empty(), "makes namespaces, control groups and packet filters"));
        } else if (missing.isEmpty()) {
            trial().ifPresent(missing::add);
        }
        if (!List.of("amd64", "aarch64").contains(System.getProperty("os.arch"))) {
            missing.add(new Missing("x86_64 or aarch64", Optional.empty(), "is what the system call filter knows"));
        }
        return missing;
    }

    /// Some hosts forbid what bubblewrap needs without lacking it: only trying tells.
    private static Optional<Missing> trial() {
        try {
            HostTool.Outcome outcome = HostTool.run(
                    BOUND,
                    "setpriv",
                    "--reuid=65534",
                    "--regid=65534",
                    "--clear-groups",
                    "bwrap",
                    "--unshare-user",
                    "--unshare-pid",
                    "--ro-bind",
                    "/",
                    "/",
                    "true");
            return outcome.done()
                    ? Optional.empty()
                    : Optional.of(new Missing(
                            "user namespaces for ordinary users",
                            Optional.empty(),
                            "close a pod off: " + outcome.lastLine()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static boolean root() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid && uid == 0;
        } catch (java.io.IOException _) {
            return false;
        }
    }

    /// @throws Refusal that names all that is missing and how to get it
    static void check() {
        List<Missing> missing = missing();
        if (missing.isEmpty()) {
            return;
        }
        if (!root()) {
            throw Refusal.forbidden("root-needed", "The agent needs root to make sandboxes; start it with sudo.");
        }
        String packages = missing.stream()
                .flatMap(m -> m.debianPackage().stream())
                .distinct()
                .collect(Collectors.joining(" "));
        String names = missing.stream().map(Missing::what).collect(Collectors.joining(", "));
        throw Refusal.conflict(
                "host-incomplete",
                "This host cannot hold pods; it lacks " + names
                        + (packages.isEmpty() ? "." : ". Install them: apt-get install " + packages));
    }
}
