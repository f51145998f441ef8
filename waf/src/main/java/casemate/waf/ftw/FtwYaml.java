package casemate.waf.ftw;

import casemate.base.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/// One YAML mapping of a case file. Every scalar is the text as written: `1.1` is no number here, and `7` no length.
///
/// @param place the file, for refusals
record FtwYaml(String place, Map<?, ?> members) {
    /// The largest file of the suites has 300 KB.
    private static final int MOST_CHARACTERS = 8_000_000;

    /// The suites use none.
    private static final int MOST_ALIASES = 10;

    static FtwYaml parse(String file, String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setSchema(new FailsafeSchema())
                .setTagConstructors(Map.of(Tag.NULL, _ -> "")) // a name with nothing after it
                .setCodePointLimit(MOST_CHARACTERS)
                .setMaxAliasesForCollections(MOST_ALIASES)
                .build();
        try {
            return of(file, new Load(settings).loadFromString(text));
        } catch (YamlEngineException e) {
            throw Refusal.invalid("ftw-malformed", file + " is not YAML: " + e.getMessage());
        }
    }

    private static FtwYaml of(String file, Object value) {
        if (value instanceof Map<?, ?> map) {
            return new FtwYaml(file, map);
        }
        throw Refusal.invalid("ftw-malformed", file + ": a mapping is missing where one must stand.");
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    Optional<String> text(String name) {
        return members.get(name) instanceof String s ? Optional.of(s) : Optional.empty();
    }

    String text(String name, String otherwise) {
        return text(name).orElse(otherwise);
    }

    boolean isTrue(String name) {
        return text(name).map(t -> t.equalsIgnoreCase("true")).orElse(false);
    }

    /// The mapping under this name, or an empty one.
    FtwYaml child(String name) {
        return members.get(name) instanceof Map<?, ?> map ? new FtwYaml(place, map) : new FtwYaml(place, Map.of());
    }

    List<FtwYaml> children(String name) {
        return members.get(name) instanceof List<?> list
                ? list.stream().map(v -> of(place, v)).toList()
                : List.of();
    }

    /// A list of scalars, or the single one written without a list.
    List<String> texts(String name) {
        return switch (members.get(name)) {
            case List<?> list -> list.stream().map(String::valueOf).toList();
            case String s -> List.of(s);
            case null, default -> List.of();
        };
    }
}
