package casemate.agent.blueprint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// A place in a YAML file, read strictly: what is wrong is noted with its line and column, and reading goes on with a
/// stand-in, so that one pass finds every problem.
final class YamlNode {
    private final Problems problems;
    private final Optional<Node> node;
    private final Mark mark;
    private final String name;

    /// Everything that is wrong, in the order of the file.
    static final class Problems {
        private record Problem(int line, int column, String text) {}

        private final List<Problem> found = new ArrayList<>();

        void add(Mark mark, String text) {
            add(mark.getLine(), mark.getColumn(), text);
        }

        void add(int line, int column, String text) {
            found.add(new Problem(line + 1, column + 1, text));
        }

        boolean none() {
            return found.isEmpty();
        }

        String text(String file) {
            List<Problem> sorted = new ArrayList<>(found);
            sorted.sort(java.util.Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
            List<String> lines = new ArrayList<>();
            for (Problem p : sorted) {
                lines.add(file + ":" + p.line() + ":" + p.column() + ": " + p.text());
            }
            return String.join("; ", lines);
        }
    }

    YamlNode(Problems problems, Optional<Node> node, Mark mark, String name) {
        this.problems = problems;
        this.node = node;
        this.mark = mark;
        this.name = name;
    }

    boolean present() {
        return node.isPresent();
    }

    void problem(String text) {
        problems.add(mark, text);
    }

    String text() {
        if (node.isEmpty()) {
            return "";
        }
        if (node.get() instanceof ScalarNode s) {
            return s.getValue();
        }
        problem(name + " must be text");
        return "";
    }

    int integer(int least, int most) {
        String text = text();
        if (node.isEmpty()) {
            return least;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        problem(name + " must be a whole number from " + least + " to " + most);
        return least;
    }

    /// The elements of a list; none when the key is absent.
    List<YamlNode> list() {
        if (node.isEmpty()) {
            return List.of();
        }
        if (!(node.get() instanceof SequenceNode s)) {
            problem(name + " must be a list");
            return List.of();
        }
        List<YamlNode> elements = new ArrayList<>();
        for (Node each : s.getValue()) {
            elements.add(at(each, name));
        }
        return elements;
    }

    List<String> texts() {
        return list().stream().map(YamlNode::text).toList();
    }

    /// The members of a mapping whose keys are free.
    Map<String, YamlNode> entries() {
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        if (node.isEmpty()) {
            return entries;
        }
        if (!(node.get() instanceof MappingNode m)) {
            problem(name + " must be a mapping");
            return entries;
        }
        for (NodeTuple tuple : m.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                if (entries.put(key.getValue(), at(tuple.getValueNode(), key.getValue())) != null) {
                    problems.add(markOf(key), "the key " + key.getValue() + " stands twice");
                }
            } else {
                problems.add(markOf(tuple.getKeyNode()), "a key must be text");
            }
        }
        return entries;
    }

    /// The members of a mapping whose keys are known: others are refused, required ones asked for.
    Fields fields(Set<String> required, Set<String> optional) {
        Map<String, YamlNode> entries = entries();
        entries.forEach((key, value) -> {
            if (!required.contains(key) && !optional.contains(key)) {
                value.problem("the key " + key + " is not known in " + name);
            }
        });
        if (present()) {
            required.stream()
                    .sorted()
                    .filter(key -> !entries.containsKey(key))
                    .forEach(key -> problem(name + " lacks the key " + key));
        }
        return new Fields(this, entries);
    }

    /// Members by name; an absent one is a node that is not present.
    record Fields(YamlNode parent, Map<String, YamlNode> entries) {
        YamlNode get(String key) {
            YamlNode found = entries.get(key);
            return found != null ? found : new YamlNode(parent.problems, Optional.empty(), parent.mark, key);
        }

        String text(String key) {
            return get(key).text();
        }
    }

    private YamlNode at(Node value, String label) {
        if (value.getAnchor().isPresent()) {
            problems.add(markOf(value), "anchors and aliases are not allowed");
        }
        return new YamlNode(problems, Optional.of(value), markOf(value), label);
    }

    private Mark markOf(Node value) {
        return value.getStartMark().orElse(mark);
    }
}
