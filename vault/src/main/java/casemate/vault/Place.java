package casemate.vault;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Where something sealed lies; it opens nowhere else, so that a row copied over another is found out.
///
/// @param kind a column or a kind of key, such as `account.customer.address`; one constant in the code, with a key of
///     its own
/// @param row which one, such as the id of its row
public record Place(String kind, String row) {
    private static final Pattern KIND = Pattern.compile("[a-z0-9._-]{1,100}");
    private static final int MOST_ROW_CHARS = 200;

    public Place {
        if (!KIND.matcher(kind).matches() || row.isEmpty() || row.length() > MOST_ROW_CHARS) {
            throw new IllegalArgumentException("no place for a secret: " + kind);
        }
    }

    /// What the ciphertext is bound to. The kind holds no zero byte, so that no two places look alike.
    byte[] bound() {
        return (kind + '\0' + row).getBytes(StandardCharsets.UTF_8);
    }
}
