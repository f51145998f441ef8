package casemate.agent.backup;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A repository's key as age writes an X25519 identity: Bech32 (BIP 173) with the prefix `age-secret-key-`, in
/// capitals.
final class AgeIdentity {
    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final String PREFIX = "age-secret-key-";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int CHECKSUM = 6;
    private static final int GROUP_BITS = 5;

    private AgeIdentity() {}

    static String of(byte[] key) {
        byte[] groups = groups(key);
        StringBuilder text = new StringBuilder(PREFIX).append('1');
        for (byte group : groups) {
            text.append(ALPHABET.charAt(group));
        }
        int sum = checksum(groups);
        for (int i = CHECKSUM - 1; i >= 0; i--) {
            text.append(ALPHABET.charAt((sum >>> (GROUP_BITS * i)) & 31));
        }
        return text.toString().toUpperCase(Locale.ROOT);
    }

    /// Eight bits each become five bits each, the last filled with zeros.
    private static byte[] groups(byte[] bytes) {
        byte[] groups = new byte[(bytes.length * 8 + GROUP_BITS - 1) / GROUP_BITS];
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            int set = bytes[bit / 8] >>> (7 - bit % 8) & 1;
            groups[bit / GROUP_BITS] |= (byte) (set << (GROUP_BITS - 1 - bit % GROUP_BITS));
        }
        return groups;
    }

    private static int checksum(byte[] groups) {
        byte[] prefix = PREFIX.getBytes(StandardCharsets.US_ASCII);
        int sum = 1;
        for (byte each : prefix) {
            sum = step(sum, each >>> GROUP_BITS);
        }
        sum = step(sum, 0);
        for (byte each : prefix) {
            sum = step(sum, each & 31);
        }
        for (byte group : groups) {
            sum = step(sum, group);
        }
        for (int i = 0; i < CHECKSUM; i++) {
            sum = step(sum, 0);
        }
        return sum ^ 1;
    }

    private static int step(int sum, int value) {
        int top = sum >>> 25;
        int next = (sum & 0x1ffffff) << GROUP_BITS ^ value;
        for (int i = 0; i < GENERATOR.length; i++) {
            next ^= (top >>> i & 1) == 1 ? GENERATOR[i] : 0;
        }
        return next;
    }
}
