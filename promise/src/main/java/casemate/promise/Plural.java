package casemate.promise;

/// Which form of a noun follows a number (Unicode CLDR's cardinal rules for whole numbers).
enum Plural {
    ONE,
    FEW,
    MANY;

    private static final int TEN = 10;
    private static final int HUNDRED = 100;

    static Plural of(long n, Language language) {
        return switch (language) {
            case EN -> n == 1 ? ONE : MANY;
            case FR -> n < 2 ? ONE : MANY;
            case PL -> polish(n);
        };
    }

    /// How many forms a noun has in this language.
    static int forms(Language language) {
        return language == Language.PL ? 3 : 2;
    }

    private static Plural polish(long n) {
        if (n == 1) {
            return ONE;
        }
        long last = n % TEN;
        boolean teen = n % HUNDRED / TEN == 1;
        return last >= 2 && last <= 4 && !teen ? FEW : MANY;
    }
}
