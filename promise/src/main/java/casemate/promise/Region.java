package casemate.promise;

import casemate.base.Refusal;
import java.util.Locale;
import java.util.Set;

/// A country where data rests, by its ISO 3166 code: `FR`.
public record Region(String code) {
    private static final Set<String> KNOWN = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    public Region {
        if (!KNOWN.contains(code)) {
            throw Refusal.invalid("region-unknown", "A region is a two-letter country code (ISO 3166), such as FR.");
        }
    }

    /// The country's name, in the nominative where the language has cases.
    public String name(Language language) {
        return Locale.of("", code).getDisplayCountry(language.locale());
    }

    @Override
    public String toString() {
        return code;
    }
}
