package casemate.app;

import casemate.base.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `casemate rotate INSTANCE`: another secret for an application that signs on by OpenID Connect.
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = "Makes the secret anew by which an application signs people on (OpenID Connect).",
        footer = {
            "",
            "The application starts anew with it; the old one counts for another hour. The platform does so",
            "by itself once a year."
        })
final class RotateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "INSTANCE", description = "Its name or id, as casemate instances lists it.")
    private String instance = "";

    @Mixin
    private final DataOption data = new DataOption();

    private final Surroundings surroundings;

    RotateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        String name = InstanceName.parse(instance);
        try (PlatformApi api = PlatformApi.of(data.path(surroundings.environment()))) {
            Json.Obj done = api.post(
                    "/instances/" + name + "/client/rotate", Json.object().build());
            surroundings
                    .out()
                    .println(done.text("name") + " has another secret; the one before it counts until "
                            + done.text("previousUntil") + ".");
            return CommandLines.DONE;
        }
    }
}
