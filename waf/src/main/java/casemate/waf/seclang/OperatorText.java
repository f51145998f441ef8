package casemate.waf.seclang;

import java.util.Optional;

/// Reads a rule's operator: `@eq 0`, `!@within %{tx.allowed}`, or a bare pattern.
final class OperatorText {
    private OperatorText() {}

    static Optional<OperatorCall> parse(Word word, ProblemList problems) {
        String raw = word.raw();
        int at = skipBlank(raw, 0);
        boolean negated = at < raw.length() && raw.charAt(at) == '!';
        if (negated) {
            at = skipBlank(raw, at + 1);
        }
        Place place = word.place(at);
        if (at >= raw.length() || raw.charAt(at) != '@') {
            return Optional.of(new OperatorCall(place, negated, OperatorName.RX, word.unescaped(at, raw.length())));
        }
        int end = at + 1;
        while (end < raw.length() && !Words.isBlank(raw.charAt(end))) {
            end++;
        }
        String name = raw.substring(at + 1, end);
        Optional<OperatorName> known = OperatorName.named(name);
        if (known.isEmpty()) {
            problems.add(
                    place, NotSupported.reason(NotSupported.Kind.OPERATOR, name).orElse("unknown operator @" + name));
            return Optional.empty();
        }
        // One blank ends the name; any other belongs to the argument.
        int argument = Math.min(end + 1, raw.length());
        return Optional.of(new OperatorCall(place, negated, known.get(), word.unescaped(argument, raw.length())));
    }

    private static int skipBlank(String raw, int from) {
        int at = from;
        while (at < raw.length() && Words.isBlank(raw.charAt(at))) {
            at++;
        }
        return at;
    }
}
