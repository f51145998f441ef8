package casemate.control.account;

import casemate.base.Sha256;
import java.security.SecureRandom;
import java.util.Base64;

/// What only its holder knows: 32 random bytes. The database keeps the hash; a fast one is enough for so much chance.
public final class Token {
    private static final int BYTES = 32;

    private final String text;

    private Token(String text) {
        this.text = text;
    }

    public static Token random(SecureRandom chance) {
        byte[] bytes = new byte[BYTES];
        chance.nextBytes(bytes);
        return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// One that a stranger presents: anything at all.
    public static Token presented(String text) {
        return new Token(text);
    }

    /// For the link or the cookie, and nowhere else.
    public String reveal() {
        return text;
    }

    public byte[] hash() {
        return Sha256.of(text);
    }

    @Override
    public String toString() {
        return "Token[hidden]";
    }
}
