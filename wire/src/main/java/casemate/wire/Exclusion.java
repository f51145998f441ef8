package casemate.wire;

import casemate.base.Json;
import casemate.base.Refusal;
import java.util.regex.Pattern;

/// One rule of the firewall that does not hold at an instance.
///
/// @param rule its number
/// @param variable the part of a request that the rule leaves alone, such as `ARGS:content`; empty for the
/// whole rule
/// @param path where: paths that begin so; `/` for everywhere
public record Exclusion(long rule, String variable, String path) {
    private static final Pattern VARIABLE = Pattern.compile("|[A-Z_]{3,40}(?::[\\x21-\\x7e&&[^\"'|,\\\\]]{1,100})?");
    private static final Pattern PATH = Pattern.compile("/[\\x21-\\x7e&&[^\"'\\\\]]{0,200}");

    public Exclusion {
        if (rule < 1
                || !VARIABLE.matcher(variable).matches()
                || !PATH.matcher(path).matches()) {
            throw Refusal.invalid(
                    "exclusion-malformed",
                    "An exclusion names a rule's number, a variable such as ARGS:content or none, and a path from /.");
        }
    }

    /// Whether a rule can be kept from this part of a request.
    public static boolean names(String variable) {
        return !variable.isEmpty() && VARIABLE.matcher(variable).matches();
    }

    Json json() {
        return Json.object()
                .put("rule", rule)
                .put("variable", variable)
                .put("path", path)
                .build();
    }

    static Exclusion read(Json json) {
        Json.Obj o = Fields.of(json).only("rule", "variable", "path");
        return new Exclusion(o.integer("rule"), o.text("variable"), o.text("path"));
    }
}
