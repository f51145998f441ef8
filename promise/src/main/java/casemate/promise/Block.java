package casemate.promise;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One mapping of a policy, read strictly: unknown keys and keys that stand twice are problems.
final class Block {
    private final String name;
    private final Yaml.Place place;
    private final Map<String, Yaml> values = new LinkedHashMap<>();
    private final Map<String, Yaml.Place> keys = new LinkedHashMap<>();
    private final ProblemList problems;

    private Block(String name, Yaml.Place place, ProblemList problems) {
        this.name = name;
        this.place = place;
        this.problems = problems;
    }

    /// A mapping whose keys are all known beforehand.
    static Optional<Block> of(Yaml node, String name, ProblemList problems, String... known) {
        Optional<Block> block = open(node, name, problems);
        block.ifPresent(b -> b.only(Arrays.asList(known)));
        return block;
    }

    /// A mapping whose keys the caller judges.
    static Optional<Block> open(Yaml node, String name, ProblemList problems) {
        return switch (node) {
            case Yaml.Mapping mapping -> {
                Block block = new Block(name, mapping.place(), problems);
                mapping.pairs().forEach(block::add);
                yield Optional.of(block);
            }
            case Yaml.Refused _ -> Optional.empty();
            case Yaml.Scalar _, Yaml.Sequence _ -> {
                problems.add(node.place(), name + " must be a mapping (key: value), not " + node.what());
                yield Optional.empty();
            }
        };
    }

    private void add(Yaml.Pair pair) {
        switch (pair.key()) {
            case Yaml.Scalar key
            when keys.containsKey(key.value()) ->
                problems.add(key.place(), "the key " + shown(key.value()) + " stands twice; keep one");
            case Yaml.Scalar key -> {
                keys.put(key.value(), key.place());
                values.put(key.value(), pair.value());
            }
            case Yaml.Refused _ -> {}
            case Yaml.Mapping _, Yaml.Sequence _ -> problems.add(pair.key().place(), "a key must be a text");
        }
    }

    /// Reports keys that are not known; they are as if they were not there.
    void only(List<String> known) {
        for (String key : List.copyOf(keys.keySet())) {
            if (!known.contains(key)) {
                report(key, "the key " + shown(key) + " is not known in " + name + Nearest.hint(key, known));
                keys.remove(key);
                values.remove(key);
            }
        }
    }

    Yaml.Place place() {
        return place;
    }

    Map<String, Yaml> values() {
        return values;
    }

    /// Reports something about a key, at the key.
    void report(String key, String message) {
        problems.add(keys.getOrDefault(key, place), message);
    }

    Optional<Yaml> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /// The value, or a problem that says what to write.
    Optional<Yaml> need(String key, String expected) {
        Optional<Yaml> value = find(key);
        if (value.isEmpty()) {
            problems.add(place, name + " lacks " + key + ": write " + expected);
        }
        return value;
    }

    /// The text under a key, or a problem.
    Optional<Yaml.Scalar> text(String key, String expected) {
        return need(key, expected).flatMap(v -> scalar(v, key, expected, problems));
    }

    static Optional<Yaml.Scalar> scalar(Yaml node, String name, String expected, ProblemList problems) {
        if (node instanceof Yaml.Scalar scalar && !scalar.isEmpty()) {
            return Optional.of(scalar);
        }
        if (!(node instanceof Yaml.Refused)) {
            problems.add(node.place(), name + " must be " + expected + ", not " + node.what());
        }
        return Optional.empty();
    }

    /// The items of a list under a key; a problem when it is no list.
    static List<Yaml> items(Yaml node, String name, ProblemList problems) {
        if (node instanceof Yaml.Sequence sequence) {
            return sequence.items();
        }
        if (!(node instanceof Yaml.Refused)) {
            problems.add(node.place(), name + " must be a list such as [a, b], not " + node.what());
        }
        return List.of();
    }

    /// A foreign text within a message: short and on one line.
    static String shown(String text) {
        int max = 60;
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= max ? line : line.substring(0, max) + "…";
    }
}
