package casemate.control.web;

import java.util.Optional;
import java.util.regex.Pattern;

/// One sentence shown on the page after a redirect. Travels in a cookie as a key of [Words], so that nobody can
/// put words into our mouth.
///
/// @param good whether it tells of a success
/// @param key of [Words]
public record Flash(boolean good, String key) {
    private static final Pattern FORM = Pattern.compile("(ok|no):([a-z][a-z0-9.-]{0,80})");

    public static Flash good(String key) {
        return new Flash(true, key);
    }

    public static Flash bad(String key) {
        return new Flash(false, key);
    }

    String cookie() {
        return (good ? "ok:" : "no:") + key;
    }

    static Optional<Flash> parse(String cookie) {
        var matcher = FORM.matcher(cookie);
        return matcher.matches()
                ? Optional.of(new Flash(matcher.group(1).equals("ok"), matcher.group(2)))
                : Optional.empty();
    }
}
