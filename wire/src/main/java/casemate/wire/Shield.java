package casemate.wire;

import casemate.base.Json;
import casemate.base.Refusal;
import java.util.List;

/// How the web application firewall treats one instance (EDG-4).
///
/// @param paranoia the Core Rule Set's level, 1 to 4
/// @param exclusions rules that do not hold here, or not everywhere
public record Shield(Mode mode, int paranoia, List<Exclusion> exclusions) {
    /// What becomes of a request that the rules refuse.
    public enum Mode {
        /// The firewall looks at nothing.
        OFF,
        /// It is reported and goes on.
        DETECT,
        /// It is refused.
        BLOCK
    }

    /// Nothing is let off unless somebody says so.
    public static final Shield USUAL = new Shield(Mode.BLOCK, 1, List.of());

    public static final int MAX_EXCLUSIONS = 500;
    private static final int MAX_PARANOIA = 4;

    public Shield {
        exclusions = List.copyOf(exclusions);
        if (paranoia < 1 || paranoia > MAX_PARANOIA || exclusions.size() > MAX_EXCLUSIONS) {
            throw Refusal.invalid(
                    "shield-malformed",
                    "A firewall's level lies between 1 and 4, with at most " + MAX_EXCLUSIONS + " exclusions.");
        }
    }

    Json json() {
        return Json.object()
                .put("mode", Fields.word(mode))
                .put("paranoia", paranoia)
                .put("exclusions", Json.array(exclusions, Exclusion::json))
                .build();
    }

    static Shield read(Json json) {
        Json.Obj o = Fields.of(json).only("mode", "paranoia", "exclusions");
        return new Shield(
                Fields.constant(Mode.class, o.text("mode")),
                Math.toIntExact(o.integer("paranoia")),
                o.list("exclusions", Exclusion::read));
    }
}
