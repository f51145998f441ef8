package casemate.control.token;

import casemate.base.Refusal;
import casemate.control.web.Permission;
import casemate.control.web.Rights;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What a token may and may not. No input or output.
final class TokenRules {
    /// A person's own for one customer; more are forgotten ones.
    static final int MAX_PERSONAL = 20;
    /// A customer's, of either other kind.
    static final int MAX_SHARED = 50;

    private TokenRules() {}

    /// Nobody hands on what they do not have.
    ///
    /// @throws Refusal `token-scope-beyond`
    static void within(Set<Permission> scopes, Rights maker) {
        if (!scopes.stream().allMatch(maker::may)) {
            throw Refusal.forbidden(
                    "token-scope-beyond", "A token may not do more than you may; choose fewer permissions.");
        }
    }

    static void roomFor(TokenKind kind, long alive) {
        int most = kind == TokenKind.PERSONAL ? MAX_PERSONAL : MAX_SHARED;
        if (alive >= most) {
            throw Refusal.conflict(
                    "tokens-too-many", "There are " + most + " tokens of this kind already; revoke one first.");
        }
    }

    /// What is left of a maker's rights for one of their tokens: less when they lose some, never more.
    static Rights left(Set<Permission> scopes, Rights maker) {
        return new Rights(
                both(scopes, maker.everywhere()),
                maker.only().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> both(scopes, e.getValue()))));
    }

    private static Set<Permission> both(Set<Permission> one, Set<Permission> other) {
        return one.stream().filter(other::contains).collect(Collectors.toSet());
    }
}
