package casemate.waf.pattern;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a class in brackets, from behind its `[`.
final class ClassReader {
    private static final Map<String, ByteSet> POSIX = Map.ofEntries(
            Map.entry("alpha", ByteSet.ALPHA),
            Map.entry("lower", ByteSet.LOWER),
            Map.entry("upper", ByteSet.UPPER),
            Map.entry("alnum", ByteSet.ALPHA.or(ByteSet.DIGIT)),
            Map.entry("ascii", ByteSet.range(0, 127)),
            Map.entry("blank", ByteSet.one(' ').or(ByteSet.one('\t'))),
            Map.entry("cntrl", ByteSet.range(0, 31).or(ByteSet.one(127))),
            Map.entry("digit", ByteSet.DIGIT),
            Map.entry("graph", ByteSet.range(33, 126)),
            Map.entry("print", ByteSet.range(32, 126)),
            Map.entry(
                    "punct",
                    ByteSet.range(33, 126).and(ByteSet.ALPHA.or(ByteSet.DIGIT).not())),
            Map.entry("space", ByteSet.SPACE),
            Map.entry("word", ByteSet.WORD),
            Map.entry("xdigit", ByteSet.DIGIT.or(ByteSet.range('a', 'f')).or(ByteSet.range('A', 'F'))));

    private final PatternText text;
    private final boolean anyCase;
    private boolean quoting;
    private ByteSet members = ByteSet.NONE;

    ClassReader(PatternText text, boolean anyCase) {
        this.text = text;
        this.anyCase = anyCase;
    }

    ByteSet read() throws PatternRefused {
        int start = text.offset() - 1;
        refuseWordBoundaryTrick();
        boolean negated = text.take('^');
        boolean first = true;
        while (first || quoting || !text.sees(']')) {
            if (text.ended()) {
                throw new PatternRefused("a class without its ]", start);
            }
            if (quoting ? text.take("\\E") : text.take("\\Q")) {
                quoting = !quoting;
                continue;
            }
            if (!quoting && text.take("\\E")) {
                continue;
            }
            item();
            first = false;
        }
        text.take(']');
        ByteSet all = anyCase ? members.bothCases() : members;
        return negated ? all.not() : all;
    }

    /// `[[:<:]]` is a word boundary to PCRE2, not a class.
    private void refuseWordBoundaryTrick() throws PatternRefused {
        if (text.take("[:<:]]") || text.take("[:>:]]")) {
            throw text.refused("[[:<:]] and [[:>:]] are not supported: write \\b");
        }
    }

    private void item() throws PatternRefused {
        int start = text.offset();
        ByteSet set = quoting ? null : set();
        if (set != null) {
            members = members.or(set);
            if (text.sees('-') && !closesAfterHyphen()) {
                throw text.refused("a range that starts with a class");
            }
            return;
        }
        int low = member();
        int high = low;
        int hyphen = text.offset();
        if (!quoting && text.take('-')) {
            skipEmptyQuote();
            if (text.sees(']')) {
                text.back(hyphen);
            } else {
                high = rangeEnd(start);
            }
        }
        if (high < low) {
            throw new PatternRefused("a range in the wrong order", start);
        }
        members = members.or(ByteSet.range(low, high));
    }

    private void skipEmptyQuote() {
        boolean more = true;
        while (more) {
            more = text.take("\\E");
        }
    }

    private int rangeEnd(int start) throws PatternRefused {
        if (text.take("\\Q")) {
            quoting = true;
        }
        if (!quoting && set() != null) {
            throw new PatternRefused("a range that ends with a class", start);
        }
        return member();
    }

    private boolean closesAfterHyphen() throws PatternRefused {
        int hyphen = text.offset();
        text.next();
        boolean closes = text.sees(']') || text.ended();
        text.back(hyphen);
        return closes;
    }

    /// `\d` or `[:alpha:]`; null, with nothing taken, when a single byte stands here.
    private @Nullable ByteSet set() throws PatternRefused {
        int start = text.offset();
        if (text.take('\\')) {
            ByteSet set = Escapes.set(text);
            if (set == null) {
                text.back(start);
            }
            return set;
        }
        return text.sees('[') ? posix() : null;
    }

    private @Nullable ByteSet posix() throws PatternRefused {
        int start = text.offset();
        for (char kind : new char[] {'.', '='}) {
            if (text.take("[" + kind) && closed(kind)) {
                throw new PatternRefused("collating elements are not supported", start);
            }
            text.back(start);
        }
        if (!text.take("[:") || !closed(':')) {
            text.back(start);
            return null;
        }
        text.back(start + 2);
        boolean negated = text.take('^');
        int from = text.offset();
        while (!text.sees(':')) {
            text.next();
        }
        String name = text.between(from);
        ByteSet set = POSIX.get(name);
        if (set == null) {
            throw new PatternRefused("the class [:" + name + ":] is not known", start);
        }
        text.take(":]");
        boolean oneCase = set.equals(ByteSet.LOWER) || set.equals(ByteSet.UPPER);
        ByteSet folded = anyCase && oneCase ? ByteSet.ALPHA : set;
        return negated ? folded.not() : folded;
    }

    /// Whether the letters here end with `kind` and `]`, which makes the bracket before them special.
    private boolean closed(char kind) throws PatternRefused {
        while (!text.ended() && !text.sees(']') && !text.starts("[" + kind)) {
            if (text.take(kind + "]")) {
                return true;
            }
            if (text.next() == '\\' && (text.sees(']') || text.sees('\\'))) {
                text.next();
            }
        }
        return false;
    }

    private int member() throws PatternRefused {
        int start = text.offset();
        if (quoting || !text.take('\\')) {
            return text.next();
        }
        if (text.take('b')) {
            return 8;
        }
        if (text.sees('N') || text.sees('R') || text.sees('X') || text.sees('B')) {
            throw new PatternRefused("this escape has no meaning in a class", start);
        }
        return Escapes.literal(text);
    }
}
