package casemate.control.token;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a token is for. The two prefixes are what secret scanners look for.
public enum TokenKind {
    /// Acts as its maker at the API, within their rights.
    PERSONAL("cmt_"),
    /// The same, in view of all who manage the customer's tokens: for machines that many people answer for.
    SERVICE("cmt_"),
    /// Lets the customer's directory provision people by SCIM. Belongs to the customer: it outlives its maker, whom
    /// the directory itself may remove.
    PROVISIONING("cms_");

    private final String prefix;

    TokenKind(String prefix) {
        this.prefix = prefix;
    }

    String prefix() {
        return prefix;
    }

    /// Its name in the database and in words, such as `personal`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<TokenKind> find(String code) {
        return Arrays.stream(values()).filter(k -> k.code().equals(code)).findFirst();
    }
}
