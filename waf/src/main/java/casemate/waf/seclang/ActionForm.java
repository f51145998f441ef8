package casemate.waf.seclang;

import casemate.waf.transform.Transformations;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What each action takes.
final class ActionForm {
    private static final Set<String> SEVERITIES =
            Set.of("EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARNING", "NOTICE", "INFO", "DEBUG");

    private static final Pattern COLLECTION = Pattern.compile("(?i)(?:global|ip|resource|session|tx|user)");
    private static final Pattern PERSISTENT = Pattern.compile("(?i)(?:global|ip|resource|session|user)");

    private ActionForm() {}

    /// What was expected, if the argument is not as it should be.
    static Optional<String> wrong(ActionName name, String argument) {
        return name == ActionName.CTL
                ? CtlForm.wrong(argument)
                : expected(name, argument).map(expected -> "expected after " + name.word() + ": " + expected);
    }

    private static Optional<String> expected(ActionName name, String argument) {
        return switch (name) {
            case AUDITLOG,
                    BLOCK,
                    CAPTURE,
                    CHAIN,
                    DENY,
                    DROP,
                    LOG,
                    MULTI_MATCH,
                    NOAUDITLOG,
                    NOLOG,
                    PASS,
                    SANITISE_MATCHED -> unless(argument.isEmpty(), "nothing");
            case ACCURACY, MATURITY -> unless(Numbers.in(argument, 0, 10), "a number from 0 to 10");
            case ALLOW ->
                unless(argument.isEmpty() || isOneOf(argument, "request", "phase"), "nothing, request or phase");
            case ID -> unless(Numbers.in(argument, 1, Long.MAX_VALUE), "a number from 1, with at most 18 digits");
            case LOGDATA,
                    MSG,
                    REV,
                    VER,
                    TAG,
                    REDIRECT,
                    SANITISE_ARG,
                    SANITISE_REQUEST_HEADER,
                    SANITISE_RESPONSE_HEADER,
                    SETENV,
                    SETRSC,
                    SETSID,
                    SETUID,
                    SKIP_AFTER -> unless(!argument.isEmpty(), "a text");
            case SANITISE_MATCHED_BYTES -> unless(isByteRange(argument), "nothing, or how many bytes to leave, as 1/4");
            case PHASE -> unless(Phases.named(argument).isPresent(), "1, 2, 3, 4, 5, request, response or logging");
            case SEVERITY -> unless(isSeverity(argument), "a number from 0 to 7 or a word such as CRITICAL");
            case SKIP -> unless(Numbers.in(argument, 1, Reading.MOST_DIRECTIVES), "how many rules");
            case STATUS -> unless(Numbers.in(argument, 100, 599), "an HTTP status from 100 to 599");
            case T -> transformation(argument);
            case SETVAR ->
                unless(
                        isMember(argument.startsWith("!") ? argument.substring(1) : argument, COLLECTION),
                        "tx.name=value, tx.name=+1, tx.name=-1, tx.name or !tx.name, with tx, ip, global, session, user or"
                                + " resource");
            case EXPIREVAR ->
                unless(
                        isMember(argument, PERSISTENT) && argument.indexOf('=') > 0,
                        "ip.name=seconds, with ip, global, session, user or resource");
            case DEPRECATEVAR ->
                unless(
                        isMember(argument, PERSISTENT) && argument.indexOf('=') > 0,
                        "ip.name=amount/seconds, with ip, global, session, user or resource");
            case INITCOL -> unless(isInitcol(argument), "ip=key, with ip, global, session, user or resource");
            case XMLNS -> unless(isXmlNamespace(argument), "prefix='http://…'");
            case CTL -> Optional.empty();
        };
    }

    private static Optional<String> transformation(String argument) {
        boolean known = argument.equalsIgnoreCase("none")
                || Transformations.named(argument).isPresent();
        return known ? Optional.empty() : Optional.of("a transformation, not the unknown " + argument);
    }

    private static Optional<String> unless(boolean good, String expected) {
        return good ? Optional.empty() : Optional.of(expected);
    }

    private static boolean isOneOf(String argument, String one, String other) {
        return argument.equalsIgnoreCase(one) || argument.equalsIgnoreCase(other);
    }

    private static boolean isSeverity(String argument) {
        return Numbers.in(argument, 0, 7) || SEVERITIES.contains(argument.toUpperCase(Locale.ROOT));
    }

    private static boolean isByteRange(String argument) {
        int slash = argument.indexOf('/');
        return argument.isEmpty()
                || (slash > 0
                        && Numbers.isNumber(argument.substring(0, slash))
                        && Numbers.isNumber(argument.substring(slash + 1)));
    }

    /// A member of one of the collections, and perhaps a value.
    private static boolean isMember(String argument, Pattern collections) {
        int equals = argument.indexOf('=');
        String member = equals < 0 ? argument : argument.substring(0, equals);
        int dot = separator(member);
        return dot > 0
                && dot + 1 < member.length()
                && collections.matcher(member.substring(0, dot)).matches();
    }

    private static int separator(String member) {
        for (int i = 0; i < member.length(); i++) {
            if (member.charAt(i) == '.' || member.charAt(i) == ':') {
                return i;
            }
        }
        return -1;
    }

    private static boolean isInitcol(String argument) {
        int equals = argument.indexOf('=');
        return equals > 0
                && equals + 1 < argument.length()
                && PERSISTENT.matcher(argument.substring(0, equals)).matches();
    }

    private static boolean isXmlNamespace(String argument) {
        int equals = argument.indexOf('=');
        String address = argument.substring(equals + 1).replace("'", "");
        return equals > 0 && (address.startsWith("http://") || address.startsWith("https://"));
    }
}
