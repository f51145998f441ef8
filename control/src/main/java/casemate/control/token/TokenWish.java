package casemate.control.token;

import casemate.base.Refusal;
import casemate.control.web.Permission;
import java.util.Set;

/// The wish for a token.
///
/// @param name one line, for people
/// @param scopes what it may do; none for provisioning, which can do one thing only
/// @param days until it ends
public record TokenWish(TokenKind kind, String name, Set<Permission> scopes, int days) {
    /// Longer, and nobody remembers where it is used when it ends.
    public static final int MAX_DAYS = 366;

    static final int MAX_NAME = 60;

    public TokenWish {
        name = name.strip();
        scopes = Set.copyOf(scopes);
        if (name.isEmpty() || name.length() > MAX_NAME || name.codePoints().anyMatch(TokenWish::hidden)) {
            throw Refusal.invalid("token-name-malformed", "A token's name is one line of 1 to 60 characters.");
        }
        if (days < 1 || days > MAX_DAYS) {
            throw Refusal.invalid("token-days-malformed", "A token ends after 1 to " + MAX_DAYS + " days.");
        }
        if ((kind == TokenKind.PROVISIONING) != scopes.isEmpty()) {
            throw Refusal.invalid("token-scopes-missing", "Choose at least one thing that the token may do.");
        }
    }

    /// What was typed; nothing that is a number of days becomes one that is refused.
    public static int days(String typed) {
        try {
            return Integer.parseInt(typed.strip());
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    /// Control characters, and those that change how the rest of the line reads.
    private static boolean hidden(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }
}
