package casemate.control.password;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which passwords are accepted: long ones, of which something is left when the obvious is taken away. Rules about
/// digits and signs make people choose worse (NIST SP 800-63B).
final class PasswordRules {
    static final int MIN_CHARS = 12;

    /// Longer than any passphrase; bounds the work of hashing.
    static final int MAX_CHARS = 128;

    /// Fewer different characters than this is a pattern, not a password.
    private static final int MIN_DIFFERENT = 5;

    /// As much must be left besides what everybody would try first.
    private static final int MIN_REST = 8;

    /// A shorter word is in many others by chance.
    private static final int MIN_WORD = 4;

    /// Words looked at in names and addresses.
    private static final int MAX_WORDS = 40;

    /// What people write when asked for a password, here and in our languages.
    private static final List<String> USUAL =
            List.of("casemate", "password", "passwort", "motdepasse", "haslo", "hasło", "welcome", "letmein");

    /// Keys and letters that lie beside one another.
    private static final List<String> ROWS = List.of(
            "1234567890",
            "qwertyuiop",
            "asdfghjkl",
            "zxcvbnm",
            "qwertzuiop",
            "yxcvbnm",
            "azertyuiop",
            "qsdfghjklm",
            "wxcvbn",
            "abcdefghijklmnopqrstuvwxyz");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private PasswordRules() {}

    /// The words' key of what is wrong.
    ///
    /// @param known what others know of its owner: address, names, the platform's name
    static Optional<String> problem(String password, Collection<String> known) {
        if (password.length() < MIN_CHARS) {
            return Optional.of("account.error.password-short");
        }
        if (password.length() > MAX_CHARS) {
            return Optional.of("account.error.password-long");
        }
        if (password.chars().distinct().count() < MIN_DIFFERENT || rest(password, known) < MIN_REST) {
            return Optional.of("account.error.password-easy");
        }
        return Optional.empty();
    }

    /// How many characters are left of a password without what everybody would try.
    private static int rest(String password, Collection<String> known) {
        String left = once(password.toLowerCase(Locale.ROOT));
        for (String word : words(known)) {
            left = left.replace(word, "");
        }
        return once(withoutRuns(left)).length();
    }

    /// The longest first, so that none hides in another.
    private static List<String> words(Collection<String> known) {
        return Stream.concat(
                        USUAL.stream(),
                        known.stream()
                                .flatMap(k -> BETWEEN_WORDS.splitAsStream(k.toLowerCase(Locale.ROOT)))
                                .limit(MAX_WORDS))
                .filter(w -> w.length() >= MIN_WORD)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /// What is repeated, written once: `abcabcabc` is `abc`.
    private static String once(String text) {
        for (int period = 1; period <= text.length() / 2; period++) {
            String block = text.substring(0, period);
            if (block.repeat(text.length() / period + 1).startsWith(text)) {
                return block;
            }
        }
        return text;
    }

    /// Without keys in a row, either way.
    private static String withoutRuns(String text) {
        List<String> rows = new ArrayList<>(ROWS);
        ROWS.forEach(row -> rows.add(new StringBuilder(row).reverse().toString()));
        StringBuilder left = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int run = longestRun(text, at, rows);
            if (run < MIN_WORD) {
                left.append(text.charAt(at));
                at++;
            } else {
                at += run;
            }
        }
        return left.toString();
    }

    private static int longestRun(String text, int at, List<String> rows) {
        int longest = 0;
        for (String row : rows) {
            int length = 1;
            while (at + length <= text.length() && row.contains(text.substring(at, at + length))) {
                length++;
            }
            longest = Math.max(longest, length - 1);
        }
        return longest;
    }
}
