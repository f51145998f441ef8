package casemate.waf.seclang;

import java.util.Optional;

/// One element of a rule's variables: `ARGS:id`, `!ARGS:/^x/`, `&REQUEST_HEADERS:Host`, `XML:/*`.
///
/// @param mode whether it adds values, takes them away, or counts them
public record Target(Mode mode, Variable variable, Selector selector) {
    /// What a target does with the values that it selects.
    public enum Mode {
        INCLUDE,
        EXCLUDE,
        COUNT
    }

    /// The one target that a `ctl` names, as `ARGS:name` or `ARGS:/pattern/`: all that follows the colon is the name.
    /// Empty when there is no such variable.
    public static Optional<Target> named(String text) {
        int colon = text.indexOf(':');
        Optional<Variable> variable = Variable.named(colon < 0 ? text : text.substring(0, colon));
        if (colon < 0) {
            return variable.map(v -> new Target(Mode.INCLUDE, v, new Selector.All()));
        }
        String name = text.substring(colon + 1);
        boolean pattern = name.length() > 1 && name.startsWith("/") && name.endsWith("/");
        Selector selector =
                pattern ? new Selector.Matching(name.substring(1, name.length() - 1)) : new Selector.Key(name);
        return variable.filter(v -> v.isCollection() && !name.isEmpty())
                .map(v -> new Target(Mode.INCLUDE, v, selector));
    }

    /// Which members of a collection are meant.
    public sealed interface Selector {
        /// The whole collection, or a variable that has a single value.
        record All() implements Selector {}

        /// One member by its name, compared without case; for `XML` the expression as written.
        record Key(String name) implements Selector {}

        /// Members whose name matches the pattern (without the slashes), compared without case.
        record Matching(String pattern) implements Selector {}
    }
}
