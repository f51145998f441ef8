package casemate.trust;

import casemate.base.Json;
import java.util.List;

/// What checking something found: each step that was taken, in order, up to the first that does not hold.
///
/// @param subject what was checked
/// @param said what the entries say, a line each; only when all holds, since otherwise nobody signed it
public record VerifyReport(String subject, List<Check> checks, List<String> said) {
    /// Everything holds.
    public static final int HOLDS = 0;
    /// Something does not.
    public static final int DOES_NOT_HOLD = 1;

    public VerifyReport {
        checks = List.copyOf(checks);
        said = List.copyOf(said);
    }

    /// One step.
    ///
    /// @param name stable, in kebab-case, such as `checkpoint-signed`
    /// @param text one line
    public record Check(String name, boolean holds, String text) {}

    public boolean holds() {
        return checks.stream().allMatch(Check::holds);
    }

    /// For the command line; bad input (2) is a refusal and never comes this far.
    public int exitCode() {
        return holds() ? HOLDS : DOES_NOT_HOLD;
    }

    /// A line for each step, then what the entries say, then the verdict.
    public String text() {
        StringBuilder out = new StringBuilder();
        checks.forEach(check -> out.append(check.holds() ? "ok    " : "FAILS ")
                .append(check.name())
                .append(": ")
                .append(check.text())
                .append('\n'));
        said.forEach(line -> out.append("      ").append(line).append('\n'));
        return out.append(verdict()).append('\n').toString();
    }

    public Json.Obj json() {
        return Json.object()
                .put("type", "casemate.verify.v1")
                .put("subject", subject)
                .put("holds", holds())
                .put(
                        "checks",
                        Json.array(
                                checks,
                                check -> Json.object()
                                        .put("name", check.name())
                                        .put("holds", check.holds())
                                        .put("text", check.text())
                                        .build()))
                .put("said", Json.texts(said))
                .build();
    }

    private String verdict() {
        return checks.stream()
                .filter(check -> !check.holds())
                .findFirst()
                .map(check -> "does not hold: " + check.name())
                .orElse("holds");
    }
}
