package casemate.edge.flood;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Work that a visitor does once before it is let in, and the pass that it gets for it. Nothing is remembered:
/// challenge and pass carry a seal over who they are for, and until when.
///
/// A challenge may be answered again by the same network for the same host while it is valid; that brings the same pass
/// that it has already, and what a pass opens is still bounded per address.
public final class Puzzle {
    /// Searches in one challenge: several small ones take a more even time than a large one.
    public static final int PARTS = 8;
    /// Zero bits that each has to begin with: 131,000 hashes together, half a second of a phone.
    public static final int LEAST_BITS = 14;
    /// A million hashes, four seconds of a phone: no more is asked of anybody.
    public static final int MOST_BITS = 17;

    /// A slow phone, in a pocket for a while.
    static final Duration CHALLENGE = Duration.ofMinutes(5);
    /// How long a visitor is left alone.
    public static final Duration PASS = Duration.ofHours(1);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SALT_BYTES = 8;
    private static final int MAX_CHARS = 300;
    private static final int MAX_NONCE_DIGITS = 9;

    private final SecretKeySpec key;

    /// @param key of this run; a pass of an earlier one is worth nothing
    public Puzzle(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /// @param who network and host
    /// @param now in seconds
    public String challenge(String who, int bits, long now, RandomGenerator chance) {
        byte[] salt = new byte[SALT_BYTES];
        chance.nextBytes(salt);
        String body =
                now + CHALLENGE.toSeconds() + "." + bits + "." + HexFormat.of().formatHex(salt);
        return body + "." + seal("challenge", who, body);
    }

    /// Whether these are the answers to a challenge of ours for this visitor.
    ///
    /// @param answers a number for each part, with hyphens between
    public boolean solved(String who, String challenge, String answers, long now) {
        if (challenge.length() > MAX_CHARS || answers.length() > MAX_CHARS) {
            return false;
        }
        String[] parts = challenge.split("\\.", -1);
        if (parts.length != 4
                || !same(parts[3], seal("challenge", who, parts[0] + "." + parts[1] + "." + parts[2]))
                || Long.parseLong(parts[0]) < now) {
            return false;
        }
        String[] nonces = answers.split("-", -1);
        if (nonces.length != PARTS) {
            return false;
        }
        int bits = Integer.parseInt(parts[1]);
        for (int part = 0; part < PARTS; part++) {
            if (nonces[part].length() > MAX_NONCE_DIGITS || !begins(work(parts[3], part, nonces[part]), bits)) {
                return false;
            }
        }
        return true;
    }

    /// What a browser computes: the seal, the part and a number, which together fit into one block of SHA-256.
    static byte[] work(String seal, int part, String nonce) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((seal + ":" + part + ":" + nonce).getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static boolean begins(byte[] hash, int zeroBits) {
        int first = ((hash[0] & 0xFF) << 16) | ((hash[1] & 0xFF) << 8) | (hash[2] & 0xFF);
        return first >>> (3 * Byte.SIZE - zeroBits) == 0;
    }

    public String pass(String who, long now) {
        String body = Long.toString(now + PASS.toSeconds());
        return body + "." + seal("pass", who, body);
    }

    /// Whether this is a pass of ours for this visitor, and still good.
    public boolean passes(String who, String pass, long now) {
        int dot = pass.indexOf('.');
        return dot > 0
                && pass.length() < MAX_CHARS
                && same(pass.substring(dot + 1), seal("pass", who, pass.substring(0, dot)))
                && Long.parseLong(pass.substring(0, dot)) >= now;
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.ISO_8859_1), other.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String seal(String purpose, String who, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] sealed = mac.doFinal((purpose + "\n" + who + "\n" + body).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
