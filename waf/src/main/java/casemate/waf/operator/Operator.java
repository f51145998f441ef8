package casemate.waf.operator;

import casemate.waf.pattern.Matcher;
import casemate.waf.text.Bytes;
import java.util.Optional;

/// One compiled operator of a rule, shared by all threads: what it needs for one call lies in its captures and on the
/// stack. Negation is the engine's work.
public interface Operator {
    /// Whether the value matches.
    ///
    /// @param argument with its macros expanded; ignored by operators compiled from a constant
    /// @param captures where the operator notes what it matched, for `capture` and for the log
    boolean matches(Bytes value, Bytes argument, Captures captures);

    /// Whether the argument holds macros, which must be expanded for each call.
    default boolean hasMacros() {
        return false;
    }

    /// What every value that matches holds, so that values without it need not be tried; empty when nothing is known.
    default Optional<Matcher> prefilter() {
        return Optional.empty();
    }
}
