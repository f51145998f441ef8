package casemate.wire;

import casemate.base.Json;
import casemate.base.Refusal;
import java.util.List;
import java.util.regex.Pattern;

/// How the web application firewall treats one instance (EDG-4).
///
/// @param paranoia the Core Rule Set's level, 1 to 4
/// @param exclusions rules that do not hold here, or not everywhere
/// @param application what runs there, such as `wordpress`: the rules leave off what they know to be usual in it; empty
/// for nothing of the kind
public record Shield(Mode mode, int paranoia, List<Exclusion> exclusions, String application) {
    /// What becomes of a request that the rules refuse.
    public enum Mode {
        /// The firewall looks at nothing.
        OFF,
        /// It is reported and goes on.
        DETECT,
        /// It is refused.
        BLOCK
    }

    public static final int MAX_EXCLUSIONS = 500;
    private static final int MAX_PARANOIA = 4;
    private static final Pattern APPLICATION = Pattern.compile("|[a-z0-9][a-z0-9._-]{0,99}");

    /// Nothing is let off unless somebody says so.
    public static final Shield USUAL = new Shield(Mode.BLOCK, 1, List.of());
    /// The firewall looks at nothing.
    public static final Shield NONE = new Shield(Mode.OFF, 1, List.of());

    public Shield {
        exclusions = List.copyOf(exclusions);
        if (paranoia < 1
                || paranoia > MAX_PARANOIA
                || exclusions.size() > MAX_EXCLUSIONS
                || !APPLICATION.matcher(application).matches()) {
            throw Refusal.invalid(
                    "shield-malformed",
                    "A firewall's level lies between 1 and 4, with at most " + MAX_EXCLUSIONS
                            + " exclusions, and an application such as wordpress.");
        }
    }

    /// For an application that nothing is known of.
    public Shield(Mode mode, int paranoia, List<Exclusion> exclusions) {
        this(mode, paranoia, exclusions, "");
    }

    /// The same before another application.
    public Shield before(String changed) {
        return new Shield(mode, paranoia, exclusions, changed);
    }

    Json json() {
        Json.Builder o = Json.object()
                .put("mode", Fields.word(mode))
                .put("paranoia", paranoia)
                .put("exclusions", Json.array(exclusions, Exclusion::json));
        if (!application.isEmpty()) {
            o.put("application", application);
        }
        return o.build();
    }

    static Shield read(Json json) {
        Json.Obj o = Fields.of(json).only("mode", "paranoia", "exclusions", "application");
        return new Shield(
                Fields.constant(Mode.class, o.text("mode")),
                Math.toIntExact(o.integer("paranoia")),
                o.list("exclusions", Exclusion::read),
                o.find("application").map(_ -> o.text("application")).orElse(""));
    }
}
