package casemate.control.scim;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.scim.Filter.Literal;
import casemate.control.scim.Filter.Operator;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// Reads filters and paths by recursive descent, from left to right and once. Length, depth and number of terms are
/// bounded before anything is done with them.
final class FilterParser {
    /// Directories send one or two terms.
    static final int MAX_CHARS = 2_000;

    static final int MAX_DEPTH = 12;
    static final int MAX_TERMS = 40;
    private static final int MAX_NAME = 200;

    private final String text;
    private int at;
    private int depth;
    private int terms;

    FilterParser(String text) {
        if (text.length() > MAX_CHARS) {
            throw ScimProblem.invalidFilter("A filter has at most " + MAX_CHARS + " characters.");
        }
        this.text = text;
    }

    Filter wholeFilter() {
        Filter filter = either();
        end();
        return filter;
    }

    /// A path of PATCH: `attribute`, `attribute.sub`, `attribute[filter]` or `attribute[filter].sub`.
    Path wholePath() {
        Attribute attribute = Attribute.of(name());
        Optional<Filter> chosen = Optional.empty();
        String sub = attribute.sub();
        if (peek() == '[') {
            chosen = Optional.of(bracketed());
            if (peek() == '.') {
                at++;
                sub = name().toLowerCase(Locale.ROOT);
            }
        }
        end();
        return new Path(attribute.name(), chosen, sub);
    }

    private Filter either() {
        Filter left = both();
        while (word("or")) {
            left = new Filter.Or(left, both());
        }
        return left;
    }

    private Filter both() {
        Filter left = term();
        while (word("and")) {
            left = new Filter.And(left, term());
        }
        return left;
    }

    private Filter term() {
        if (++terms > MAX_TERMS) {
            throw ScimProblem.invalidFilter("A filter has at most " + MAX_TERMS + " terms.");
        }
        blanks();
        if (peek() == '(') {
            return grouped();
        }
        if (negated()) {
            return new Filter.Not(grouped());
        }
        Attribute attribute = Attribute.of(name());
        if (peek() == '[') {
            return new Filter.Each(attribute, bracketed());
        }
        String operator = operator();
        return operator.equals("pr")
                ? new Filter.Present(attribute)
                : new Filter.Compare(attribute, comparison(operator), literal());
    }

    /// `not` is one only before a parenthesis; an attribute may have that name.
    private boolean negated() {
        int before = at;
        if (text.regionMatches(true, at, "not", 0, 3)) {
            at += 3;
            blanks();
            if (peek() == '(') {
                return true;
            }
        }
        at = before;
        return false;
    }

    private Filter grouped() {
        return within('(', ')');
    }

    private Filter bracketed() {
        return within('[', ']');
    }

    private Filter within(char open, char close) {
        expect(open);
        if (++depth > MAX_DEPTH) {
            throw ScimProblem.invalidFilter("A filter is at most " + MAX_DEPTH + " deep.");
        }
        Filter inner = either();
        depth--;
        blanks();
        expect(close);
        return inner;
    }

    private String name() {
        blanks();
        int start = at;
        while (at < text.length() && nameChar(text.charAt(at))) {
            at++;
        }
        if (at == start || at - start > MAX_NAME) {
            throw wrong("the name of an attribute");
        }
        return text.substring(start, at);
    }

    private static boolean nameChar(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == ':' || c == '.' || c == '_' || c == '-' || c == '$');
    }

    private String operator() {
        blanks();
        int start = at;
        while (at < text.length() && Character.isLetter(text.charAt(at)) && at - start < 3) {
            at++;
        }
        return text.substring(start, at).toLowerCase(Locale.ROOT);
    }

    private Operator comparison(String written) {
        return switch (written) {
            case "eq" -> Operator.EQ;
            case "ne" -> Operator.NE;
            case "co" -> Operator.CO;
            case "sw" -> Operator.SW;
            case "ew" -> Operator.EW;
            case "gt" -> Operator.GT;
            case "ge" -> Operator.GE;
            case "lt" -> Operator.LT;
            case "le" -> Operator.LE;
            default -> throw wrong("an operator such as eq");
        };
    }

    /// Literals are those of JSON, so its reader reads them.
    private Literal literal() {
        blanks();
        int start = at;
        if (peek() == '"') {
            at++;
            while (peek() != '"') {
                if (peek() == 0) {
                    throw wrong("the end of a text");
                }
                at += peek() == '\\' ? 2 : 1;
            }
            at++;
        } else {
            while (at < text.length() && " )]".indexOf(text.charAt(at)) < 0) {
                at++;
            }
        }
        if (at > text.length()) {
            throw wrong("the end of a text");
        }
        return read(text.substring(start, at));
    }

    private Literal read(String json) {
        try {
            return switch (Json.parse(json.getBytes(StandardCharsets.UTF_8), 4 * MAX_CHARS)) {
                case Json.Text t -> new Literal.Text(t.value());
                case Json.Num n -> new Literal.Figure(n.value());
                case Json.Bool b -> new Literal.Flag(b.value());
                case Json.Nil _ -> new Literal.Nothing();
                case Json.Obj _, Json.Arr _ -> throw wrong("a text, a number, true, false or null");
            };
        } catch (Refusal _) {
            throw wrong("a text in quotation marks, a number, true, false or null");
        }
    }

    /// A word between terms; blanks must be around it.
    private boolean word(String word) {
        int before = at;
        blanks();
        int end = at + word.length();
        boolean here = at > before
                && text.regionMatches(true, at, word, 0, word.length())
                && end < text.length()
                && (text.charAt(end) == ' ' || text.charAt(end) == '(');
        at = here ? end : before;
        return here;
    }

    private void blanks() {
        while (peek() == ' ') {
            at++;
        }
    }

    /// 0 at the end; a real 0 is no character of any filter, so both are refused alike.
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong("'" + c + "'");
        }
        at++;
    }

    private void end() {
        blanks();
        if (at != text.length()) {
            throw wrong("its end");
        }
    }

    private ScimProblem wrong(String expected) {
        return ScimProblem.invalidFilter(
                "At character " + (at + 1) + " of the filter or path, " + expected + " was expected.");
    }
}
