package casemate.promise;

import java.util.List;

/// What stands in a YAML file and where; every scalar is text, whatever it looks like.
sealed interface Yaml {
    Place place();

    /// @param line from 1
    /// @param column from 1
    record Place(int line, int column) {}

    /// @param plain written without quotes
    record Scalar(String value, boolean plain, Place place) implements Yaml {
        /// Nothing was written.
        boolean isEmpty() {
            return value.isEmpty() || (plain && (value.equals("~") || value.equals("null")));
        }
    }

    record Sequence(List<Yaml> items, Place place) implements Yaml {}

    record Mapping(List<Pair> pairs, Place place) implements Yaml {}

    /// Stands where something was refused already.
    record Refused(Place place) implements Yaml {}

    record Pair(Yaml key, Yaml value) {}

    /// For messages.
    default String what() {
        return switch (this) {
            case Scalar s -> s.isEmpty() ? "nothing" : "a text";
            case Sequence _ -> "a list";
            case Mapping _ -> "a mapping";
            case Refused _ -> "something refused";
        };
    }
}
