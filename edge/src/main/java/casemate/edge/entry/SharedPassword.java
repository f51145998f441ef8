package casemate.edge.entry;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Compares a password with an Argon2id verifier in the PHC string form. Slow by intent, about 70 ms: never on an event
/// loop.
public final class SharedPassword {
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,2})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");
    /// Control makes them with 19 MiB and two passes; more than this would be an attack on our memory.
    private static final int MAX_KIB = 64 << 10;

    private static final int MAX_PASSES = 10;
    private static final int MAX_LANES = 4;
    private static final int LIGHT_KIB = 256;
    private static final int LIGHT_BYTES = 32;

    private SharedPassword() {}

    /// A verifier that cannot be read matches nothing.
    public static boolean matches(byte[] typed, String verifier) {
        Matcher phc = PHC.matcher(verifier);
        if (!phc.matches()) {
            return false;
        }
        int memory = Integer.parseInt(phc.group(1));
        int passes = Integer.parseInt(phc.group(2));
        int lanes = Integer.parseInt(phc.group(3));
        if (memory > MAX_KIB || passes > MAX_PASSES || lanes > MAX_LANES || passes == 0 || lanes == 0) {
            return false;
        }
        Base64.Decoder base64 = Base64.getDecoder();
        byte[] expected;
        byte[] salt;
        try {
            salt = base64.decode(phc.group(4));
            expected = base64.decode(phc.group(5));
        } catch (IllegalArgumentException _) {
            return false;
        }
        return MessageDigest.isEqual(hash(typed, memory, passes, lanes, salt, expected.length), expected);
    }

    /// A verifier that costs little, for a random password that lives for seconds: a drill's.
    public static String light(byte[] password, byte[] salt) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        byte[] hash = hash(password, LIGHT_KIB, 1, 1, salt, LIGHT_BYTES);
        return "$argon2id$v=19$m=" + LIGHT_KIB + ",t=1,p=1$" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(hash);
    }

    private static byte[] hash(byte[] typed, int memory, int passes, int lanes, byte[] salt, int length) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        argon2.generateBytes(typed, hash);
        return hash;
    }
}
