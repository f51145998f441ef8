package casemate.app;

import casemate.base.Json;
import casemate.base.Refusal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `casemate node add|list|remove`: machines that run an agent of their own.
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = {
            "Invites, lists and removes nodes: machines that run an agent of their own and keep standbys.",
            "add prints a token, good for an hour and for one machine: casemate agent takes it there."
        })
final class NodeCommand implements Callable<Integer> {
    private static final String ROW = "%-16s %-8s %-6s %-7s %-20s %s";
    private static final int SECONDS_CHARS = 19;

    @Parameters(index = "0", paramLabel = "ACTION", description = "add, list or remove.")
    private String action = "";

    @Parameters(index = "1", paramLabel = "NAME", arity = "0..1", defaultValue = "", description = "Of the node.")
    private String name = "";

    @Option(
            names = "--region",
            defaultValue = "",
            description = "Where the machine stands: a country's two letters, such as IE.")
    private String region = "";

    @Option(
            names = "--lost",
            description = "The machine is gone for good: its standbys end, and what lies there is not waited for.")
    private boolean lost;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final DataOption data = new DataOption();

    private final Surroundings surroundings;

    NodeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        if (!List.of("add", "list", "remove").contains(action)) {
            throw Refusal.invalid("action-unknown", "Ask node for add, list or remove.");
        }
        if (!action.equals("list") && !name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            throw Refusal.invalid("node-missing", "Say which: a node's name has small letters, digits and hyphens.");
        }
        if (action.equals("add") && region.isEmpty()) {
            throw Refusal.invalid("region-missing", "Say where the machine stands: --region IE.");
        }
        try (PlatformApi api = PlatformApi.of(data.path(surroundings.environment()))) {
            Json.Obj answer = switch (action) {
                case "list" -> api.get("/nodes");
                case "add" ->
                    api.post(
                            "/nodes",
                            Json.object()
                                    .put("name", name)
                                    .put("region", region)
                                    .build());
                default ->
                    api.post(
                            "/nodes/" + name + "/remove",
                            Json.object().put("lost", lost).build());
            };
            if (json) {
                surroundings.out().println(answer.text());
            } else {
                print(answer);
            }
            return CommandLines.DONE;
        }
    }

    private void print(Json.Obj answer) {
        switch (action) {
            case "list" -> list(answer.list("nodes", each -> (Json.Obj) each));
            case "add" -> {
                surroundings.out().println(answer.text("token"));
                surroundings.tell("good for " + answer.integer("minutes")
                        + " minutes, once; on the other machine: casemate agent --data DIRECTORY --house "
                        + answer.text("house") + " --token TOKEN --gateway ITS-ADDRESS:8445");
            }
            default -> surroundings.out().println(name + " is removed: it gets no orders and no keys any more");
        }
    }

    private void list(List<Json.Obj> nodes) {
        if (nodes.isEmpty()) {
            surroundings.out().println("no node yet; casemate node add NAME --region CODE");
            return;
        }
        surroundings.out().println(String.format(ROW, "NODE", "STATE", "REGION", "MACHINE", "HEARD", "THERE"));
        nodes.forEach(node -> surroundings
                .out()
                .println(String.format(
                                ROW,
                                node.text("name"),
                                node.text("state"),
                                node.text("region"),
                                node.bool("apart") ? "own" : "-",
                                node.find("heard").isPresent()
                                        ? node.instant("heard").toString().substring(0, SECONDS_CHARS)
                                        : "never",
                                there(node))
                        .stripTrailing()));
    }

    private static String there(Json.Obj node) {
        List<String> runs = node.list("instances", each -> ((Json.Text) each).value());
        List<String> stands = node.list("standbys", each -> ((Json.Text) each).value() + " (standby)");
        return String.join(", ", runs) + (runs.isEmpty() || stands.isEmpty() ? "" : ", ") + String.join(", ", stands);
    }
}
