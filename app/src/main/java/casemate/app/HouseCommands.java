package casemate.app;

import casemate.app.house.HouseBackups;
import casemate.app.house.HouseStatus;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// What the commands for backups do about the house itself.
final class HouseCommands {
    private static final double MIB = 1 << 20;
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final Path data;
    private final Surroundings surroundings;

    HouseCommands(Path data, Surroundings surroundings) {
        this.data = data;
        this.surroundings = surroundings;
    }

    /// Asks the running house for a copy of itself, and waits for it.
    int backUp(boolean json) throws IOException, InterruptedException {
        if (!Files.exists(data.resolve("run").resolve("api.json"))) {
            throw Refusal.conflict("not-up", "No house is up on " + data + "; start it: casemate up");
        }
        String word = UUID.randomUUID().toString();
        HouseBackups.ask(data, word);
        Instant end = Clock.systemUTC().instant().plus(PATIENCE);
        while (Clock.systemUTC().instant().isBefore(end)) {
            Optional<HouseStatus> status =
                    HouseStatus.of(data).filter(s -> s.asked().equals(word));
            if (status.isPresent()) {
                print(status.get(), json);
                return status.get().done() ? CommandLines.DONE : CommandLines.FAILED;
            }
            Thread.sleep(LOOK);
        }
        throw new Unavailable("The house is still being copied; see casemate backups", RETRY, new IOException("slow"));
    }

    /// Shows how its last copy went.
    int show(boolean json) throws IOException {
        Optional<HouseStatus> status = HouseStatus.of(data);
        if (status.isEmpty()) {
            surroundings.out().println(json ? "{}" : "no copy of the house yet; casemate backup house");
            return CommandLines.DONE;
        }
        print(status.get(), json);
        return CommandLines.DONE;
    }

    /// What a person should do, if anything.
    Optional<String> attention(Instant now) throws IOException {
        Optional<HouseStatus> status = HouseStatus.of(data);
        return status.isPresent() && status.get().late(now)
                ? Optional.of("the house's last whole copy is "
                        + status.get().whole().map(at -> "of " + at).orElse("missing")
                        + "; see casemate backups and run/casemate.log")
                : Optional.empty();
    }

    private void print(HouseStatus status, boolean json) {
        if (json) {
            Json.Obj o = status.json();
            surroundings.out().println(o.text());
            return;
        }
        surroundings
                .out()
                .println("house  " + status.at().toString().substring(0, 19) + (status.done() ? "  done" : "  failed"));
        for (HouseStatus.AtSite site : status.sites()) {
            surroundings
                    .out()
                    .println(String.format(
                            Locale.ROOT,
                            "    at %-12s %-6s %.1f MiB, %d kept  %s",
                            site.site(),
                            site.done() ? "done" : "failed",
                            site.bytes() / MIB,
                            site.kept(),
                            site.done() ? site.name() : site.detail()));
        }
    }
}
