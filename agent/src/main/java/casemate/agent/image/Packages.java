package casemate.agent.image;

import casemate.agent.blueprint.Blueprint;
import casemate.agent.sandbox.HostTool;
import casemate.base.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds and fetches what an image is made of, through apt: the closure from an empty system, with apt checking every
/// download against the distribution's signed index.
final class Packages {
    private static final Duration PLAN_BOUND = Duration.ofMinutes(2);
    private static final Duration FETCH_BOUND = Duration.ofMinutes(15);
    private static final Duration RETRY = Duration.ofMinutes(1);
    /// `'uri' name_version_arch.deb size checksum`, as `--print-uris` writes it.
    private static final Pattern LINE =
            Pattern.compile("'[^']*' ([a-z0-9][a-z0-9+.-]*)_([A-Za-z0-9.+~%-]+)_[a-z0-9]+\\.deb [0-9]+ .*");

    private final Path work;

    /// @param work an empty directory, for this one image
    Packages(Path work) {
        this.work = work;
    }

    /// The closure as `name=version`, sorted, without what the blueprint leaves out.
    List<String> plan(Blueprint.Image image) throws InterruptedException {
        HostTool.Outcome outcome = ask(image);
        if (!outcome.done()) {
            // A machine that never ran it has no index to look into.
            HostTool.run(FETCH_BOUND, "apt-get", "update", "-qq");
            outcome = ask(image);
        }
        if (!outcome.done()) {
            throw unavailable("apt cannot find the packages: " + outcome.lastLine());
        }
        TreeSet<String> closure = new TreeSet<>();
        outcome.output().lines().forEach(line -> {
            Matcher m = LINE.matcher(line);
            if (m.matches() && !image.omit().contains(m.group(1))) {
                closure.add(m.group(1) + "=" + m.group(2).replace("%3a", ":"));
            }
        });
        return List.copyOf(closure);
    }

    private HostTool.Outcome ask(Blueprint.Image image) throws InterruptedException {
        Path empty = work.resolve("archives/partial");
        try {
            Files.createDirectories(empty);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>(List.of(
                "apt-get",
                "install",
                "--print-uris",
                "--assume-yes",
                "-qq",
                "--no-install-recommends",
                "-o",
                "Dir::State::status=/dev/null",
                "-o",
                "Dir::Cache::archives=" + empty.getParent()));
        command.addAll(image.packages());
        image.avoid().forEach(name -> command.add(name + "-"));
        return HostTool.run(PLAN_BOUND, "", command);
    }

    /// Downloads the packages of a plan.
    ///
    /// @return the files, in the plan's order
    List<Path> fetch(List<String> plan) throws InterruptedException {
        // apt downloads as its own user, which must be able to reach and write the directory; as root it works
        // as well, and says so in a warning that concerns nobody.
        List<String> command = new ArrayList<>(List.of(
                HostTool.path("sh"),
                "-c",
                "cd \"$1\" && shift && exec apt-get download -qq -o APT::Sandbox::User=root \"$@\"",
                "casemate-fetch",
                work.toString()));
        command.addAll(plan);
        HostTool.Outcome outcome = HostTool.run(FETCH_BOUND, "", command);
        if (!outcome.done()) {
            throw unavailable("apt cannot fetch the packages: " + outcome.lastLine());
        }
        try (Stream<Path> files = Files.list(work)) {
            List<Path> fetched =
                    files.filter(f -> f.toString().endsWith(".deb")).sorted().toList();
            if (fetched.size() != plan.size()) {
                throw unavailable("apt fetched " + fetched.size() + " of " + plan.size() + " packages");
            }
            return fetched;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Unavailable unavailable(String why) {
        return new Unavailable(why, RETRY, new IOException(why));
    }
}
