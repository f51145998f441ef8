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

/// `casemate crypto inventory`: the cryptography in use, judged; `--cbom` prints it for the tools of others.
@Command(
        name = "crypto",
        mixinStandardHelpOptions = true,
        description = "Lists every algorithm, key, certificate and protocol in use, and what a dated list says of it.",
        footer = {"", "It ends with 1 when something is weak or not judged yet."})
final class CryptoCommand implements Callable<Integer> {
    private static final int WEAK = 1;

    @Parameters(index = "0", paramLabel = "ACTION", description = "inventory")
    private String action = "";

    @Option(names = "--cbom", description = "Print a CycloneDX 1.6 bill of materials (CBOM).")
    private boolean cbom;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final DataOption data = new DataOption();

    private final Surroundings surroundings;

    CryptoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        if (!action.equals("inventory")) {
            throw Refusal.invalid("action-unknown", "Ask crypto for its inventory: casemate crypto inventory.");
        }
        try (PlatformApi api = PlatformApi.of(data.path(surroundings.environment()))) {
            if (cbom) {
                surroundings.out().println(api.get("/cryptography/bom").text());
                return CommandLines.DONE;
            }
            Json.Obj answer = api.get("/cryptography");
            List<Json.Obj> assets = answer.list("assets", a -> (Json.Obj) a);
            if (json) {
                surroundings.out().println(answer.text());
            } else {
                assets.forEach(this::print);
                surroundings.out().println("judged by a list of " + answer.text("checked"));
            }
            boolean bad =
                    assets.stream().anyMatch(a -> List.of("weak", "unknown").contains(a.text("verdict")));
            return bad ? WEAK : CommandLines.DONE;
        }
    }

    private void print(Json.Obj asset) {
        String end = asset.find("end").isPresent() ? " until " + asset.text("end") : "";
        surroundings
                .out()
                .println(String.format(
                        Locale.ROOT,
                        "%-10s %-11s %-20s %s%s  %s",
                        asset.text("where"),
                        asset.text("kind"),
                        asset.text("algorithm"),
                        asset.text("verdict"),
                        end,
                        asset.text("name")));
    }
}
