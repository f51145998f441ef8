package casemate.promise;

import casemate.base.Json;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A figure that is a list without repetition.
record ListKind(FigureKind element) implements FigureKind {
    /// Longer than the name of any product.
    private static final int MAX_ELEMENT_CHARS = 80;

    @Override
    public String expected() {
        return "a list, each " + element.expected();
    }

    @Override
    public Json json(Object value) {
        return Json.array(elements(value), element::json);
    }

    @Override
    public String say(Object value, Language language) {
        return join(value, language, and(language));
    }

    /// The elements with the given word before the last: `a, b or c`.
    String join(Object value, Language language, String word) {
        List<String> said =
                elements(value).stream().map(e -> element.say(e, language)).toList();
        if (element instanceof ProcessorKind) {
            return String.join(language == Language.FR ? " ; " : "; ", said);
        }
        if (said.size() < 2) {
            return String.join("", said);
        }
        return String.join(", ", said.subList(0, said.size() - 1)) + " " + word + " " + said.getLast();
    }

    @Override
    public Optional<String> problem(Object value) {
        List<Object> elements = elements(value);
        if (new HashSet<>(elements).size() < elements.size()) {
            return Optional.of("must not repeat itself");
        }
        boolean tooLong = elements.stream().anyMatch(e -> e instanceof String s && s.length() > MAX_ELEMENT_CHARS);
        if (tooLong) {
            return Optional.of("must hold texts of at most " + MAX_ELEMENT_CHARS + " characters");
        }
        return elements.stream().flatMap(e -> element.problem(e).stream()).findFirst();
    }

    @Override
    public BigDecimal measure(Object value) {
        return BigDecimal.valueOf(elements(value).size());
    }

    @Override
    public String lies() {
        return "have a number of elements";
    }

    @Override
    public boolean needsBounds() {
        return true;
    }

    static List<Object> elements(Object value) {
        return ((List<?>) value).stream().<Object>map(Objects::requireNonNull).toList();
    }

    static String and(Language language) {
        return switch (language) {
            case EN -> "and";
            case FR -> "et";
            case PL -> "i";
        };
    }

    static String or(Language language) {
        return switch (language) {
            case EN -> "or";
            case FR -> "ou";
            case PL -> "lub";
        };
    }
}
