package casemate.app;

import casemate.base.Json;
import casemate.promise.PromiseId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `casemate drill`: try to break the promises now.
@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        description = {
            "Tries to break promises now, on the real platform and on each one's sabotaged twin, and records what it found.",
            "Returns 1 when one is broken or unproved."
        })
final class DrillCommand implements Callable<Integer> {
    private static final String KEPT = "kept";

    @Parameters(paramLabel = "ID", description = "Such as EDG-2; all when left out.")
    private List<String> ids = List.of();

    @Option(names = "--list", description = "Say what drills there are, and how they stand; run none.")
    private boolean list;

    @Option(names = "--json", description = "Print JSON, one outcome a line.")
    private boolean json;

    @Mixin
    private final DataOption data = new DataOption();

    private final Surroundings surroundings;

    DrillCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        List<PromiseId> promises = ids.stream()
                .map(id -> new PromiseId(id.toUpperCase(Locale.ROOT)))
                .toList();
        try (PlatformApi api = PlatformApi.of(data.path(surroundings.environment()))) {
            return list ? list(api) : run(api, promises);
        }
    }

    private int list(PlatformApi api) throws InterruptedException {
        Json.Obj answer = api.get("/drills");
        if (json) {
            surroundings.out().println(answer.text());
            return CommandLines.DONE;
        }
        for (Json.Obj drill : answer.list("drills", d -> (Json.Obj) d)) {
            surroundings
                    .out()
                    .println(String.format(
                            "%-6s %-28s %-9s %s",
                            drill.text("promise"), drill.text("drill"), drill.text("state"), drill.text("proof")));
        }
        return CommandLines.DONE;
    }

    private int run(PlatformApi api, List<PromiseId> promises) throws InterruptedException {
        Json.Builder wish = Json.object();
        if (!promises.isEmpty()) {
            wish.put("promises", Json.array(promises, id -> Json.of(id.value())));
        }
        List<String> notKept = new ArrayList<>();
        surroundings.tell("drilling; each outcome is recorded in the ledger");
        api.stream("/drills/run", wish.build(), run -> {
            surroundings.out().println(json ? run.text() : line(run));
            surroundings.out().flush();
            if (!run.text("state").equals(KEPT)) {
                notKept.add(run.text("promise"));
            }
        });
        return notKept.isEmpty() ? CommandLines.DONE : CommandLines.FAILED;
    }

    /// One outcome for a person: promise, drill, state, and what was measured or why.
    static String line(Json.Obj run) {
        String state = run.text("state");
        return String.format(
                "%-6s %-28s %-9s %s",
                run.text("promise"),
                run.text("drill"),
                state,
                state.equals(KEPT) ? run.obj("measured").text() + ", twin " + run.text("twin") : run.text("why"));
    }
}
