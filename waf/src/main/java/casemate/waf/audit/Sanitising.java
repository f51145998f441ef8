package casemate.waf.audit;

import casemate.base.Refusal;
import casemate.waf.seclang.ActionCall;
import casemate.waf.text.Bytes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a rule hides from the log when it matches, compiled.
public sealed interface Sanitising {
    record Argument(String name) implements Sanitising {}

    record RequestHeader(String name) implements Sanitising {}

    record ResponseHeader(String name) implements Sanitising {}

    record Matched() implements Sanitising {}

    /// @param first how many bytes at the beginning stay
    /// @param last how many at the end
    record MatchedBytes(int first, int last) implements Sanitising {}

    /// @throws Refusal with the place, when the argument is none that the action understands
    static Sanitising parse(ActionCall call) {
        return switch (call.name()) {
            case SANITISE_ARG -> new Argument(name(call));
            case SANITISE_REQUEST_HEADER -> new RequestHeader(name(call));
            case SANITISE_RESPONSE_HEADER -> new ResponseHeader(name(call));
            case SANITISE_MATCHED -> new Matched();
            case SANITISE_MATCHED_BYTES -> matchedBytes(call);
            default -> throw new IllegalArgumentException(call.name() + " hides nothing");
        };
    }

    /// Whether [#parse] takes this action.
    static boolean is(ActionCall call) {
        return switch (call.name()) {
            case SANITISE_ARG,
                    SANITISE_REQUEST_HEADER,
                    SANITISE_RESPONSE_HEADER,
                    SANITISE_MATCHED,
                    SANITISE_MATCHED_BYTES -> true;
            default -> false;
        };
    }

    /// Notes it; call it for each value that the rule matched.
    ///
    /// @param variable as the log names it, such as `ARGS:id`
    /// @param value as received
    /// @param found the part that the operator found
    default void apply(Masks masks, String variable, Bytes value, Bytes found) {
        switch (this) {
            case Argument(String name) -> masks.argument(name);
            case RequestHeader(String name) -> masks.requestHeader(name);
            case ResponseHeader(String name) -> masks.responseHeader(name);
            case Matched() -> masks.matched(variable, value);
            case MatchedBytes(int first, int last) -> masks.matchedBytes(variable, found, first, last);
        }
    }

    private static String name(ActionCall call) {
        if (call.argument().isBlank()) {
            throw refused(call, "a name");
        }
        return call.argument().strip();
    }

    private static Sanitising matchedBytes(ActionCall call) {
        if (call.argument().isEmpty()) {
            return new MatchedBytes(0, 0);
        }
        Matcher form = Pattern.compile("([0-9]{1,6})/([0-9]{1,6})").matcher(call.argument());
        if (!form.matches()) {
            throw refused(call, "how many bytes stay at the beginning and at the end, such as 1/4");
        }
        return new MatchedBytes(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    }

    private static Refusal refused(ActionCall call, String expected) {
        return Refusal.invalid(
                "action-malformed", call.place() + ": " + call.name().word() + " takes " + expected + ".");
    }
}
