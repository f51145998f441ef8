package casemate.control.web;

import casemate.base.Refusal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A language that customers can read.
public enum Language {
    EN("English"),
    FR("Français"),
    PL("Polski");

    private final String ownName;

    Language(String ownName) {
        this.ownName = ownName;
    }

    /// The ISO 639-1 code, as in `lang="fr"`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What its speakers call it.
    public String ownName() {
        return ownName;
    }

    public Locale locale() {
        return Locale.of(code());
    }

    public static Language parse(String code) {
        return find(code)
                .orElseThrow(() -> Refusal.invalid("language-unknown", "Choose one of the languages on the page."));
    }

    public static Optional<Language> find(String code) {
        return Arrays.stream(values()).filter(l -> l.code().equals(code)).findFirst();
    }
}
