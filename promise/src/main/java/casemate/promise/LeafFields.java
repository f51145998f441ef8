package casemate.promise;

import casemate.base.Json;
import casemate.base.Refusal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads and writes the fields that several leaves share.
final class LeafFields {
    private static final Pattern SHA256_HEX = Pattern.compile("[0-9a-f]{64}");

    private LeafFields() {}

    static Refusal refusal(String what) {
        return Refusal.invalid("leaf-malformed", "The ledger leaf is not as expected: " + what + ".");
    }

    static Json.Obj object(Json json) {
        if (json instanceof Json.Obj o) {
            return o;
        }
        throw refusal("an object was expected");
    }

    static String text(Json json) {
        if (json instanceof Json.Text t) {
            return t.value();
        }
        throw refusal("a text was expected");
    }

    /// `OUTSIDE_PROBE` as `outside-probe`.
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> E constant(Class<E> type, String word) {
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(word)) {
                return constant;
            }
        }
        throw refusal("the word " + word + " is not known");
    }

    static String policy(String sha256) {
        if (!SHA256_HEX.matcher(sha256).matches()) {
            throw refusal("policy must be a SHA-256 in 64 lower-case hexadecimal digits");
        }
        return sha256;
    }

    /// One line of printable text within the bound.
    static String line(String name, String value, int maxChars) {
        if (value.length() > maxChars || value.chars().anyMatch(Character::isISOControl)) {
            throw refusal(name + " must be one line of at most " + maxChars + " characters");
        }
        return value;
    }

    /// To the millisecond: what clocks agree on, and one spelling for each time.
    static Instant millis(Instant instant) {
        return instant.truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
    }

    static Json.Obj sentences(Map<Language, String> sentences) {
        Json.Builder o = Json.object();
        sentences.forEach((language, text) -> o.put(language.code(), text));
        return o.build();
    }

    static Map<Language, String> readSentences(Json.Obj o) {
        Map<Language, String> sentences = new EnumMap<>(Language.class);
        o.members().forEach((code, text) -> sentences.put(Language.of(code), text(text)));
        return sentences;
    }
}
