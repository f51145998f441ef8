package casemate.promise;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads one YAML 1.2 document into a tree with places. Works on the parser's events, so that depth is bounded before
/// anything recurses, and refuses what lets one file mean two things: anchors, aliases, tags, directives, a second
/// document.
final class YamlReader {
    /// Deeper than a policy ever is (promises, id, variants, item, figures, list, mapping, list).
    private static final int MAX_DEPTH = 12;

    /// Ends the reading; the problem is reported already.
    private static final class TooDeep extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final ProblemList problems;
    private final Iterator<Event> events;

    private YamlReader(ProblemList problems, String text) {
        this.problems = problems;
        this.events = new Parse(LoadSettings.builder().setUseMarks(true).build())
                .parseString(text)
                .iterator();
    }

    /// The document, or empty when it could not be read to its end; the problems say why.
    static Optional<Yaml> read(byte[] utf8, ProblemList problems) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            return new YamlReader(problems, text).document();
        } catch (TooDeep _) {
            return Optional.empty();
        } catch (CharacterCodingException _) {
            problems.add(new Yaml.Place(1, 1), "the file is not UTF-8; save it as UTF-8");
        } catch (MarkedYamlEngineException e) {
            problems.add(place(e.getProblemMark()), "this is not YAML: " + oneLine(e.getProblem()));
        } catch (YamlEngineException e) {
            problems.add(new Yaml.Place(1, 1), "this is not YAML: " + oneLine(String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    private Optional<Yaml> document() {
        Optional<Yaml> root = Optional.empty();
        boolean second = false;
        while (events.hasNext() && !second) {
            Event event = events.next();
            switch (event) {
                case DocumentStartEvent start -> {
                    second = root.isPresent();
                    document(start, second);
                }
                case NodeEvent node -> root = Optional.of(node(node, 1));
                case DocumentEndEvent _ -> {}
                default -> {}
            }
        }
        if (root.isEmpty()) {
            problems.add(new Yaml.Place(1, 1), "the file is empty; begin with casemate-policy: 1");
        }
        return root;
    }

    private void document(DocumentStartEvent start, boolean second) {
        if (second) {
            problems.add(place(start.getStartMark()), "a second document begins here; a policy is one document");
        }
        if (start.getSpecVersion().isPresent()
                || !start.getTags().keySet().stream().allMatch(t -> t.equals("!") || t.equals("!!"))) {
            problems.add(place(start.getStartMark()), "directives (%YAML, %TAG) are refused; remove them");
        }
    }

    private Yaml node(NodeEvent event, int depth) {
        Yaml.Place place = place(event.getStartMark());
        if (depth > MAX_DEPTH) {
            problems.add(place, "it is nested deeper than " + MAX_DEPTH + "; a policy never is");
            throw new TooDeep();
        }
        if (!(event instanceof AliasEvent) && event.getAnchor().isPresent()) {
            problems.add(place, "anchors (&name) are refused; write the value out where it is needed");
        }
        return switch (event) {
            case AliasEvent _ -> {
                problems.add(place, "aliases (*name) are refused; write the value out");
                yield new Yaml.Refused(place);
            }
            case ScalarEvent scalar -> {
                tag(scalar.getTag(), place);
                yield new Yaml.Scalar(scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN, place);
            }
            case SequenceStartEvent start -> {
                tag(start.getTag(), place);
                yield sequence(place, depth);
            }
            case MappingStartEvent start -> {
                tag(start.getTag(), place);
                yield mapping(place, depth);
            }
            default -> throw new IllegalStateException("no node: " + event);
        };
    }

    private void tag(Optional<String> tag, Yaml.Place place) {
        if (tag.isPresent()) {
            problems.add(place, "tags (!name) are refused; remove the tag");
        }
    }

    private Yaml sequence(Yaml.Place place, int depth) {
        List<Yaml> items = new ArrayList<>();
        for (Event e = events.next(); !(e instanceof SequenceEndEvent); e = events.next()) {
            items.add(node((NodeEvent) e, depth + 1));
        }
        return new Yaml.Sequence(List.copyOf(items), place);
    }

    private Yaml mapping(Yaml.Place place, int depth) {
        List<Yaml.Pair> pairs = new ArrayList<>();
        for (Event e = events.next(); !(e instanceof MappingEndEvent); e = events.next()) {
            Yaml key = node((NodeEvent) e, depth + 1);
            Yaml value = node((NodeEvent) events.next(), depth + 1);
            pairs.add(new Yaml.Pair(key, value));
        }
        return new Yaml.Mapping(List.copyOf(pairs), place);
    }

    private static Yaml.Place place(Optional<Mark> mark) {
        return mark.map(m -> new Yaml.Place(m.getLine() + 1, m.getColumn() + 1)).orElse(new Yaml.Place(1, 1));
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s+", " ").strip();
    }
}
