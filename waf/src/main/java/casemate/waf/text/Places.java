package casemate.waf.text;

import java.util.function.IntPredicate;

/// Finds the places of one text in another. Both may come from a request, so the time is linear in both together.
final class Places {
    /// Up to here comparing anew at every place costs less than preparing for the worst.
    private static final int SHORT = 64;

    private Places() {}

    /// The first place at or after `start` that fits; -1 when there is none.
    ///
    /// @param part not empty
    static int first(Bytes value, Bytes part, int start, IntPredicate fits) {
        if (part.length() > value.length() - start) {
            return -1;
        }
        return part.length() <= SHORT ? plainly(value, part, start, fits) : prepared(value, part, start, fits);
    }

    private static int plainly(Bytes value, Bytes part, int start, IntPredicate fits) {
        int first = part.at(0);
        int last = value.length() - part.length();
        for (int i = start; i <= last; i++) {
            if (value.at(i) == first && value.hasAt(i, part) && fits.test(i)) {
                return i;
            }
        }
        return -1;
    }

    /// Knuth, Morris and Pratt: after a mismatch, what was read is known to be the part's beginning.
    private static int prepared(Bytes value, Bytes part, int start, IntPredicate fits) {
        int[] borders = borders(part);
        int known = 0;
        for (int i = start; i < value.length(); i++) {
            known = extended(part, borders, known, value.at(i));
            if (known == part.length()) {
                int place = i + 1 - known;
                if (fits.test(place)) {
                    return place;
                }
                known = borders[known - 1];
            }
        }
        return -1;
    }

    /// For each beginning of the part, how much of its end is a beginning again.
    private static int[] borders(Bytes part) {
        int[] borders = new int[part.length()];
        for (int i = 1; i < borders.length; i++) {
            borders[i] = extended(part, borders, borders[i - 1], part.at(i));
        }
        return borders;
    }

    private static int extended(Bytes part, int[] borders, int known, int next) {
        int length = known;
        while (length > 0 && part.at(length) != next) {
            length = borders[length - 1];
        }
        return part.at(length) == next ? length + 1 : length;
    }
}
