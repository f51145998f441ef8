package casemate.app;

import casemate.agent.backup.Engines;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `casemate backup now INSTANCE` makes a backup and waits for it; `casemate backup keys INSTANCE` prints its keys.
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description =
                "Backs an instance up, with every technology to every site (now), or prints the keys that a restore without Casemate needs (keys); or backs the house itself up (house).")
final class BackupCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(500);
    /// A large instance takes long; the backup goes on by itself.
    private static final Duration PATIENCE = Duration.ofHours(1);

    private static final Duration RETRY = Duration.ofMinutes(1);

    @Parameters(index = "0", paramLabel = "ACTION", description = "now, keys or house")
    private String action = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "INSTANCE", description = "Its name or its id.")
    private String instance = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final DataOption data = new DataOption();

    private final Surroundings surroundings;

    BackupCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        if (action.equals("house")) {
            return new HouseCommands(data.path(surroundings.environment()), surroundings).backUp(json);
        }
        if (!List.of("now", "keys").contains(action)) {
            throw Refusal.invalid("action-unknown", "Ask backup for now, keys or house: casemate backup now INSTANCE.");
        }
        String path = "/instances/" + InstanceName.parse(instance) + "/backups";
        try (PlatformApi api = PlatformApi.of(data.path(surroundings.environment()))) {
            if (action.equals("keys")) {
                return keys(api.post(path + "/keys", Json.object().build()));
            }
            String id = api.post(path + "/now", Json.object().build()).text("id");
            if (!json) {
                surroundings.tell("backing up " + instance);
            }
            Json.Obj backup = await(api, path, id);
            if (json) {
                surroundings.out().println(backup.text());
            } else {
                BackupsCommand.print(backup, surroundings);
            }
            return backup.text("state").equals("done") ? CommandLines.DONE : CommandLines.FAILED;
        }
    }

    /// As the stock tools take them.
    private int keys(Json.Obj answer) {
        if (json) {
            surroundings.out().println(answer.text());
            return CommandLines.DONE;
        }
        for (Json.Obj store : answer.list("keys", k -> (Json.Obj) k)) {
            String engine = store.text("engine");
            surroundings
                    .out()
                    .println(String.format(
                            "%-8s %-12s %s  %s",
                            engine,
                            store.text("site"),
                            store.text("place"),
                            Engines.stockKey(engine, HexFormat.of().parseHex(store.text("key")))));
        }
        return CommandLines.DONE;
    }

    private static Json.Obj await(PlatformApi api, String path, String id) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            Optional<Json.Obj> found = api.get(path).list("backups", b -> (Json.Obj) b).stream()
                    .filter(b -> b.text("id").equals(id) && !b.text("state").equals("running"))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(LOOK);
        }
        throw new Unavailable("The backup goes on; see casemate backups", RETRY, new IOException("not yet"));
    }
}
