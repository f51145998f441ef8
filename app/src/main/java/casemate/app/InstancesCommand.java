package casemate.app;

import casemate.base.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `casemate instances`: what is hosted, and how it is.
@Command(name = "instances", mixinStandardHelpOptions = true, description = "Lists what is hosted, and how it is.")
final class InstancesCommand implements Callable<Integer> {
    private static final String ROW = "%-20s %-12s %-12s %s";

    @Mixin
    private final DataOption data = new DataOption();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final Surroundings surroundings;

    InstancesCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        try (PlatformApi api = PlatformApi.of(data.path(surroundings.environment()))) {
            Json.Obj answer = api.get("/instances?limit=200");
            if (json) {
                surroundings.out().println(answer.text());
                return CommandLines.DONE;
            }
            List<Json.Obj> instances = answer.list("instances", i -> (Json.Obj) i);
            if (instances.isEmpty()) {
                surroundings.out().println("nothing is hosted yet; casemate host --help");
                return CommandLines.DONE;
            }
            surroundings.out().println(String.format(ROW, "SLUG", "APPLICATION", "STATE", "ADDRESS"));
            instances.forEach(i -> surroundings
                    .out()
                    .println(String.format(ROW, i.text("slug"), i.text("blueprint"), i.text("state"), i.text("url"))));
            return CommandLines.DONE;
        }
    }
}
