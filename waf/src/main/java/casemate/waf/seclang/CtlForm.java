package casemate.waf.seclang;

import casemate.waf.pattern.BytePattern;
import casemate.waf.pattern.PatternRefused;
import java.util.Optional;
import java.util.stream.Stream;

/// What each `ctl` takes.
final class CtlForm {
    private CtlForm() {}

    /// What was expected, if the argument of a `ctl` is not as it should be.
    static Optional<String> wrong(String argument) {
        int equals = argument.indexOf('=');
        String word = (equals < 0 ? argument : argument.substring(0, equals)).strip();
        Optional<CtlName> name = CtlName.named(word);
        if (name.isEmpty()) {
            return Optional.of(NotSupported.reason(NotSupported.Kind.CTL, word).orElse("unknown ctl:" + word));
        }
        String value = equals < 0 ? "" : argument.substring(equals + 1).strip();
        return expected(name.get(), value)
                .map(expected -> "expected after ctl:" + name.get().word() + "= " + expected);
    }

    private static Optional<String> expected(CtlName name, String value) {
        return switch (name) {
            case AUDIT_ENGINE -> oneOf(value, "On", "Off", "RelevantOnly");
            case RULE_ENGINE -> oneOf(value, "On", "Off", "DetectionOnly");
            case FORCE_REQUEST_BODY_VARIABLE, REQUEST_BODY_ACCESS, RESPONSE_BODY_ACCESS -> oneOf(value, "On", "Off");
            case REQUEST_BODY_PROCESSOR -> oneOf(value, "URLENCODED", "JSON", "XML");
            case AUDIT_LOG_PARTS -> parts(value);
            case RULE_REMOVE_BY_ID -> ids(value);
            case RULE_REMOVE_BY_MSG, RULE_REMOVE_BY_TAG -> value.isEmpty() ? Optional.of("a text") : Optional.empty();
            case RULE_REMOVE_TARGET_BY_ID -> target(value).or(() -> ids(beforeSemicolon(value)));
            case RULE_REMOVE_TARGET_BY_MSG, RULE_REMOVE_TARGET_BY_TAG -> target(value);
        };
    }

    private static Optional<String> oneOf(String value, String... words) {
        return Stream.of(words).anyMatch(value::equalsIgnoreCase)
                ? Optional.empty()
                : Optional.of(String.join(" or ", words));
    }

    private static Optional<String> parts(String value) {
        String letters = value.startsWith("+") || value.startsWith("-") ? value.substring(1) : value;
        boolean good = !letters.isEmpty() && letters.chars().allMatch(c -> (c >= 'A' && c <= 'K') || c == 'Z');
        return good
                ? Optional.empty()
                : Optional.of("letters from A to K and Z, after + or - if they change the parts");
    }

    private static Optional<String> ids(String value) {
        return Directive.IdRange.parseAll(value).isPresent()
                ? Optional.empty()
                : Optional.of("ids of rules, or ranges such as 100-199");
    }

    private static Optional<String> target(String value) {
        int semicolon = value.indexOf(';');
        return Optional.of(value.substring(semicolon + 1))
                .filter(target -> semicolon > 0)
                .flatMap(Target::named)
                .map(target -> selector(target.selector()))
                .orElseGet(() -> Optional.of("which rules, a semicolon, and a variable such as ARGS:name"));
    }

    private static Optional<String> selector(Target.Selector selector) {
        try {
            if (selector instanceof Target.Selector.Matching matching) {
                BytePattern.compile(matching.pattern());
            }
            return Optional.empty();
        } catch (PatternRefused e) {
            return Optional.of("a pattern that can be used: " + e.getMessage());
        }
    }

    private static String beforeSemicolon(String value) {
        return value.substring(0, Math.max(value.indexOf(';'), 0));
    }
}
