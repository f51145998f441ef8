package casemate.waf.seclang;

import casemate.base.Refusal;
import java.util.stream.Stream;

/// One thing that is wrong in the rules, and what was expected there: one line, safe to print.
public record Problem(Place place, String message) {
    /// A wrong word may be as long as the file.
    private static final int LONGEST = 300;

    public Problem {
        message = printable(message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message);
    }

    /// What was refused about a rule when it was compiled: at the operator or the action that the refusal names first,
    /// otherwise at the rule.
    public static Problem of(Refusal refusal, Directive.Rule rule) {
        String text = refusal.text();
        Stream<Place> places = rule.chain().stream()
                .flatMap(one -> Stream.concat(
                        one.operator().map(OperatorCall::place).stream(),
                        one.actions().stream().map(ActionCall::place)));
        return places.filter(place -> text.startsWith(place + ": "))
                .findFirst()
                .map(place -> new Problem(place, text.substring((place + ": ").length())))
                .orElseGet(() -> new Problem(rule.place(), text));
    }

    @Override
    public String toString() {
        return printable(place.toString()) + ": " + message;
    }

    /// What rules hold is shown to people, and a terminal obeys control characters.
    private static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            shown.append(c < ' ' || (c >= 0x7f && c < 0xa0) ? '?' : c);
        }
        return shown.toString();
    }
}
