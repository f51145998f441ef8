package casemate.app;

import casemate.base.Json;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `casemate backups [INSTANCE]`: what is kept of it, and what was rehearsed; without one, of the house.
@Command(
        name = "backups",
        mixinStandardHelpOptions = true,
        description = "Lists the backups and rehearsals of an instance, or tells how the house itself was last copied.")
final class BackupsCommand implements Callable<Integer> {
    private static final double MIB = 1 << 20;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "INSTANCE",
            description = "Its name or its id; without one, the house itself.")
    private String instance = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final DataOption data = new DataOption();

    private final Surroundings surroundings;

    BackupsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        if (instance.isEmpty()) {
            return new HouseCommands(data.path(surroundings.environment()), surroundings).show(json);
        }
        try (PlatformApi api = PlatformApi.of(data.path(surroundings.environment()))) {
            Json.Obj answer = api.get("/instances/" + InstanceName.parse(instance) + "/backups");
            if (json) {
                surroundings.out().println(answer.text());
                return CommandLines.DONE;
            }
            List<Json.Obj> backups = answer.list("backups", b -> (Json.Obj) b);
            if (backups.isEmpty()) {
                surroundings.out().println("no backup yet; casemate backup now " + instance);
            }
            backups.forEach(backup -> print(backup, surroundings));
            return CommandLines.DONE;
        }
    }

    /// One backup or rehearsal for a person: a line, and one for each copy.
    static void print(Json.Obj backup, Surroundings surroundings) {
        surroundings
                .out()
                .println(String.format(
                        Locale.ROOT,
                        "%s  %-9s %-7s %8.1f MiB %7d files  %s",
                        backup.text("ordered").substring(0, 19),
                        backup.text("kind"),
                        backup.text("state"),
                        backup.integer("bytes") / MIB,
                        backup.integer("files"),
                        backup.text("detail")));
        for (Json.Obj copy : backup.list("copies", c -> (Json.Obj) c)) {
            surroundings
                    .out()
                    .println(String.format(
                            Locale.ROOT,
                            "    %-8s at %-12s %-7s +%.1f MiB, %d kept, %.1f s  %s",
                            copy.text("engine"),
                            copy.text("site"),
                            copy.bool("done") ? "done" : copy.bool("damaged") ? "DAMAGED" : "failed",
                            copy.integer("addedBytes") / MIB,
                            copy.integer("kept"),
                            copy.integer("millis") / 1_000.0,
                            (copy.bool("done") ? copy.text("copy") + "  " : "") + copy.text("detail")));
        }
    }
}
