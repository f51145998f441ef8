package casemate.link;

import casemate.base.Refusal;
import casemate.base.Secret;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an operator carries to another machine: which authority to believe, and the part that the house knows by its
/// hash. The first contact is authenticated by it in both directions. Not a record: a record prints itself.
final class JoinToken {
    private static final String KIND = "cmn1-";
    private static final Pattern FORM = Pattern.compile(KIND + "([0-9a-f]{64})-([A-Za-z0-9_-]{22,128})");

    private final String authority;
    private final Secret part;

    private JoinToken(String authority, Secret part) {
        this.authority = authority;
        this.part = part;
    }

    /// What goes before the part.
    static String prefix(String authority) {
        return KIND + authority + "-";
    }

    /// @throws Refusal `token-malformed`, without the token
    static JoinToken parse(Secret token) {
        Matcher parts = FORM.matcher(token.revealText().strip());
        if (!parts.matches()) {
            throw Refusal.invalid(
                    "token-malformed",
                    "That is not a node's token: it begins with " + KIND + "; copy it whole from casemate node add.");
        }
        return new JoinToken(parts.group(1), Secret.of(parts.group(2)));
    }

    /// The fingerprint of the house's authority.
    String authority() {
        return authority;
    }

    Secret part() {
        return part;
    }
}
