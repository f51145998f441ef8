package casemate.waf.seclang;

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
