package casemate.promise;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A sentence for people with places for figures, so that text and figures cannot disagree: `{keep}`, `{every:each}`
/// (every day), `{within:gen}` and `{within:loc}` (Polish cases), `{uses:times}` (once), `{levels:count}`, `{ways:or}`,
/// and a noun that agrees with a number: `{digits|digit|digits}`.
public final class Sentence {
    /// Longer than any sentence that somebody reads.
    private static final int MAX_CHARS = 600;

    private static final Pattern SLOT =
            Pattern.compile("\\{([a-zA-Z]{1,40})(?::([a-z]{1,10}))?((?:\\|[^{}|]{1,60})*)}");

    private sealed interface Part {}

    private record Text(String text) implements Part {}

    private record Slot(Figure figure, Optional<String> form, List<String> nouns) implements Part {}

    private final String template;
    private final Language language;
    private final List<Part> parts;

    private Sentence(String template, Language language, List<Part> parts) {
        this.template = template;
        this.language = language;
        this.parts = List.copyOf(parts);
    }

    /// Reads a template for one row of the catalogue.
    ///
    /// @param problems told everything that is wrong
    /// @return empty when something is
    static Optional<Sentence> parse(String template, CatalogueRow row, Language language, Consumer<String> problems) {
        List<String> found = new ArrayList<>();
        if (template.isBlank() || template.length() > MAX_CHARS) {
            found.add("the sentence must have 1 to " + MAX_CHARS + " characters");
        }
        if (template.chars().anyMatch(Character::isISOControl)) {
            found.add("the sentence must be one line without control characters");
        }
        List<Part> parts = new ArrayList<>();
        Matcher m = SLOT.matcher(template);
        int at = 0;
        while (m.find()) {
            text(template.substring(at, m.start()), parts, found);
            slot(m, row, language, found).ifPresent(parts::add);
            at = m.end();
        }
        text(template.substring(at), parts, found);
        found.forEach(problems);
        return found.isEmpty() ? Optional.of(new Sentence(template, language, parts)) : Optional.empty();
    }

    /// As the policy writes it.
    public String template() {
        return template;
    }

    /// Whether the sentence tells this figure.
    boolean tells(Figure figure) {
        return parts.stream().anyMatch(p -> p instanceof Slot s && s.figure().equals(figure));
    }

    /// With the figures put in.
    ///
    /// @param promise of the row that the sentence was read for
    public String say(Promise promise) {
        return parts.stream()
                .map(part -> switch (part) {
                    case Text t -> t.text();
                    case Slot s -> say(s, s.figure().of(promise));
                })
                .collect(Collectors.joining());
    }

    private static void text(String text, List<Part> parts, List<String> found) {
        if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
            found.add("a brace stands alone near \"" + text.strip() + "\": a figure is written as {name}");
        }
        parts.add(new Text(text));
    }

    private static Optional<Part> slot(Matcher m, CatalogueRow row, Language language, List<String> found) {
        String name = m.group(1);
        Optional<Figure> figure = row.figure(name);
        if (figure.isEmpty()) {
            List<String> known = row.figures().stream().map(Figure::name).toList();
            found.add("{" + name + "} is no figure of " + row.id() + Nearest.hint(name, known));
            return Optional.empty();
        }
        Optional<String> form = Optional.ofNullable(m.group(2));
        List<String> nouns = m.group(3).isEmpty()
                ? List.of()
                : List.of(m.group(3).substring(1).split("\\|", -1));
        form(figure.get().kind(), form, nouns, language).ifPresent(problem -> found.add("{" + name + "}: " + problem));
        return Optional.of(new Slot(figure.get(), form, nouns));
    }

    /// What is wrong with the form that a figure is asked for.
    private static Optional<String> form(
            FigureKind kind, Optional<String> form, List<String> nouns, Language language) {
        boolean time = kind instanceof ScalarKind.OfTime;
        boolean list = kind instanceof ListKind;
        boolean count = kind instanceof ScalarKind.OfCount || form.equals(Optional.of("count"));
        boolean known = switch (form.orElse("")) {
            case "" -> true;
            case "each" -> time;
            case "gen", "loc" -> time && language == Language.PL;
            case "or", "count" -> list;
            case "times" -> kind instanceof ScalarKind.OfCount && nouns.isEmpty();
            default -> false;
        };
        if (!known) {
            return Optional.of("the form " + form.orElse("") + " does not fit this figure here");
        }
        if (!nouns.isEmpty() && (!count || nouns.size() != Plural.forms(language))) {
            return Optional.of("a noun after a number has " + Plural.forms(language) + " forms in " + language.code());
        }
        return Optional.empty();
    }

    private String say(Slot slot, Object value) {
        if (value instanceof Integer n && !slot.nouns().isEmpty()) {
            return slot.figure().kind().say(value, language) + " " + noun(n, slot.nouns());
        }
        return switch (slot.form().orElse("")) {
            case "each" -> time(slot, value, TimeForm.EACH);
            case "gen" -> time(slot, value, TimeForm.GENITIVE);
            case "loc" -> time(slot, value, TimeForm.LOCATIVE);
            case "or" -> ((ListKind) slot.figure().kind()).join(value, language, ListKind.or(language));
            case "times" -> times((Integer) value);
            case "count" -> count(ListKind.elements(value).size(), slot.nouns());
            default -> slot.figure().kind().say(value, language);
        };
    }

    private String times(int n) {
        return switch (language) {
            case EN -> n == 1 ? "once" : n + " times";
            case FR -> n == 1 ? "une seule fois" : n + " fois";
            case PL -> n == 1 ? "raz" : n + " razy";
        };
    }

    private String count(int n, List<String> nouns) {
        return nouns.isEmpty() ? Integer.toString(n) : n + " " + noun(n, nouns);
    }

    private String noun(long n, List<String> nouns) {
        return switch (Plural.of(n, language)) {
            case ONE -> nouns.getFirst();
            case FEW -> nouns.get(1);
            case MANY -> nouns.getLast();
        };
    }

    private String time(Slot slot, Object value, TimeForm form) {
        return ((ScalarKind.OfTime) slot.figure().kind()).say(value, language, form);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sentence that && template.equals(that.template) && language == that.language;
    }

    @Override
    public int hashCode() {
        return template.hashCode();
    }

    @Override
    public String toString() {
        return template;
    }
}
