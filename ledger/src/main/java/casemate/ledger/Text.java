package casemate.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Strict reading of the small text forms that notes, proofs and bundles are made of: one spelling for each value.
final class Text {
    /// A size or index has at most this many digits, so that it fits a long.
    private static final int MAX_DIGITS = 18;

    private Text() {}

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// Decodes padded base64 in its one canonical spelling; the JDK's decoder alone accepts others.
    static byte[] base64(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new LedgerException(LedgerException.Reason.MALFORMED, "not base64: " + shown(text), e);
        }
        if (!base64(bytes).equals(text)) {
            throw LedgerException.malformed("not canonical base64: " + shown(text));
        }
        return bytes;
    }

    /// Reads a decimal number without sign or leading zero.
    static long number(String text) {
        boolean digits =
                !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || (text.length() > 1 && text.charAt(0) == '0')) {
            throw LedgerException.malformed("not a decimal number: " + shown(text));
        }
        return Long.parseLong(text);
    }

    static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new LedgerException(LedgerException.Reason.MALFORMED, "not UTF-8", e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Text from outside, cut and cleaned so that it can stand in a one-line message.
    static String shown(String text) {
        String cut = text.length() > 40 ? text.substring(0, 40) + "…" : text;
        return cut.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
