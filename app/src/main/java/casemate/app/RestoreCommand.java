package casemate.app;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Slug;
import casemate.base.Unavailable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `casemate restore INSTANCE`: brings an instance back to a backup, or makes a copy of it beside, and waits for it.
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Brings an instance back to what a backup holds (--over), or makes a copy of it under another name (--beside).",
            "The present state is backed up first, and comes back if the instance does not answer afterwards."
        })
final class RestoreCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(300);
    /// A large instance takes long; the restore goes on by itself.
    private static final Duration PATIENCE = Duration.ofHours(2);

    private static final Duration RETRY = Duration.ofMinutes(1);

    private static final Map<String, String> DOING = Map.of(
            "saving", "backing up the present state",
            "making", "making the new instance",
            "ordered", "waiting for the host",
            "fetching", "fetching the copy, and comparing it",
            "proving", "trying the application out on it",
            "exchanging", "exchanging the data",
            "starting", "starting");

    @Parameters(index = "0", paramLabel = "INSTANCE", description = "Its name or its id.")
    private String instance = "";

    @Option(names = "--over", description = "Replace the present data of the instance.")
    private boolean over;

    @Option(names = "--beside", paramLabel = "NAME", description = "Make a copy under this name; replace nothing.")
    private String beside = "";

    @Option(
            names = "--backup",
            paramLabel = "ID",
            description = "Which backup: casemate backups INSTANCE --json; usual: the newest.")
    private String backup = "";

    @Option(
            names = "--at",
            paramLabel = "MOMENT",
            description = "Go on to a moment, such as 2026-11-22T17:30:00Z, by the database's own log.")
    private String at = "";

    @Option(names = "--engine", paramLabel = "NAME", description = "From this technology's copy alone.")
    private String engine = "";

    @Option(names = "--site", paramLabel = "NAME", description = "From the copy at this site alone.")
    private String site = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final DataOption data = new DataOption();

    private final Surroundings surroundings;

    RestoreCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        if (over != beside.isEmpty()) {
            throw Refusal.invalid(
                    "restore-how", "Say --over to replace the present data, or --beside NAME for a copy of it.");
        }
        String path = "/instances/" + InstanceName.parse(instance);
        try (PlatformApi api = PlatformApi.of(data.path(surroundings.environment()))) {
            Json.Builder wish = Json.object()
                    .put("backup", backup)
                    .put("engine", engine)
                    .put("site", site)
                    .put("at", at);
            if (over) {
                // The option itself is the confirmation that a page would ask for.
                wish.put("confirmation", api.get(path).text("slug"));
            } else {
                wish.put("beside", Slug.parse(beside).value());
            }
            String id = api.post(path + "/restores", wish.build()).text("id");
            Json.Obj ended = await(api, path + "/restores", id);
            surroundings.out().println(json ? ended.text() : line(ended));
            return ended.text("state").equals("done") ? CommandLines.DONE : CommandLines.FAILED;
        }
    }

    private String line(Json.Obj ended) {
        return ended.text("state").equals("done")
                ? (over ? instance : beside) + " is restored, from " + ended.text("used")
                : "not restored: " + ended.text("detail");
    }

    private Json.Obj await(PlatformApi api, String path, String id) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        String said = "";
        while (Instant.now().isBefore(end)) {
            Json.Obj now = api.get(path).list("restores", r -> (Json.Obj) r).stream()
                    .filter(r -> r.text("id").equals(id))
                    .findFirst()
                    .orElseThrow(() -> Refusal.notFound("restore-unknown", "The restore is not known any more."));
            if (now.find("ended").isPresent()) {
                return now;
            }
            String doing = now.text("doing");
            if (!json && !doing.equals(said)) {
                surroundings.tell(DOING.getOrDefault(doing, doing));
            }
            said = doing;
            Thread.sleep(LOOK);
        }
        throw new Unavailable("The restore goes on; see the console", RETRY, new IOException("not yet"));
    }
}
