package casemate.control.ward;

import casemate.base.Actor;
import casemate.base.AddressRange;
import casemate.base.Refusal;
import casemate.wire.Caps;
import casemate.wire.EdgeReport.RuleHit;
import casemate.wire.Exclusion;
import casemate.wire.Shield.Mode;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/// Decides what may be banned, lowered, excluded and kept. Pure.
final class WardRules {
    /// A ban by hand lasts no longer: addresses change hands.
    static final Duration LONGEST_BY_HAND = Duration.ofDays(365);
    /// Automatic bans double up to this; who comes back after a day begins anew.
    static final Duration LONGEST = Duration.ofDays(1);
    /// How far back earlier bans count.
    static final Duration REPEAT_WITHIN = Duration.ofDays(1);
    /// What a person writes as a reason, and what a line of evidence holds.
    static final int MAX_REASON = 200;

    static final int MAX_EVIDENCE = 300;
    /// More addresses than this are a country's or a slip of the pen.
    private static final int SHORTEST_V4 = 8;

    private static final int SHORTEST_V6 = 16;
    private static final int MIN_REASON = 3;
    private static final int MAX_DOUBLINGS = 20;
    private static final int MAX_PATH = 200;
    /// Far beyond what one machine can serve; past it a figure is a slip of the pen.
    private static final long MOST_REQUESTS = 1_000_000;

    private static final long MOST_CONNECTIONS = 1_000_000;
    private static final long MOST_BYTES = 100_000_000_000L;
    /// Ranges of rules that prepare or count and detect nothing: without them the firewall would be
    /// off unseen.
    private static final Set<Long> BOOKKEEPING = Set.of(900L, 901L, 905L, 949L, 959L, 980L, 999L);

    private static final long RULES_IN_RANGE = 1_000;
    /// Ranges of the Core Rule Set that we have words for.
    private static final Set<Long> KNOWN = Set.of(
            911L, 913L, 920L, 921L, 922L, 930L, 931L, 932L, 933L, 934L, 941L, 942L, 943L, 944L, 949L, 950L, 951L, 952L,
            953L, 954L, 955L, 956L, 959L);
    private static final Pattern BAN_ID = Pattern.compile("[A-Za-z0-9_-]{4,80}");
    private static final Pattern RULE = Pattern.compile("[a-z][a-z0-9-]{1,59}");

    private WardRules() {}

    /// The words about what kind of rule this is.
    static String kind(long rule) {
        long range = rule / RULES_IN_RANGE;
        return KNOWN.contains(range) ? "ward.rule." + range : "ward.rule.other";
    }

    static boolean excludable(long rule) {
        return !BOOKKEEPING.contains(rule / RULES_IN_RANGE);
    }

    /// What an exclusion for this hit would be: the variable that matched, at paths that begin like
    /// this one.
    static Exclusion proposal(RuleHit hit, String path) {
        String where = plain(path);
        try {
            return new Exclusion(hit.rule(), hit.variable(), where);
        } catch (Refusal _) {
            return new Exclusion(hit.rule(), "", where);
        }
    }

    private static String plain(String path) {
        StringBuilder kept = new StringBuilder("/");
        for (int i = 1; i < Math.min(path.length(), MAX_PATH); i++) {
            char c = path.charAt(i);
            if (c < '!' || c > '~' || c == '"' || c == '\'' || c == '\\') {
                break;
            }
            kept.append(c);
        }
        return kept.toString();
    }

    static void mayExclude(long rule) {
        if (!excludable(rule)) {
            throw Refusal.invalid(
                    "rule-not-excludable",
                    "That rule only counts what others found; make an exclusion for one of those others.");
        }
    }

    /// @throws Refusal `reason-needed`
    static String reason(String typed) {
        String text = typed.strip();
        if (text.length() < MIN_REASON
                || text.length() > MAX_REASON
                || text.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.invalid(
                    "reason-needed", "Say why in one line of " + MIN_REASON + " to " + MAX_REASON + " characters.");
        }
        return text;
    }

    /// Whether less is stopped afterwards.
    static boolean lowers(Settings before, Mode mode, int paranoia) {
        return mode.compareTo(before.mode()) < 0 || paranoia < before.paranoia();
    }

    static void operatorsOnly(Actor actor) {
        boolean allowed = switch (actor) {
            case Actor.Operator _, Actor.Program _ -> true;
            case Actor.Customer _, Actor.Anonymous _ -> false;
        };
        if (!allowed) {
            throw Refusal.forbidden("vendor-only", "Only the vendor changes this; write to them.");
        }
    }

    /// @throws Refusal `range-too-wide`
    static void notTooWide(AddressRange range) {
        if (range.prefix() < (range.isV6() ? SHORTEST_V6 : SHORTEST_V4)) {
            throw Refusal.invalid(
                    "range-too-wide",
                    "A range has at least " + SHORTEST_V4 + " bits (IPv4) or " + SHORTEST_V6 + " (IPv6) of prefix.");
        }
    }

    static void lastsByHand(Duration length) {
        if (length.compareTo(Duration.ofMinutes(1)) < 0 || length.compareTo(LONGEST_BY_HAND) > 0) {
            throw Refusal.invalid(
                    "ban-length",
                    "A ban lasts from one minute to " + LONGEST_BY_HAND.toDays() + " days, such as PT1H.");
        }
    }

    /// How long the next automatic ban lasts.
    ///
    /// @param first how long the first one lasts, by the policy
    /// @param before bans of the same addresses within [#REPEAT_WITHIN]
    static Duration escalated(Duration first, int before) {
        Duration longest = first.compareTo(LONGEST) > 0 ? first : LONGEST;
        Duration doubled = first.multipliedBy(1L << Math.min(before, MAX_DOUBLINGS));
        return doubled.compareTo(longest) > 0 ? longest : doubled;
    }

    static void sound(Caps caps) {
        if (caps.requestsPerSecond() > MOST_REQUESTS
                || caps.connections() > MOST_CONNECTIONS
                || caps.bytesPerSecond() > MOST_BYTES) {
            throw Refusal.invalid("caps-too-high", "A cap that high limits nothing; write 0 for the usual one.");
        }
    }

    static boolean soundBan(String id, String rule) {
        return BAN_ID.matcher(id).matches() && RULE.matcher(rule).matches();
    }

    /// One line, cut: what edges report must never stop a report from being taken.
    static String line(String text, int most) {
        String plain = text.replaceAll("\\p{Cntrl}", " ").strip();
        if (plain.length() <= most) {
            return plain;
        }
        // Not in the middle of a pair, which PostgreSQL would refuse.
        int end = Character.isHighSurrogate(plain.charAt(most - 1)) ? most - 1 : most;
        return plain.substring(0, end);
    }

    /// Whether it was somebody of the customer's.
    ///
    /// @param label an actor's
    static boolean byCustomer(String label) {
        return label.startsWith("customer:");
    }

    /// The words about who did something.
    ///
    /// @param label an actor's
    static String who(String label) {
        return switch (label.substring(0, Math.max(0, label.indexOf(':')))) {
            case "operator" -> "ward.by.vendor";
            case "customer" -> "ward.by.customer";
            default -> "ward.by.program";
        };
    }
}
