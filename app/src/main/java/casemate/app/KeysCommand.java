package casemate.app;

import casemate.base.Json;
import casemate.base.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `casemate keys rotate` makes keys of sensitive fields anew; `casemate keys list` shows how far it got.
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Makes the keys of sensitive fields anew (rotate), or shows how far that got (list).",
        footer = {
            "",
            "Everything goes on meanwhile: the new key seals at once, what the old one sealed is sealed again in",
            "the background, and the old one is destroyed 31 days later, when no copy of the database needs it."
        })
final class KeysCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ACTION", description = "rotate or list")
    private String action = "";

    @Option(
            names = "--customer",
            paramLabel = "NUMBER",
            description = "One customer's key (cus_…); without it everybody's, and the platform's own.")
    private String customer = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final DataOption data = new DataOption();

    private final Surroundings surroundings;

    KeysCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        if (!List.of("rotate", "list").contains(action)) {
            throw Refusal.invalid("action-unknown", "Ask keys for rotate or list: casemate keys rotate.");
        }
        try (PlatformApi api = PlatformApi.of(data.path(surroundings.environment()))) {
            Json.Obj answer = action.equals("rotate")
                    ? api.post(
                            "/keys/rotate",
                            Json.object().put("customer", customer).build())
                    : api.get("/keys/rotations");
            if (json) {
                surroundings.out().println(answer.text());
            } else if (action.equals("rotate")) {
                surroundings
                        .out()
                        .println("new keys asked for: " + answer.integer("asked") + "; casemate keys list shows them");
            } else {
                print(answer.list("rotations", r -> (Json.Obj) r));
            }
            return CommandLines.DONE;
        }
    }

    private void print(List<Json.Obj> rotations) {
        if (rotations.isEmpty()) {
            surroundings.out().println("no key was rotated yet; casemate keys rotate");
        }
        for (Json.Obj rotation : rotations) {
            surroundings
                    .out()
                    .println(String.format(
                            Locale.ROOT,
                            "%s  %-30s %-10s %8d sealed anew, %d left",
                            rotation.text("asked").substring(0, 19),
                            rotation.text("owner"),
                            rotation.text("state"),
                            rotation.integer("resealed"),
                            rotation.integer("left")));
        }
    }
}
