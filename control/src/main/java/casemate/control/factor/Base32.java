package casemate.control.factor;

import casemate.base.Refusal;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/// The alphabet in which secrets are typed and travel in `otpauth` links (RFC 4648, section 6), without padding.
final class Base32 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;
    private static final Pattern TEXT = Pattern.compile("[A-Z2-7]{16,104}");
    private static final Pattern HEX = Pattern.compile("(?:[0-9A-F]{2}){16,64}");

    private Base32() {}

    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int held = 0;
        int bits = 0;
        for (byte next : bytes) {
            held = (held << Byte.SIZE) | (next & 0xFF);
            bits += Byte.SIZE;
            while (bits >= BITS) {
                bits -= BITS;
                text.append(ALPHABET.charAt((held >>> bits) & 31));
            }
        }
        return bits == 0
                ? text.toString()
                : text.append(ALPHABET.charAt((held << (BITS - bits)) & 31)).toString();
    }

    /// A token's seed as its maker prints it: base 32 or hexadecimal, with spaces or hyphens anywhere.
    static byte[] parseSeed(String typed) {
        String text = typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        if (HEX.matcher(text).matches()) {
            return HexFormat.of().parseHex(text);
        }
        String bare = text.replaceAll("=+$", "");
        if (!TEXT.matcher(bare).matches()) {
            throw Refusal.invalid(
                    "factor-seed-malformed",
                    "A token's seed is 16 to 64 bytes in hexadecimal or base 32; copy it whole.");
        }
        return decode(bare);
    }

    private static byte[] decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int held = 0;
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            held = (held << BITS) | ALPHABET.indexOf(text.charAt(i));
            bits += BITS;
            if (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                bytes.write(held >>> bits);
            }
        }
        return bytes.toByteArray();
    }
}
