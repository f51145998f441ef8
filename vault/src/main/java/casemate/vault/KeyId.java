package casemate.vault;

import casemate.base.Refusal;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Names one key for ever, in 16 random bytes: short enough to stand in each ciphertext.
public record KeyId(long high, long low) {
    static final int BYTES = 16;
    private static final int HEX_CHARS = 2 * BYTES;

    static KeyId random(SecureRandom chance) {
        return new KeyId(chance.nextLong(), chance.nextLong());
    }

    /// @throws Refusal `key-id-malformed`
    public static KeyId parse(String hex) {
        if (hex.length() != HEX_CHARS || !hex.chars().allMatch(HexFormat::isHexDigit)) {
            throw Refusal.invalid("key-id-malformed", "A key's id has 32 hexadecimal digits; copy it whole.");
        }
        return read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    /// As they stand in each ciphertext.
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    static KeyId read(ByteBuffer from) {
        return new KeyId(from.getLong(), from.getLong());
    }

    void write(ByteBuffer to) {
        to.putLong(high).putLong(low);
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
