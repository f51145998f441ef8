package casemate.app;

import casemate.base.Json;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `casemate status`: how the platform is, in a few lines.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Says how the platform is; returns 1 when something needs a person.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private final DataOption data = new DataOption();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final Surroundings surroundings;

    StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        try (PlatformApi api = PlatformApi.of(data.path(surroundings.environment()))) {
            Json.Obj status = api.get("/status");
            Optional<String> house = new HouseCommands(data.path(surroundings.environment()), surroundings)
                    .attention(HouseClock.beside(data.path(surroundings.environment()))
                            .instant());
            if (json) {
                surroundings.out().println(status.text());
            } else {
                print(status);
                house.ifPresent(what -> line("ATTENTION", what));
            }
            Json.Obj gateway = status.obj("gateway");
            boolean well = house.isEmpty()
                    && !status.bool("hostSilent")
                    && gateway.integer("edgesSilent") == 0
                    && gateway.integer("certificateAlarms") == 0
                    && !status.bool("policyRefused")
                    && status.obj("drills").find("broken").isEmpty();
            return well ? CommandLines.DONE : CommandLines.FAILED;
        }
    }

    private void print(Json.Obj status) {
        line("portal", status.text("portal"));
        line("console", status.text("console"));
        line("trust page", status.text("trust"));
        line("instances", counts(status.obj("instances")));
        line("drills", counts(status.obj("drills")));
        gateway(status.obj("gateway"));
        if (status.bool("hostSilent")) {
            line("ATTENTION", "the host has not reported for a while");
        }
        if (status.bool("policyRefused")) {
            line("ATTENTION", "casemate.yaml was refused, the policy before it stays; the console says why");
        }
    }

    private void gateway(Json.Obj gateway) {
        line("edges", gateway.integer("edges") + ", " + gateway.integer("bans") + " bans in force");
        if (gateway.bool("underAttack")) {
            line("ATTENTION", "the switch for an attack is on: visitors have to work before they are let in");
        }
        if (gateway.integer("edgesSilent") > 0) {
            line("ATTENTION", gateway.integer("edgesSilent") + " edges have not reported for a while");
        }
        if (gateway.integer("certificateAlarms") > 0) {
            line("ATTENTION", gateway.integer("certificateAlarms") + " certificates are due; the console shows which");
        }
    }

    private void line(String name, String value) {
        surroundings.out().println(String.format("%-11s %s", name, value));
    }

    private static String counts(Json.Obj counts) {
        String all = counts.members().entrySet().stream()
                .map((Map.Entry<String, Json> e) -> e.getValue().text() + " " + e.getKey())
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "none" : all;
    }
}
