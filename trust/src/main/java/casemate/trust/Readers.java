package casemate.trust;

import casemate.promise.Language;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the language of who reads.
final class Readers {
    /// Longer than any browser sends; more is not looked at.
    private static final int MAX_HEADER_CHARS = 512;

    private Readers() {}

    static Optional<Language> ofTag(String tag) {
        for (Language language : Language.values()) {
            if (language.code().equals(tag)) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }

    /// As its speakers write it.
    static String ownName(Language language) {
        return switch (language) {
            case EN -> "English";
            case FR -> "Français";
            case PL -> "Polski";
        };
    }

    /// What the reader likes best of what there is (RFC 9110, Accept-Language); English when nothing fits or the header
    /// is malformed.
    static Language negotiate(String acceptLanguage) {
        if (acceptLanguage.isBlank() || acceptLanguage.length() > MAX_HEADER_CHARS) {
            return Language.EN;
        }
        try {
            List<Locale.LanguageRange> ranges = Locale.LanguageRange.parse(acceptLanguage).stream()
                    .filter(range -> range.getWeight() > 0)
                    .sorted(Comparator.comparingDouble(Locale.LanguageRange::getWeight)
                            .reversed())
                    .toList();
            return ranges.stream()
                    .flatMap(range -> ofTag(range.getRange().split("-", 2)[0]).stream())
                    .findFirst()
                    .orElse(Language.EN);
        } catch (IllegalArgumentException _) {
            return Language.EN;
        }
    }
}
