package casemate.agent.attack;

import casemate.agent.fill.PodEnvironment;
import casemate.agent.pod.LivePod;
import casemate.agent.sandbox.HostTool;
import casemate.promise.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Two throwaway pods, made the way a customer's are: one attacks, the other is attacked.
public final class CanaryPair implements Target {
    private static final Duration BOUND = Duration.ofSeconds(30);
    /// Shared by all scripts.
    private static final String TOOLS = "attack-tools.sh";

    private final Canary attacker;
    private final Canary victim;
    private final Runnable takeDown;

    /// One of the two.
    ///
    /// @param marker what only it knows
    public record Canary(LivePod pod, String marker) {
        String address() {
            return pod.upstreams().getFirst().address();
        }

        /// The far end of its cable.
        String gateway() {
            return pod.gateway();
        }
    }

    CanaryPair(Canary attacker, Canary victim, Runnable takeDown) {
        this.attacker = attacker;
        this.victim = victim;
        this.takeDown = takeDown;
    }

    Canary attacker() {
        return attacker;
    }

    Canary victim() {
        return victim;
    }

    /// Runs a script of ours inside the attacker.
    ///
    /// @param input its standard input, line by line
    /// @return by name, whether the attempt got through
    Map<String, Boolean> attack(String script, List<String> input) throws InterruptedException {
        return run(attacker, script, input);
    }

    /// Runs a script of ours inside the victim.
    Map<String, Boolean> attackBack(String script, List<String> input) throws InterruptedException {
        return run(victim, script, input);
    }

    private static Map<String, Boolean> run(Canary inside, String script, List<String> input)
            throws InterruptedException {
        try {
            HostTool.Outcome outcome = inside.pod()
                    .space()
                    .run(
                            BOUND,
                            String.join("\n", input) + "\n",
                            List.of("/bin/busybox", "sh", "-c", text(TOOLS) + text(script), "casemate-attack-self"),
                            PodEnvironment.of(Map.of()));
            return results(outcome.output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String script) throws IOException {
        try (InputStream in = Objects.requireNonNull(CanaryPair.class.getResourceAsStream(script))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, Boolean> results(String output) {
        Map<String, Boolean> results = new LinkedHashMap<>();
        output.lines()
                .filter(line -> line.matches("[a-z0-9-]+ [01]"))
                .forEach(line -> results.put(line.substring(0, line.length() - 2), line.endsWith("1")));
        return results;
    }

    @Override
    public void close() {
        takeDown.run();
    }
}
