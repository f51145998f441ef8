package casemate.edge.ban;

import casemate.wire.Defence;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// How much of what leads to a ban, and for how long. The figures for missing pages are the policy's (EDG-5).
final class Rules {
    /// An application's page may ask for many things in vain when a session has ended: far more than one visit does.
    private static final int REFUSALS = 100;

    private static final Duration REFUSALS_WINDOW = Duration.ofMinutes(5);
    /// A person whose text the firewall takes for an attack tries a few times; scanners send this in a second.
    private static final int ATTACKS = 20;

    private static final Duration ATTACKS_WINDOW = Duration.ofMinutes(5);
    /// Past the limits, and not stopping for it.
    private static final int FLOODS = 300;

    private static final Duration FLOODS_WINDOW = Duration.ofMinutes(1);
    /// Each ban that comes soon after another is twice as long; no more than 64 times.
    private static final int MOST_DOUBLINGS = 6;
    /// Addresses change hands: doubling ends here, unless the policy's own ban is longer.
    private static final Duration LONGEST = Duration.ofDays(7);

    /// @param limit this much within the window leads to a ban
    record Rule(Offence offence, int limit, Duration window) {
        /// One line for operators.
        String evidence(String where, int times) {
            return limit + " " + offence.words() + " within " + window.toSeconds() + " s, the last at " + where
                    + (times > 1 ? "; ban " + times + " in a row" : "");
        }
    }

    private final Map<Offence, Rule> rules = new EnumMap<>(Offence.class);
    private final Duration ban;

    Rules(Defence defence) {
        this.ban = defence.ban();
        add(Offence.MISSING, defence.misses(), defence.window());
        add(Offence.REFUSED, REFUSALS, REFUSALS_WINDOW);
        add(Offence.ATTACK, ATTACKS, ATTACKS_WINDOW);
        add(Offence.FLOOD, FLOODS, FLOODS_WINDOW);
    }

    private void add(Offence offence, int limit, Duration window) {
        rules.put(offence, new Rule(offence, limit, window));
    }

    Rule of(Offence offence) {
        return Objects.requireNonNull(rules.get(offence));
    }

    /// The first ban lasts exactly as long as the policy says, none lasts less.
    ///
    /// @param times which ban in a row it is, from 1
    Duration length(int times) {
        Duration doubled = ban.multipliedBy(1L << Math.clamp(times - 1L, 0, MOST_DOUBLINGS));
        Duration bounded = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return bounded.compareTo(ban) < 0 ? ban : bounded;
    }
}
