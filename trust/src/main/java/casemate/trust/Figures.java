package casemate.trust;

import casemate.base.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns the figures of a policy and the facts that a drill measured into words. A name that the catalogue does
/// not know is shown as it was recorded: facts are never left out because nobody translated them.
final class Figures {
    private static final Pattern ISO_SPAN = Pattern.compile("P(?=.)(\\d+[YMWD])*(T(?=.)(\\d+[HMS])*)?");
    /// More than any drill measures; keeps a page small whatever was recorded.
    private static final int MAX_FACTS = 40;
    /// More than a readable value; keeps a page small whatever was recorded.
    private static final int MAX_VALUE_CHARS = 400;

    /// How a name's last word tells its unit.
    private static final Map<String, String> SPANS =
            Map.of("Seconds", "PT%dS", "Minutes", "PT%dM", "Hours", "PT%dH", "Days", "P%dD");

    private static final List<String> UNITS = List.of("", "Seconds", "Minutes", "Hours", "Days", "Percent", "Millis");

    private final Words words;

    Figures(Words words) {
        this.words = words;
    }

    /// @param name in words, or the recorded name when `known` is false
    record Fact(String name, boolean known, String value) {}

    /// One row of promised against measured.
    record Pair(
            String name,
            boolean known,
            @Nullable String promised,
            @Nullable String measured) {}

    List<Fact> facts(Json.Obj recorded) {
        return recorded.members().entrySet().stream()
                .limit(MAX_FACTS)
                .map(e -> new Fact(name(e.getKey()), known(e.getKey()), value(e.getKey(), e.getValue())))
                .toList();
    }

    /// Promised beside measured. What is promised as `hsts` may be measured as `hstsSeconds`.
    List<Pair> pairs(Json.Obj promised, Json.Obj measured) {
        Set<String> rest = new LinkedHashSet<>(measured.members().keySet());
        List<Pair> rows = new ArrayList<>();
        for (String name : promised.members().keySet()) {
            Optional<String> match =
                    UNITS.stream().map(unit -> name + unit).filter(rest::remove).findFirst();
            rows.add(new Pair(
                    name(name),
                    known(name),
                    shown(promised, name),
                    match.map(m -> shown(measured, m)).orElse(null)));
        }
        rest.forEach(name -> rows.add(new Pair(name(name), known(name), null, shown(measured, name))));
        return rows.stream().limit(MAX_FACTS).toList();
    }

    private @Nullable String shown(Json.Obj figures, String name) {
        return figures.find(name).map(value -> value(name, value)).orElse(null);
    }

    private boolean known(String name) {
        return words.find("figure." + name).isPresent();
    }

    private String name(String name) {
        return words.find("figure." + name).orElse(name);
    }

    private String value(String name, Json value) {
        String shown = switch (value) {
            case Json.Text t -> text(t.value());
            case Json.Num n -> number(name, n.value());
            case Json.Bool b -> words.text("value." + b.value());
            case Json.Nil _ -> words.text("value.none");
            case Json.Arr a ->
                a.elements().isEmpty()
                        ? words.text("value.none")
                        : a.elements().stream().map(e -> value(name, e)).collect(Collectors.joining(", "));
            case Json.Obj o ->
                o.members().isEmpty()
                        ? words.text("value.none")
                        : facts(o).stream().map(f -> f.name() + " " + f.value()).collect(Collectors.joining(", "));
        };
        return shown.length() <= MAX_VALUE_CHARS ? shown : shown.substring(0, MAX_VALUE_CHARS) + "…";
    }

    private String text(String value) {
        return span(value)
                .or(() -> instant(value))
                .or(() -> words.find("value." + value))
                .orElse(value);
    }

    private Optional<String> span(String value) {
        if (!ISO_SPAN.matcher(value).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    value.contains("T") ? words.span(Duration.parse(value)) : words.span(Period.parse(value)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private Optional<String> instant(String value) {
        try {
            return value.endsWith("Z") ? Optional.of(words.dateTime(Instant.parse(value))) : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private String number(String name, double n) {
        if (name.endsWith("Millis")) {
            return words.text("unit.millis", words.number(n));
        }
        if (name.endsWith("Percent")) {
            return words.text("unit.percent", words.number(n));
        }
        if (name.endsWith("Bytes")) {
            return words.text("unit.bytes", words.number(n));
        }
        if (n >= 0 && n <= Integer.MAX_VALUE && n == Math.rint(n)) {
            for (var unit : SPANS.entrySet()) {
                if (name.endsWith(unit.getKey())) {
                    String iso = unit.getValue().formatted((long) n);
                    return n == 0
                            ? words.count("unit." + unit.getKey().toLowerCase(java.util.Locale.ROOT), 0)
                            : span(iso).orElse(iso);
                }
            }
        }
        return words.number(n);
    }
}
