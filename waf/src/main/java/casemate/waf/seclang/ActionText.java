package casemate.waf.seclang;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a rule's actions: `id:1,phase:2,deny,msg:'a, b',setvar:'tx.score=+5'`.
final class ActionText {
    /// Real rules have at most some dozens.
    private static final int MOST = 1_000;

    private final Word word;
    private final String raw;
    private final ProblemList problems;
    private int at;

    private ActionText(Word word, ProblemList problems) {
        this.word = word;
        this.raw = word.raw();
        this.problems = problems;
    }

    /// The actions that could be read; for all others there is a problem.
    static List<ActionCall> parse(Word word, ProblemList problems) {
        return new ActionText(word, problems).all();
    }

    private List<ActionCall> all() {
        List<ActionCall> actions = new ArrayList<>();
        skipBlank();
        while (at < raw.length()) {
            one().ifPresent(actions::add);
            skipBlank();
            if (actions.size() > MOST) {
                problem(at, "more than " + MOST + " actions in one rule");
                return actions;
            }
            if (at < raw.length()) {
                if (raw.charAt(at) != ',') {
                    problem(at, "expected a comma between two actions");
                    skipToComma();
                }
                at++;
                skipBlank();
                // A comma at the end is common, and means nothing.
            }
        }
        return actions;
    }

    private Optional<ActionCall> one() {
        int start = at;
        while (at < raw.length() && isNamePart(raw.charAt(at))) {
            at++;
        }
        String name = raw.substring(start, at);
        Optional<ActionName> known = ActionName.named(name);
        skipBlank();
        Optional<String> argument = at < raw.length() && raw.charAt(at) == ':' ? argument() : Optional.of("");
        if (known.isEmpty()) {
            problem(
                    start,
                    name.isEmpty()
                            ? "expected the name of an action"
                            : NotSupported.reason(NotSupported.Kind.ACTION, name)
                                    .orElse("unknown action " + name));
            skipToComma();
            return Optional.empty();
        }
        return argument.flatMap(text -> checked(start, known.get(), text));
    }

    private Optional<ActionCall> checked(int start, ActionName name, String argument) {
        Optional<String> wrong = ActionForm.wrong(name, argument);
        wrong.ifPresent(message -> problem(start, message));
        return wrong.isEmpty() ? Optional.of(new ActionCall(word.place(start), name, argument)) : Optional.empty();
    }

    /// Empty after a problem.
    private Optional<String> argument() {
        at++;
        skipBlank();
        char first = at < raw.length() ? raw.charAt(at) : 0;
        return first == '\'' || (first == '"' && word.quote() != '"') ? quoted(first) : Optional.of(bare());
    }

    private Optional<String> quoted(char quote) {
        int start = at + 1;
        int end = start;
        while (end < raw.length() && raw.charAt(end) != quote) {
            end += raw.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= raw.length()) {
            problem(at, "the quotation that begins here is not closed; expected " + quote);
            at = raw.length();
            return Optional.empty();
        }
        at = end + 1;
        return Optional.of(Word.withoutEscaped(word.unescaped(start, end), quote));
    }

    private String bare() {
        int start = at;
        skipToComma();
        return Word.withoutEscaped(word.unescaped(start, at), ',').strip();
    }

    private void skipToComma() {
        while (at < raw.length() && raw.charAt(at) != ',') {
            at += raw.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at, raw.length());
    }

    private void skipBlank() {
        while (at < raw.length() && Words.isBlank(raw.charAt(at))) {
            at++;
        }
    }

    private void problem(int offset, String message) {
        problems.add(word.place(offset), message);
    }

    private static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
}
