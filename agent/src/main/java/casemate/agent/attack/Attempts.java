package casemate.agent.attack;

import casemate.base.Json;
import casemate.promise.Finding;
import java.util.Map;

/// Turns what an attack brought home into a finding. Names of attempts that begin with `control-` are what must get
/// through; all others are what must not.
final class Attempts {
    private static final System.Logger LOG = System.getLogger(Attempts.class.getName());
    private static final String CONTROL = "control-";

    private Attempts() {}

    /// @param results by name, whether the attempt got through
    /// @param expected how many lines a whole run brings: fewer means that the attack was cut short
    static Finding judge(Map<String, Boolean> results, int expected, String wall) {
        long controls =
                results.keySet().stream().filter(n -> n.startsWith(CONTROL)).count();
        long controlsHeld = results.entrySet().stream()
                .filter(e -> e.getKey().startsWith(CONTROL) && e.getValue())
                .count();
        long through = results.entrySet().stream()
                .filter(e -> !e.getKey().startsWith(CONTROL) && e.getValue())
                .count();
        Json.Obj measured = Json.object()
                .put("attempts", results.size() - controls)
                .put("gotThrough", through)
                .put("controls", controls)
                .build();
        if (through > 0 || results.size() < expected || controlsHeld < controls) {
            // For the operator: the record tells how many, the host's log tells which.
            LOG.log(System.Logger.Level.WARNING, "drill: {0} of {1} lines: {2}", results.size(), expected, results);
        }
        if (through > 0) {
            return new Finding.Broken(
                    measured, through + " of " + (results.size() - controls) + " attempts got " + wall);
        }
        if (results.size() < expected || controlsHeld < controls) {
            return new Finding.Unproved("The test pods did not do what they are allowed to do.");
        }
        return new Finding.Kept(measured);
    }
}
