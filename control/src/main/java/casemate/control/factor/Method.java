package casemate.control.factor;

import casemate.base.Refusal;
import java.util.Arrays;
import java.util.Locale;

/// How a generator of one-time codes counts.
public enum Method {
    /// By the clock (RFC 6238).
    TOTP,
    /// By the press of a button (RFC 4226).
    HOTP;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Method parse(String code) {
        return Arrays.stream(values())
                .filter(m -> m.code().equals(code))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("factor-method-unknown", "Choose totp or hotp."));
    }
}
