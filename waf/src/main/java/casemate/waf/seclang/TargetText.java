package casemate.waf.seclang;

import casemate.waf.pattern.BytePattern;
import casemate.waf.pattern.PatternRefused;
import casemate.waf.seclang.Target.Mode;
import casemate.waf.seclang.Target.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a rule's variables: `ARGS|!ARGS:/^x/|&REQUEST_HEADERS:Host|XML:/*`.
final class TargetText {
    /// Real rules have at most some dozens.
    private static final int MOST = 1_000;

    /// What the Core Rule Set asks of documents, and all that the engine keeps of them.
    private static final String XML_TEXTS = "/*";

    private static final String XML_ATTRIBUTES = "//@*";

    private final Word word;
    private final String raw;
    private final ProblemList problems;
    private int at;

    private TargetText(Word word, ProblemList problems) {
        this.word = word;
        this.raw = word.raw();
        this.problems = problems;
    }

    /// The targets that could be read; for all others there is a problem.
    static List<Target> parse(Word word, ProblemList problems) {
        return new TargetText(word, problems).all();
    }

    private List<Target> all() {
        List<Target> targets = new ArrayList<>();
        do {
            skipBlank();
            one().ifPresent(targets::add);
            skipBlank();
            if (targets.size() > MOST) {
                problem(at, "more than " + MOST + " variables in one rule");
                return targets;
            }
        } while (at < raw.length() && separator());
        return targets;
    }

    private boolean separator() {
        if (raw.charAt(at) == '|' || raw.charAt(at) == ',') {
            at++;
            return true;
        }
        problem(at, "expected | between two variables");
        return false;
    }

    private Optional<Target> one() {
        Mode mode = mode();
        int start = at;
        while (at < raw.length() && isNamePart(raw.charAt(at))) {
            at++;
        }
        String name = raw.substring(start, at);
        boolean selected = at < raw.length() && (raw.charAt(at) == ':' || raw.charAt(at) == '.');
        Optional<Variable> variable = Variable.named(name);
        if (name.isEmpty()) {
            problem(start, "expected the name of a variable");
            skipToSeparator();
            return Optional.empty();
        }
        if (variable.isEmpty()) {
            problem(start, NotSupported.reason(NotSupported.Kind.VARIABLE, name).orElse("unknown variable " + name));
            skipToSeparator();
            return Optional.empty();
        }
        if (!selected) {
            return Optional.of(new Target(mode, variable.get(), new Selector.All()));
        }
        int colon = at++;
        if (!variable.get().isCollection()) {
            problem(colon, "the variable " + name + " has one value only; expected nothing after its name");
            skipToSeparator();
            return Optional.empty();
        }
        return selector(variable.get()).map(selector -> new Target(mode, variable.get(), selector));
    }

    private Mode mode() {
        if (at < raw.length() && (raw.charAt(at) == '!' || raw.charAt(at) == '&')) {
            return raw.charAt(at++) == '!' ? Mode.EXCLUDE : Mode.COUNT;
        }
        return Mode.INCLUDE;
    }

    private Optional<Selector> selector(Variable variable) {
        char first = at < raw.length() ? raw.charAt(at) : 0;
        if (variable == Variable.XML) {
            return xpath(endOfKey());
        }
        return switch (first) {
            case '/' -> pattern();
            case '\'' -> quoted();
            default -> key(endOfKey());
        };
    }

    /// Others would never give anything.
    private Optional<Selector> xpath(int end) {
        String expression = raw.substring(at, end);
        if (!expression.equals(XML_TEXTS) && !expression.equals(XML_ATTRIBUTES)) {
            problem(at, "expected " + XML_TEXTS + " or " + XML_ATTRIBUTES + ": no other XPath is read");
            at = end;
            return Optional.empty();
        }
        return key(end);
    }

    private Optional<Selector> key(int end) {
        int start = at;
        at = end;
        if (start == end) {
            problem(start, "expected a name or a /pattern/ after the colon");
            return Optional.empty();
        }
        return Optional.of(new Selector.Key(word.unescaped(start, end)));
    }

    /// Ends with the slash before a separator: patterns may hold slashes.
    private Optional<Selector> pattern() {
        int start = at + 1;
        for (int i = start; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '/' && endsTarget(i + 1)) {
                at = i + 1;
                return matching(start, i);
            }
        }
        problem(at, "the pattern that begins here has no end; expected /");
        at = raw.length();
        return Optional.empty();
    }

    private Optional<Selector> quoted() {
        int start = at + 1;
        int end = start;
        while (end < raw.length() && raw.charAt(end) != '\'') {
            end += raw.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= raw.length()) {
            problem(at, "the quotation that begins here is not closed; expected '");
            at = raw.length();
            return Optional.empty();
        }
        at = end + 1;
        boolean slashes = end - start >= 2 && raw.charAt(start) == '/' && raw.charAt(end - 1) == '/';
        return slashes
                ? matching(start + 1, end - 1)
                : Optional.of(new Selector.Key(Word.withoutEscaped(word.unescaped(start, end), '\'')));
    }

    private Optional<Selector> matching(int start, int end) {
        String pattern = word.unescaped(start, end);
        try {
            BytePattern.compile(pattern);
            return Optional.of(new Selector.Matching(pattern));
        } catch (PatternRefused e) {
            problem(start + Math.min(e.offset(), end - start), "this pattern cannot be used: " + e.getMessage());
            return Optional.empty();
        }
    }

    private boolean endsTarget(int index) {
        return index >= raw.length() || isSeparator(raw.charAt(index)) || Words.isBlank(raw.charAt(index));
    }

    private int endOfKey() {
        int end = at;
        while (end < raw.length() && !isSeparator(raw.charAt(end)) && !Words.isBlank(raw.charAt(end))) {
            end++;
        }
        return end;
    }

    private void skipToSeparator() {
        while (at < raw.length() && !isSeparator(raw.charAt(at))) {
            at++;
        }
    }

    private void skipBlank() {
        while (at < raw.length() && Words.isBlank(raw.charAt(at))) {
            at++;
        }
    }

    private void problem(int offset, String message) {
        problems.add(word.place(offset), message);
    }

    private static boolean isSeparator(char c) {
        return c == '|' || c == ',';
    }

    private static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
}
