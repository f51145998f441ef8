package casemate.app;

import casemate.base.Json;
import casemate.base.Refusal;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `casemate unban ID`: end a ban before its time.
@Command(name = "unban", mixinStandardHelpOptions = true, description = "Ends a ban before its time, at every edge.")
final class UnbanCommand implements Callable<Integer> {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    @Parameters(paramLabel = "ID", description = "As casemate bans lists it.")
    private String id = "";

    @Option(names = "--why", paramLabel = "TEXT", required = true, description = "One line; it is kept.")
    private String why = "";

    @Mixin
    private final DataOption data = new DataOption();

    private final Surroundings surroundings;

    UnbanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        if (!ID.matcher(id).matches()) {
            throw Refusal.invalid("ban-unknown", "That is not the id of a ban; casemate bans lists them.");
        }
        try (PlatformApi api = PlatformApi.of(data.path(surroundings.environment()))) {
            Json wish = Json.object().put("why", why).build();
            surroundings.out().println(BansCommand.line(api.post("/bans/" + id + "/lift", wish)));
            return CommandLines.DONE;
        }
    }
}
