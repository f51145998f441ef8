package casemate.control.token;

import casemate.base.Secret;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// A token's form, described in `docs/formats/tokens.md`: a prefix that secret scanners know, 32 random bytes in base
/// 62,
/// and a checksum, so that a scanner can tell a token from a look-alike and we need not ask the database about noise.
final class MarkedSecret {
    private static final int BYTES = 32;
    /// 62^43 is just over 2^256.
    private static final int BODY_CHARS = 43;
    /// 62^6 is over 2^32.
    private static final int CHECK_CHARS = 6;

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(ALPHABET.length());
    private static final Pattern FORM = Pattern.compile("cm[a-z]_[0-9A-Za-z]{" + (BODY_CHARS + CHECK_CHARS) + "}");

    private MarkedSecret() {}

    static Secret random(TokenKind kind, SecureRandom chance) {
        byte[] bytes = new byte[BYTES];
        chance.nextBytes(bytes);
        String body = kind.prefix() + base62(new BigInteger(1, bytes), BODY_CHARS);
        return Secret.of(body + check(body));
    }

    /// Whether a text could be a token with this prefix at all.
    static boolean sound(String prefix, String presented) {
        if (!presented.startsWith(prefix) || !FORM.matcher(presented).matches()) {
            return false;
        }
        String body = presented.substring(0, presented.length() - CHECK_CHARS);
        return presented.endsWith(check(body));
    }

    private static String check(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return base62(BigInteger.valueOf(crc.getValue()), CHECK_CHARS);
    }

    private static String base62(BigInteger number, int chars) {
        StringBuilder text = new StringBuilder();
        BigInteger rest = number;
        for (int i = 0; i < chars; i++) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            text.append(ALPHABET.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        return text.reverse().toString();
    }
}
