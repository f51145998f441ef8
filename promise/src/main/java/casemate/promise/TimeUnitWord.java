package casemate.promise;

/// The names of the units of time. Polish keeps six forms: after 1 (accusative), after 2 to 4, after 5 and more, then
/// genitive and locative after 1, locative after more.
enum TimeUnitWord {
    YEAR("year", "an", "chaque année", "tous les", "rok", "lata", "lat", "roku", "roku", "latach", "co rok"),
    MONTH(
            "month",
            "mois",
            "chaque mois",
            "tous les",
            "miesiąc",
            "miesiące",
            "miesięcy",
            "miesiąca",
            "miesiącu",
            "miesiącach",
            "co miesiąc"),
    DAY("day", "jour", "chaque jour", "tous les", "dzień", "dni", "dni", "dnia", "dniu", "dniach", "codziennie"),
    HOUR(
            "hour",
            "heure",
            "chaque heure",
            "toutes les",
            "godzinę",
            "godziny",
            "godzin",
            "godziny",
            "godzinie",
            "godzinach",
            "co godzinę"),
    MINUTE(
            "minute",
            "minute",
            "chaque minute",
            "toutes les",
            "minutę",
            "minuty",
            "minut",
            "minuty",
            "minucie",
            "minutach",
            "co minutę"),
    SECOND(
            "second",
            "seconde",
            "chaque seconde",
            "toutes les",
            "sekundę",
            "sekundy",
            "sekund",
            "sekundy",
            "sekundzie",
            "sekundach",
            "co sekundę");

    private final String english;
    private final String french;
    private final String frenchEvery;
    private final String frenchEach;
    private final String one;
    private final String few;
    private final String many;
    private final String genitiveOne;
    private final String locativeOne;
    private final String locativeMany;
    private final String polishEvery;

    TimeUnitWord(
            String english,
            String french,
            String frenchEvery,
            String frenchEach,
            String one,
            String few,
            String many,
            String genitiveOne,
            String locativeOne,
            String locativeMany,
            String polishEvery) {
        this.english = english;
        this.french = french;
        this.frenchEvery = frenchEvery;
        this.frenchEach = frenchEach;
        this.one = one;
        this.few = few;
        this.many = many;
        this.genitiveOne = genitiveOne;
        this.locativeOne = locativeOne;
        this.locativeMany = locativeMany;
        this.polishEvery = polishEvery;
    }

    /// The noun after a number.
    String after(long n, Language language, TimeForm form) {
        Plural plural = Plural.of(n, language);
        return switch (language) {
            case EN -> plural == Plural.ONE ? english : english + "s";
            case FR -> plural == Plural.ONE || french.endsWith("s") ? french : french + "s";
            case PL -> polish(plural, form);
        };
    }

    /// Once in each such unit: `every day`.
    String every(Language language) {
        return switch (language) {
            case EN -> "every " + english;
            case FR -> frenchEvery;
            case PL -> polishEvery;
        };
    }

    /// What stands before the number: `every` 5 minutes.
    String each(Language language) {
        return switch (language) {
            case EN -> "every";
            case FR -> frenchEach;
            case PL -> "co";
        };
    }

    private String polish(Plural plural, TimeForm form) {
        return switch (form) {
            case PLAIN, EACH ->
                switch (plural) {
                    case ONE -> one;
                    case FEW -> few;
                    case MANY -> many;
                };
            case GENITIVE -> plural == Plural.ONE ? genitiveOne : many;
            case LOCATIVE -> plural == Plural.ONE ? locativeOne : locativeMany;
        };
    }
}
