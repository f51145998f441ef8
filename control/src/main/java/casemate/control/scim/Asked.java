package casemate.control.scim;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the query of a request asks for (RFC 7644, 3.4.2 and 3.9), within bounds.
///
/// @param start counted from one
/// @param count of one page; 0 asks for the total alone
/// @param only top-level attributes to show, in small letters; empty for all
/// @param without top-level attributes to leave out
public record Asked(
        Optional<Filter> filter,
        String sortBy,
        boolean descending,
        int start,
        int count,
        Set<String> only,
        Set<String> without) {
    /// Directories ask for 100 at most.
    static final int MAX_COUNT = 200;

    private static final int USUAL_COUNT = 100;
    private static final int MAX_NAMES = 40;

    public Asked {
        only = Set.copyOf(only);
        without = Set.copyOf(without);
    }

    /// Each as it stands in the address; null where it does not.
    public static Asked of(
            @Nullable String filter,
            @Nullable String sortBy,
            @Nullable String sortOrder,
            @Nullable String startIndex,
            @Nullable String count,
            @Nullable String attributes,
            @Nullable String excluded) {
        return new Asked(
                Optional.ofNullable(filter).filter(f -> !f.isBlank()).map(Filter::parse),
                sortBy == null ? "" : Attribute.of(sortBy).dotted(),
                "descending".equalsIgnoreCase(sortOrder),
                Math.max(1, number(startIndex, 1)),
                Math.clamp(number(count, USUAL_COUNT), 0, MAX_COUNT),
                names(attributes),
                names(excluded));
    }

    /// What a request for one resource asks for.
    public static Asked one(@Nullable String attributes, @Nullable String excluded) {
        return of(null, null, null, null, null, attributes, excluded);
    }

    public boolean shows(String attribute) {
        return (only.isEmpty() || only.contains(attribute)) && !without.contains(attribute);
    }

    private static int number(@Nullable String typed, int usual) {
        if (typed == null || typed.isBlank()) {
            return usual;
        }
        try {
            return Integer.parseInt(typed.strip());
        } catch (NumberFormatException _) {
            throw ScimProblem.invalidValue("startIndex and count are whole numbers.");
        }
    }

    private static Set<String> names(@Nullable String typed) {
        if (typed == null || typed.isBlank()) {
            return Set.of();
        }
        return Arrays.stream(typed.split(",", MAX_NAMES))
                .map(n -> Attribute.of(n.strip()).name().toLowerCase(Locale.ROOT))
                .filter(n -> !n.isEmpty())
                .collect(Collectors.toSet());
    }
}
