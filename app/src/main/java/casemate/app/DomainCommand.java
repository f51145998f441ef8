package casemate.app;

import casemate.base.Json;
import casemate.base.Refusal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `casemate domain INSTANCE …`: the domains that a customer brings.
@Command(
        name = "domain",
        mixinStandardHelpOptions = true,
        description = "Shows and sets the own domains of an instance: show, add NAME, check NAME, remove NAME.")
final class DomainCommand implements Callable<Integer> {
    private static final String ROW = "%-40s %-9s %s";

    @Parameters(index = "0", paramLabel = "INSTANCE", description = "Its name or its id.")
    private String instance = "";

    @Parameters(
            index = "1",
            paramLabel = "ACTION",
            arity = "0..1",
            defaultValue = "show",
            description = "show, add, check or remove; usual: ${DEFAULT-VALUE}")
    private String action = "";

    @Parameters(
            index = "2",
            paramLabel = "NAME",
            arity = "0..1",
            defaultValue = "",
            description = "A host name such as wiki.example.org.")
    private String host = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final DataOption data = new DataOption();

    private final Surroundings surroundings;

    DomainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        if (!List.of("show", "add", "check", "remove").contains(action)) {
            throw Refusal.invalid("action-unknown", "Ask domain for show, add, check or remove.");
        }
        if (!action.equals("show") && host.isEmpty()) {
            throw Refusal.invalid(
                    "host-missing", "Say which: casemate domain INSTANCE " + action + " takes a host name.");
        }
        String path = "/instances/" + InstanceName.parse(instance) + "/domains";
        try (PlatformApi api = PlatformApi.of(data.path(surroundings.environment()))) {
            Json.Obj answer = action.equals("show")
                    ? api.get(path)
                    : api.post(
                            path + "/" + action, Json.object().put("host", host).build());
            print(answer);
            return CommandLines.DONE;
        }
    }

    private void print(Json.Obj answer) {
        if (json) {
            surroundings.out().println(answer.text());
        } else if (action.equals("show")) {
            List<Json.Obj> domains = answer.list("domains", d -> (Json.Obj) d);
            surroundings
                    .out()
                    .println(domains.isEmpty() ? "no own domain" : String.format(ROW, "DOMAIN", "STATE", "DNS"));
            domains.forEach(d ->
                    surroundings.out().println(String.format(ROW, d.text("host"), d.text("state"), d.text("finding"))));
        } else if (action.equals("remove")) {
            surroundings.out().println(host + " is not served any more");
        } else if (answer.text("state").equals("served")) {
            surroundings.out().println(answer.text("host") + " is served");
        } else {
            if (!answer.text("finding").isEmpty()) {
                surroundings.out().println("DNS says: " + answer.text("finding"));
            }
            surroundings.out().println("make these records, then: casemate domain " + instance + " check " + host);
            surroundings.out().println("  " + answer.text("record") + "  TXT    \"" + answer.text("value") + "\"");
            surroundings.out().println("  " + answer.text("host") + "  CNAME  " + answer.text("leadsTo") + ".");
        }
    }
}
