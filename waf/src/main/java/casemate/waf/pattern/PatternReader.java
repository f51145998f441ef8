package casemate.waf.pattern;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a pattern into a tree: PCRE2's syntax under DOTALL and MULTILINE, bytes, the C locale. What it does not
/// know, it refuses with the offset.
final class PatternReader {
    /// Longer patterns than any published rule's; a bound for the trees.
    static final int LONGEST = 65_536;
    /// PCRE2's own bound of nested parentheses.
    private static final int DEEPEST = 250;

    private final PatternText text;
    private final Map<String, Integer> names = new HashMap<>();
    private int groups;
    private int greatestReference;
    private int referenceOffset;
    private PatternFlags flags = PatternFlags.MODSECURITY;

    private PatternReader(String pattern) {
        this.text = new PatternText(pattern);
    }

    /// @param groups how many capturing groups there are
    record Read(Node node, int groups) {}

    static Read read(String pattern) throws PatternRefused {
        if (pattern.length() > LONGEST) {
            throw new PatternRefused("the pattern is longer than " + LONGEST + " bytes", LONGEST);
        }
        PatternReader reader = new PatternReader(pattern);
        Node node = reader.choice(0);
        if (!reader.text.ended()) {
            throw reader.text.refused("unmatched )");
        }
        if (reader.greatestReference > reader.groups) {
            throw new PatternRefused("a reference to a group that does not exist", reader.referenceOffset);
        }
        return new Read(node, reader.groups);
    }

    private Node choice(int depth) throws PatternRefused {
        if (depth > DEEPEST) {
            throw text.refused("more than " + DEEPEST + " parentheses inside one another");
        }
        List<Node> branches = new ArrayList<>();
        do {
            branches.add(sequence(depth));
        } while (text.take('|'));
        return branches.size() == 1 ? branches.getFirst() : new Node.Choice(List.copyOf(branches));
    }

    private Node sequence(int depth) throws PatternRefused {
        List<Node> items = new ArrayList<>();
        while (true) {
            skipIgnored();
            if (text.ended() || text.sees(')') || text.sees('|')) {
                break;
            }
            if (text.take("\\Q")) {
                quoted(items);
                continue;
            }
            if (text.take("\\E")) {
                continue;
            }
            int start = text.offset();
            Node atom = atom(depth);
            if (atom != null) {
                items.add(counted(atom, start));
            }
        }
        return switch (items.size()) {
            case 0 -> new Node.Nothing();
            case 1 -> items.getFirst();
            default -> new Node.Sequence(List.copyOf(items));
        };
    }

    /// `\Q...\E`; a count after it belongs to its last byte.
    private void quoted(List<Node> items) throws PatternRefused {
        while (!text.ended() && !text.take("\\E")) {
            int start = text.offset();
            Node literal = new Node.One(folded(ByteSet.one(text.next())));
            if (text.take("\\E")) {
                items.add(counted(literal, start));
                return;
            }
            items.add(literal);
        }
    }

    private void skipIgnored() throws PatternRefused {
        while (true) {
            if (text.take("(?#")) {
                while (!text.take(')')) {
                    text.next();
                }
            } else if (flags.extended() && !text.ended() && ByteSet.SPACE.has(text.peek())) {
                text.next();
            } else if (flags.extended() && text.take('#')) {
                boolean comment = true;
                while (comment) {
                    comment = !text.ended() && text.next() != '\n';
                }
            } else {
                return;
            }
        }
    }

    private Node counted(Node atom, int start) throws PatternRefused {
        skipIgnored();
        Count count = Count.read(text);
        if (count == null) {
            return atom;
        }
        if (atom instanceof Node.At || atom instanceof Node.Look) {
            throw new PatternRefused("a count after a condition that matches no bytes", start);
        }
        skipIgnored();
        if (Count.read(text) != null) {
            throw text.refused("a count after a count");
        }
        return count.of(atom);
    }

    private @Nullable Node atom(int depth) throws PatternRefused {
        int start = text.offset();
        int c = text.next();
        return switch (c) {
            case '(' -> group(depth);
            case '[' -> new Node.One(new ClassReader(text, flags.anyCase()).read());
            case '\\' -> escape();
            case '.' -> new Node.One(flags.dotAll() ? ByteSet.ALL : ByteSet.NEWLINE.not());
            case '^' -> new Node.At(flags.multiline() ? Edge.LINE_START : Edge.TEXT_START);
            case '$' -> flags.multiline() ? new Node.At(Edge.LINE_END) : Escapes.beforeLastNewline();
            case '*', '+', '?' -> throw new PatternRefused("a count with nothing before it", start);
            default -> new Node.One(folded(ByteSet.one(c)));
        };
    }

    private ByteSet folded(ByteSet set) {
        return flags.anyCase() ? set.bothCases() : set;
    }

    private Node escape() throws PatternRefused {
        int start = text.offset() - 1;
        Integer group = Escapes.reference(text, groups, names);
        if (group != null) {
            if (group > greatestReference) {
                greatestReference = group;
                referenceOffset = start;
            }
            return new Node.Same(group, flags.anyCase());
        }
        Node node = Escapes.read(text);
        return node instanceof Node.One(ByteSet set) ? new Node.One(folded(set)) : node;
    }

    /// After `(`; null when it only set flags.
    private @Nullable Node group(int depth) throws PatternRefused {
        if (text.sees('*')) {
            throw text.refused("verbs such as (*NAME) are not supported");
        }
        if (!text.take('?')) {
            return numbered(depth);
        }
        if (text.take(':')) {
            return inside(depth);
        } else if (text.take('>')) {
            return new Node.Atomic(inside(depth));
        } else if (text.take('=')) {
            return new Node.Look(inside(depth), true, false);
        } else if (text.take('!')) {
            return new Node.Look(inside(depth), true, true);
        } else if (text.take("<=")) {
            return new Node.Look(inside(depth), false, false);
        } else if (text.take("<!")) {
            return new Node.Look(inside(depth), false, true);
        } else if (text.take("P<") || text.take('<')) {
            return named('>', depth);
        } else if (text.take('\'')) {
            return named('\'', depth);
        } else if (text.take("P=")) {
            return new Node.Same(Escapes.nameOf(text, ')', names), flags.anyCase());
        }
        PatternFlags changed = flags.read(text);
        if (text.take(')')) {
            flags = changed;
            return null;
        }
        if (text.take(':')) {
            PatternFlags outside = flags;
            flags = changed;
            Node body = inside(depth);
            flags = outside;
            return body;
        }
        throw text.refused("this kind of group is not supported");
    }

    private Node named(char close, int depth) throws PatternRefused {
        int start = text.offset();
        String name = text.name(close);
        if (names.putIfAbsent(name, groups + 1) != null) {
            throw new PatternRefused("two groups are called " + name, start);
        }
        return numbered(depth);
    }

    private Node numbered(int depth) throws PatternRefused {
        int number = ++groups;
        return new Node.Group(number, inside(depth));
    }

    /// The rest of a group up to its `)`. Flags set inside end with it.
    private Node inside(int depth) throws PatternRefused {
        PatternFlags outside = flags;
        Node body = choice(depth + 1);
        flags = outside;
        if (!text.take(')')) {
            throw text.refused("missing )");
        }
        return body;
    }
}
