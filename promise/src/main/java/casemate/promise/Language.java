package casemate.promise;

import casemate.base.Refusal;
import java.util.Locale;

/// A language that customers read.
public enum Language implements Word {
    EN,
    FR,
    PL;

    @Override
    public String key() {
        return code();
    }

    /// The tag in policies, leaves and pages (BCP 47): `en`, `fr`, `pl`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// For numbers and the names of countries.
    public Locale locale() {
        return Locale.of(code());
    }

    /// @throws Refusal `language-unknown`
    public static Language of(String code) {
        for (Language language : values()) {
            if (language.code().equals(code)) {
                return language;
            }
        }
        throw Refusal.invalid("language-unknown", "The language " + code + " is not one of en, fr, pl.");
    }
}
