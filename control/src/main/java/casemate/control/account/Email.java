package casemate.control.account;

import casemate.base.Refusal;
import java.util.Locale;
import java.util.regex.Pattern;

/// An e-mail address as accounts know it: one spelling for one person. Capitals are folded, because no provider that
/// people use tells them apart, and two accounts that look alike are a trap.
public record Email(String value) {
    /// RFC 5321, 4.5.3.1: what fits into a path.
    private static final int MAX_LENGTH = 254;

    private static final Pattern FORM = Pattern.compile(
            "[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+");

    /// Nobody can get mail here (RFC 2606): the drills' canaries live under it, and strangers cannot sign up with it.
    public static final String NOWHERE = ".invalid";

    public Email {
        if (value.length() > MAX_LENGTH || !FORM.matcher(value).matches()) {
            throw Refusal.invalid("email-malformed", "Enter an e-mail address such as name@example.org.");
        }
    }

    public static Email parse(String typed) {
        return new Email(typed.strip().toLowerCase(Locale.ROOT));
    }

    boolean reachable() {
        return !value.endsWith(NOWHERE);
    }

    @Override
    public String toString() {
        return value;
    }
}
