package casemate.control.factor;

import casemate.base.Sha256;
import casemate.base.UserId;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Codes on paper for the day when everything else is lost: 80 random bits each, so that a fast hash is enough at rest.
final class RecoveryCodes {
    /// As many as fit on a slip of paper, and as people know them from elsewhere.
    static final int COUNT = 10;

    /// Without letters that look like digits (Crockford's base 32).
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private static final int GROUPS = 4;
    private static final int GROUP_CHARS = 4;
    private static final Pattern FORM = Pattern.compile("[0-9a-hjkmnp-tv-z]{16}");

    private RecoveryCodes() {}

    static List<String> make(SecureRandom chance) {
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            codes.add(one(chance));
        }
        return codes;
    }

    private static String one(SecureRandom chance) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP_CHARS; i++) {
            code.append(i > 0 && i % GROUP_CHARS == 0 ? "-" : "")
                    .append(ALPHABET.charAt(chance.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }

    /// What is stored of a code as somebody typed it; empty when it cannot be one.
    static Optional<byte[]> hash(UserId person, String typed) {
        String bare = typed.replaceAll("[\\s-]", "")
                .toLowerCase(Locale.ROOT)
                .replace('o', '0')
                .replace('i', '1')
                .replace('l', '1');
        return FORM.matcher(bare).matches()
                ? Optional.of(Sha256.of("recovery-code\0" + person + "\0" + bare))
                : Optional.empty();
    }
}
