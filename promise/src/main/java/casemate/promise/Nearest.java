package casemate.promise;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the word that somebody meant.
final class Nearest {
    /// Longer words are not compared: the table grows with the product of the lengths.
    private static final int MAX_CHARS = 60;

    /// More slips of the pen than this, and it is another word.
    private static final int MAX_SLIPS = 3;

    private Nearest() {}

    /// ` (did you mean keep?)`, or what there is to choose from when nothing is near.
    static String hint(String written, Collection<String> known) {
        return find(written, known)
                .map(word -> " (did you mean " + word + "?)")
                .orElseGet(() -> known.isEmpty() ? "" : " (known: " + String.join(", ", known) + ")");
    }

    static Optional<String> find(String written, Collection<String> known) {
        if (written.length() > MAX_CHARS) {
            return Optional.empty();
        }
        String lower = written.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(word -> slips(lower, word.toLowerCase(Locale.ROOT))
                        <= Math.min(MAX_SLIPS, Math.max(1, word.length() / 2)))
                .min(Comparator.comparingInt(word -> slips(lower, word.toLowerCase(Locale.ROOT))));
    }

    /// Levenshtein's distance.
    private static int slips(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
