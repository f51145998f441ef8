package casemate.app;

import casemate.base.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `casemate ban RANGE`: answer nothing to these addresses for a time.
@Command(
        name = "ban",
        mixinStandardHelpOptions = true,
        description = "Bans addresses at every edge for a time. The command line itself is never banned.")
final class BanCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RANGE", description = "An address or a range, such as 192.0.2.7 or 2001:db8::/64.")
    private String range = "";

    @Option(names = "--for", paramLabel = "LENGTH", required = true, description = "How long: PT10M, PT1H, P7D …")
    private String length = "";

    @Option(names = "--why", paramLabel = "TEXT", required = true, description = "One line; it is kept.")
    private String why = "";

    @Mixin
    private final DataOption data = new DataOption();

    private final Surroundings surroundings;

    BanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        try (PlatformApi api = PlatformApi.of(data.path(surroundings.environment()))) {
            Json wish = Json.object()
                    .put("range", range)
                    .put("for", length)
                    .put("why", why)
                    .build();
            surroundings.out().println(BansCommand.line(api.post("/bans", wish)));
            return CommandLines.DONE;
        }
    }
}
