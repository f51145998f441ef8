package casemate.app;

import casemate.base.Json;
import casemate.base.Refusal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `casemate access INSTANCE …`: who gets in to an instance.
@Command(
        name = "access",
        mixinStandardHelpOptions = true,
        description = {
            "Shows and sets who gets in to an instance: show, allow RANGE, remove RANGE, open, devices, revoke DEVICE.",
            "The first range that is allowed shuts everybody else out; open lets everybody in again and keeps the list."
        })
final class AccessCommand implements Callable<Integer> {
    private static final String DEVICE_ROW = "%-30s %-10s %-21s %s";

    @Parameters(index = "0", paramLabel = "INSTANCE", description = "Its name or its id.")
    private String instance = "";

    @Parameters(
            index = "1",
            paramLabel = "ACTION",
            arity = "0..1",
            defaultValue = "show",
            description = "show, allow, remove, open, devices or revoke; usual: ${DEFAULT-VALUE}")
    private String action = "";

    @Parameters(
            index = "2",
            paramLabel = "WHAT",
            arity = "0..1",
            defaultValue = "",
            description = "An address or range such as 192.0.2.0/24, or the id of a device.")
    private String what = "";

    @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "What an allowed range is.")
    private String note = "";

    @Option(names = "--sure", description = "Also when nobody would get in any more.")
    private boolean sure;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final DataOption data = new DataOption();

    private final Surroundings surroundings;

    AccessCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        boolean devices = action.equals("devices") || action.equals("revoke");
        String path = "/instances/" + InstanceName.parse(instance) + "/access";
        Json wish = wish();
        try (PlatformApi api = PlatformApi.of(data.path(surroundings.environment()))) {
            Json.Obj now = action.equals("show") || action.equals("devices")
                    ? api.get(path)
                    : api.post(path + "/" + action, wish);
            if (json) {
                surroundings.out().println(now.text());
            } else if (devices) {
                printDevices(now);
            } else {
                printRules(now);
            }
            return CommandLines.DONE;
        }
    }

    private Json wish() {
        return switch (action) {
            case "show", "devices", "open" -> Json.object().build();
            case "allow" ->
                Json.object()
                        .put("range", needed("a range"))
                        .put("note", note)
                        .put("sure", sure)
                        .build();
            case "remove" ->
                Json.object().put("range", needed("a range")).put("sure", sure).build();
            case "revoke" ->
                Json.object().put("device", needed("the id of a device")).build();
            default ->
                throw Refusal.invalid("action-unknown", "Ask access for show, allow, remove, open, devices or revoke.");
        };
    }

    private String needed(String name) {
        if (what.isEmpty()) {
            throw Refusal.invalid(
                    "what-missing", "Say which: casemate access INSTANCE " + action + " takes " + name + ".");
        }
        return what;
    }

    private void printRules(Json.Obj now) {
        if (!now.bool("restricted")) {
            surroundings.out().println("everybody gets in");
        } else {
            String need = now.text("need").equals("all") ? "all of" : "any of";
            surroundings.out().println("gets in who has " + need + ": " + String.join(", ", ways(now)));
        }
        now.list("ranges", r -> (Json.Obj) r)
                .forEach(range -> surroundings
                        .out()
                        .println("  " + range.text("range")
                                + (range.text("note").isEmpty() ? "" : " # " + range.text("note"))));
    }

    private static List<String> ways(Json.Obj now) {
        List<String> ways = new java.util.ArrayList<>();
        if (now.bool("byAddress")) {
            ways.add("an address on the list");
        }
        if (now.bool("byDevice")) {
            ways.add("an enrolled device");
        }
        if (now.bool("password")) {
            ways.add("the password");
        }
        if (now.bool("signOn")) {
            ways.add("an account at the portal");
        }
        return ways;
    }

    private void printDevices(Json.Obj now) {
        List<Json.Obj> devices = now.list("devices", d -> (Json.Obj) d);
        if (devices.isEmpty()) {
            surroundings.out().println("no device is enrolled");
            return;
        }
        surroundings.out().println(String.format(DEVICE_ROW, "ID", "STATE", "UNTIL", "NAME"));
        devices.forEach(device -> surroundings
                .out()
                .println(String.format(
                        DEVICE_ROW,
                        device.text("id"),
                        device.text("state"),
                        device.text("until").replaceAll("\\.\\d+Z$", "Z"),
                        device.text("name"))));
    }
}
