package casemate.app;

import casemate.agent.Agent;
import casemate.agent.Preflight;
import casemate.base.Json;
import casemate.base.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `casemate doctor`: whether this machine can run a platform, and what to do where it cannot.
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Looks at this machine and says what a platform would lack.")
final class DoctorCommand implements Callable<Integer> {
    /// @param advice what to do; empty when all is well
    private record Check(String what, boolean well, String advice) {}

    @Mixin
    private final DataOption data = new DataOption();

    @Option(names = "--https-port", paramLabel = "PORT", defaultValue = "443", description = "The port to look at.")
    private int httpsPort;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final Surroundings surroundings;

    DoctorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        List<Check> checks = checks();
        if (json) {
            surroundings.out().println(Json.array(checks, DoctorCommand::json).text());
        } else {
            checks.forEach(c -> surroundings
                    .out()
                    .println((c.well() ? "ok    " : "LACKS ") + c.what() + (c.well() ? "" : ": " + c.advice())));
        }
        return checks.stream().allMatch(Check::well) ? CommandLines.DONE : CommandLines.FAILED;
    }

    private List<Check> checks() throws IOException {
        Path directory = data.path(surroundings.environment());
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(
                "Java " + Runtime.version().feature(), Runtime.version().feature() == 25, "install a JDK 25"));
        checks.add(check("root", () -> Preconditions.root("up")));
        List<Preflight.Missing> missing = Agent.preflight();
        checks.add(new Check("host for pods", missing.isEmpty(), advice(missing)));
        checks.add(check("data directory " + directory, () -> DataDirectory.check(directory)));
        checks.add(check("free disk", () -> Preconditions.room(directory)));
        checks.add(check("port " + httpsPort, () -> Preconditions.portFree("127.0.0.1", httpsPort)));
        return checks;
    }

    private static String advice(List<Preflight.Missing> missing) {
        return missing.stream()
                .map(m -> m.what() + " " + m.why()
                        + m.debianPackage()
                                .map(name -> " (apt-get install " + name + ")")
                                .orElse(""))
                .collect(Collectors.joining("; "));
    }

    private interface Look {
        void look() throws IOException;
    }

    private static Check check(String what, Look look) throws IOException {
        try {
            look.look();
            return new Check(what, true, "");
        } catch (Refusal refusal) {
            return new Check(what, false, refusal.text());
        }
    }

    private static Json json(Check check) {
        return Json.object()
                .put("check", check.what())
                .put("well", check.well())
                .put("advice", check.advice())
                .build();
    }
}
