package casemate.app;

import casemate.base.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What Casemate needs from Debian, and why. Lacking packages are installed as root, or named in one line.
final class DebianPackages {
    /// A package, known to be there by a file of it.
    ///
    /// @param why completes the sentence "it is for …"
    record Need(String name, String proof, String why) {
        boolean missing() {
            return !Files.exists(Path.of(proof));
        }
    }

    private static final List<Need> TO_RUN = List.of(
            new Need("bubblewrap", "/usr/bin/bwrap", "the walls around every process"),
            new Need("util-linux", "/usr/bin/setpriv", "running the database without root"),
            new Need("iproute2", "/sbin/ip", "a network of its own for each tenant"),
            new Need("nftables", "/usr/sbin/nft", "the walls between the tenants' networks"));

    private static final List<Need> TO_TEST = List.of(
            new Need("chromium", "/usr/bin/chromium", "trying the pages as a person would"),
            new Need("openssl", "/usr/bin/openssl", "attacking TLS with another implementation"));

    private final Surroundings surroundings;

    DebianPackages(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    List<Need> toRun() {
        return TO_RUN;
    }

    List<Need> missingToRun() {
        return TO_RUN.stream().filter(Need::missing).toList();
    }

    List<Need> missingToTest() {
        List<Need> missing = new ArrayList<>(missingToRun());
        TO_TEST.stream().filter(Need::missing).forEach(missing::add);
        return missing;
    }

    /// @param mayInstall otherwise the command is named in the refusal
    void ensure(List<Need> missing, boolean mayInstall) throws IOException, InterruptedException {
        if (missing.isEmpty()) {
            return;
        }
        String names = missing.stream().map(Need::name).collect(Collectors.joining(" "));
        boolean debian = surroundings.find("apt-get").isPresent();
        if (!mayInstall || !debian || !Root.isRoot()) {
            throw Refusal.invalid(
                    "packages-missing",
                    "Debian packages are missing; run: " + (Root.isRoot() ? "" : "sudo ")
                            + "apt-get install --no-install-recommends " + names);
        }
        missing.forEach(need -> surroundings.tell("installing " + need.name() + ": for " + need.why()));
        install(missing);
        List<Need> still = missing.stream().filter(Need::missing).toList();
        if (!still.isEmpty()) {
            throw Refusal.invalid(
                    "packages-missing",
                    "These packages did not bring what Casemate needs: " + names + "; install them by hand.");
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

    private static int apt(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        return builder.start().waitFor();
    }
}
