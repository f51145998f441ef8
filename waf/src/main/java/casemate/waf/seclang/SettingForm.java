package casemate.waf.seclang;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a setting takes: how many words, and which.
///
/// @param expected completes the sentence "expected …"
/// @param good of each word
record SettingForm(int least, int most, String expected, Predicate<String> good) {
    /// Larger than any body that a rule could inspect, and it fits an int.
    private static final long LARGEST_LIMIT = 1L << 30;

    /// A list of media types is a line in a file; more is a mistake.
    private static final int MOST_WORDS = 100;

    private static final Pattern OCTAL = Pattern.compile("(?i)default|0?[0-7]{3,4}");
    private static final Pattern AUDIT_PARTS = Pattern.compile("(?i)[A-K]*Z?");

    static SettingForm none() {
        return new SettingForm(0, 0, "nothing after it", word -> true);
    }

    static SettingForm oneOf(String... words) {
        List<String> known = List.of(words);
        return new SettingForm(
                1, 1, String.join(" or ", known), word -> known.stream().anyMatch(word::equalsIgnoreCase));
    }

    /// For what this engine never does: the setting may say so, and nothing else.
    static SettingForm offOnly(String why) {
        return new SettingForm(1, 1, "Off: " + why, "Off"::equalsIgnoreCase);
    }

    static SettingForm only(String word, String why) {
        return new SettingForm(1, 1, word + ": " + why, word::equalsIgnoreCase);
    }

    static SettingForm text() {
        return new SettingForm(1, 1, "one text, in quotes if it has spaces", word -> !word.isEmpty());
    }

    static SettingForm words(String what) {
        return new SettingForm(1, MOST_WORDS, what, word -> !word.isEmpty());
    }

    static SettingForm character() {
        return new SettingForm(1, 1, "a single character", word -> word.length() == 1);
    }

    static SettingForm limit() {
        return number(0, LARGEST_LIMIT);
    }

    static SettingForm number(long least, long most) {
        return new SettingForm(1, 1, "a number from " + least + " to " + most, word -> Numbers.in(word, least, most));
    }

    static SettingForm mode() {
        return new SettingForm(
                1, 1, "an octal mode such as 0600", word -> OCTAL.matcher(word).matches());
    }

    static SettingForm auditParts() {
        return new SettingForm(
                1,
                1,
                "letters from A to K and Z",
                word -> AUDIT_PARTS.matcher(word).matches());
    }

    /// A file and the number of a code page.
    static SettingForm unicodeMap() {
        return new SettingForm(2, 2, "the name of a file, and the number of a code page", word -> !word.isEmpty());
    }

    /// The first word that is not as expected, or what to say about their number.
    Optional<Problem> check(Word directive, List<Word> arguments) {
        String name = directive.text();
        if (arguments.size() < least || arguments.size() > most) {
            Word at = arguments.size() > most ? arguments.get(most) : directive;
            return Optional.of(new Problem(at.place(), "expected after " + name + ": " + expected));
        }
        Stream<Word> bad = arguments.stream().filter(word -> !good.test(word.text()));
        return bad.findFirst().map(word -> new Problem(word.place(), "expected after " + name + ": " + expected));
    }
}
