package casemate.waf.seclang;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/// The five phases of a transaction: request headers, request body, response headers, response body, logging.
public final class Phases {
    public static final int FIRST = 1;
    public static final int LAST = 5;

    /// That of a rule which names none, as in libmodsecurity (ModSecurity 2 took 2).
    public static final int DEFAULT = 1;

    private Phases() {}

    /// By number, or by the words `request` (2), `response` (4) and `logging` (5).
    static OptionalInt named(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "request" -> OptionalInt.of(2);
            case "response" -> OptionalInt.of(4);
            case "logging" -> OptionalInt.of(5);
            default -> Numbers.in(word, FIRST, LAST) ? OptionalInt.of(Integer.parseInt(word)) : OptionalInt.empty();
        };
    }

    /// The phase that these actions name last, otherwise the default.
    static int of(List<ActionCall> actions) {
        return actions.stream()
                .filter(action -> action.name() == ActionName.PHASE)
                .reduce((first, second) -> second)
                .map(action -> named(action.argument()).orElse(DEFAULT))
                .orElse(DEFAULT);
    }
}
