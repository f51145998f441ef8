package casemate.app;

import casemate.base.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `casemate bans`: to whom nothing is answered, and why.
@Command(
        name = "bans",
        mixinStandardHelpOptions = true,
        description = "Lists the addresses that are banned, and why; the newest first, at most 500.")
final class BansCommand implements Callable<Integer> {
    private static final String ROW = "%-31s %-24s %-22s %-9s %s";

    @Parameters(
            paramLabel = "RANGE",
            arity = "0..1",
            defaultValue = "",
            description = "Only those that hold for some of these addresses.")
    private String range = "";

    @Option(names = "--over", description = "Also those that have ended.")
    private boolean over;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final DataOption data = new DataOption();

    private final Surroundings surroundings;

    BansCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        try (PlatformApi api = PlatformApi.of(data.path(surroundings.environment()))) {
            Json.Obj answer = api.get(
                    "/bans?touching=" + URLEncoder.encode(range, StandardCharsets.UTF_8) + (over ? "&over=yes" : ""));
            if (json) {
                surroundings.out().println(answer.text());
                return CommandLines.DONE;
            }
            List<Json.Obj> bans = answer.list("bans", b -> (Json.Obj) b);
            if (bans.isEmpty()) {
                surroundings.out().println("no ban fits");
                return CommandLines.DONE;
            }
            surroundings.out().println(String.format(ROW, "ID", "RANGE", "UNTIL", "STATE", "WHY"));
            bans.forEach(ban -> surroundings.out().println(line(ban)));
            return CommandLines.DONE;
        }
    }

    /// One ban for a person.
    static String line(Json.Obj ban) {
        String state = ban.bool("inForce") ? "in force" : ban.find("lifted").isPresent() ? "lifted" : "over";
        return String.format(
                ROW,
                ban.text("id"),
                ban.text("range"),
                ban.text("until").replaceAll("\\.\\d+Z$", "Z"),
                state,
                ban.text("rule") + ": " + ban.text("evidence"));
    }
}
