package casemate.control.ward;

import casemate.wire.EdgeReport.RuleHit;
import casemate.wire.Exclusion;
import java.util.List;
import java.util.Set;

/// What templates ask about rules.
public final class RuleWords {
    private static final Set<String> CAUSES =
            Set.of("missing-pages", "refusals", "firewall", "too-many-requests", "sign-in-failures", "by-hand");

    private RuleWords() {}

    /// The words about what kind of rule this is.
    public static String kind(long rule) {
        return WardRules.kind(rule);
    }

    /// The same for several rules: each kind once; the counting of points only where nothing else is
    /// there.
    public static List<String> kinds(List<RuleHit> hits) {
        List<String> found = hits.stream()
                .filter(hit -> WardRules.excludable(hit.rule()))
                .map(hit -> WardRules.kind(hit.rule()))
                .distinct()
                .toList();
        return found.isEmpty()
                ? List.of(WardRules.kind(hits.isEmpty() ? 0 : hits.getFirst().rule()))
                : found;
    }

    /// The words about why addresses were banned.
    ///
    /// @param rule a ban's; a program of a later release may name one that is not known here
    public static String cause(String rule) {
        return CAUSES.contains(rule) ? "ward.cause." + rule : "ward.cause.other";
    }

    /// The words about who did something.
    ///
    /// @param label an actor's
    public static String who(String label) {
        return WardRules.who(label);
    }

    /// Whether an exclusion of it may be made.
    public static boolean excludable(long rule) {
        return WardRules.excludable(rule);
    }

    /// What an exclusion for this hit would be.
    public static Exclusion proposal(RuleHit hit, String path) {
        return WardRules.proposal(hit, path);
    }
}
