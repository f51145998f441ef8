package casemate.control.signin;

import casemate.base.Secret;

/// What strangers type, cut to what is worth reading.
public final class Typed {
    /// The longest that is read of what should be a password.
    private static final int MAX_PASSWORD = 1024;

    private Typed() {}

    public static Secret password(String typed) {
        return Secret.of(typed.length() > MAX_PASSWORD ? typed.substring(0, MAX_PASSWORD) : typed);
    }
}
