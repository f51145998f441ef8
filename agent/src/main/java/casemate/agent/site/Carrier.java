package casemate.agent.site;

import casemate.base.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// One run of rclone for one site: an ordinary user in a sandbox that sees nothing of this host, with a way through the
/// packet filter to the site alone. Configuration and key come first on standard input, into the sandbox's own
/// memory: not in arguments, environment or files of the host.
final class Carrier {
    private static final String SCRIPT = """
            umask 077
            for file in conf key hosts; do
                read -r text
                base64 --decode <<<"$text" >/tmp/site.$file
            done
            unset text
            """;

    private static final String RUN = SCRIPT + "exec rclone \"$@\"\n";
    /// The other ends of these pipes are in the sandbox of restic.
    private static final String LINKED = SCRIPT + "exec rclone \"$@\" </link/up >/link/down\n";

    /// Trouble is told at once; whole runs are repeated, not requests.
    private static final List<String> FLAGS = List.of(
            "--config=/tmp/site.conf",
            "--log-level=ERROR",
            "--retries=1",
            "--low-level-retries=2",
            "--contimeout=10s",
            "--timeout=60s",
            "--ask-password=false");

    /// rclone's for a directory that is not there.
    private static final int NO_DIRECTORY = 3;

    private final RemoteSite.Reached reached;
    private final Secret config;
    private final Secret key;
    private final String hosts;
    private Duration bound = Duration.ofMinutes(1);

    Carrier(RemoteSite.Reached reached, Secret config, Secret key, String hosts) {
        this.reached = reached;
        this.config = config;
        this.key = key;
        this.hosts = hosts;
    }

    Carrier within(Duration most) {
        bound = most;
        return this;
    }

    /// What is not there reads as empty.
    ///
    /// @throws IOException that says in a few words why the site cannot be used
    <T> T run(List<String> arguments, Confined.Feed feed, Confined.Take<T> take)
            throws IOException, InterruptedException {
        Confined.Outcome<T> outcome = run(RUN, arguments, Optional.empty(), feed, take);
        if (!outcome.done() && outcome.exit() != NO_DIRECTORY) {
            throw new IOException(reached + ": " + Complaint.of(outcome.complaints()));
        }
        return outcome.out();
    }

    /// Serves one command of restic's through the pipes of a directory.
    ///
    /// @return what went wrong; empty when nothing did
    Optional<String> serve(String at, Path link) throws IOException, InterruptedException {
        Confined.Outcome<String> outcome =
                run(LINKED, List.of("serve", "restic", "--stdio", at), Optional.of(link), Confined.nothing(), _ -> "");
        return outcome.complaints().isBlank()
                ? Optional.empty()
                : Optional.of(reached + ": " + Complaint.of(outcome.complaints()));
    }

    private <T> Confined.Outcome<T> run(
            String script, List<String> arguments, Optional<Path> link, Confined.Feed feed, Confined.Take<T> take)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(FLAGS);
        try (Gate gate = Gate.open(reached)) {
            Confined confined = Confined.script(script, all).through(gate).within(bound);
            if (link.isPresent()) {
                gate.give(link.get());
                confined.writing(link.get(), "/link");
            }
            return confined.run(
                    in -> {
                        for (byte[] file : List.of(config.reveal(), key.reveal(), bytes(hosts))) {
                            in.write(bytes(Base64.getEncoder().encodeToString(file) + "\n"));
                        }
                        feed.into(in);
                    },
                    take);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
