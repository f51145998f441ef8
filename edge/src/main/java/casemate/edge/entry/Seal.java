package casemate.edge.entry;

import casemate.base.DurableFile;
import casemate.base.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes and believes the cookies by which a browser shows what it has proved: an end in seconds and an HMAC over way,
/// host, the rules' generation and that end. Its key was made by this edge and never leaves its disk.
public final class Seal {
    /// A working day; then the password or the sign-on is asked for again.
    public static final Duration LIFE = Duration.ofHours(12);

    private static final int KEY_BYTES = 32;
    private static final int MAC_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";
    private static final String CONTEXT = "casemate-entry.v1";
    private static final int MAX_CHARS = 128;

    private final SecretKeySpec key;

    private Seal(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /// Reads the key, or makes it at the first start.
    ///
    /// @throws Refusal when the file is damaged
    public static Seal open(Path file, SecureRandom chance) throws IOException {
        if (!Files.exists(file)) {
            byte[] fresh = new byte[KEY_BYTES];
            chance.nextBytes(fresh);
            DurableFile.write(file, fresh);
        }
        byte[] key = Files.size(file) == KEY_BYTES ? Files.readAllBytes(file) : new byte[0];
        if (key.length != KEY_BYTES) {
            throw Refusal.invalid(
                    "entry-key-damaged",
                    "The file " + file
                            + " does not hold 32 bytes; delete it to make a new key (visitors sign in again).");
        }
        return new Seal(key);
    }

    /// The value of a cookie that shows a way until [#LIFE] is over.
    public String grant(Way way, Rules rules, Instant now) {
        long end = now.plus(LIFE).getEpochSecond();
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES + MAC_BYTES);
        out.putLong(end).put(mac(way, rules, end));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.array());
    }

    boolean holds(String value, Way way, Rules rules, Instant now) {
        byte[] bytes;
        try {
            bytes = value.length() > MAX_CHARS
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(value);
        } catch (IllegalArgumentException _) {
            return false;
        }
        if (bytes.length != Long.BYTES + MAC_BYTES) {
            return false;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long end = in.getLong();
        byte[] shown = new byte[MAC_BYTES];
        in.get(shown);
        return MessageDigest.isEqual(shown, mac(way, rules, end)) && now.getEpochSecond() < end;
    }

    private byte[] mac(Way way, Rules rules, long end) {
        String bound = CONTEXT + "\0" + way + "\0" + rules.host() + "\0" + end + "\0" + rules.bond(way);
        return mac(bound.getBytes(StandardCharsets.UTF_8));
    }

    /// In base64url. What is signed begins with a word that [#CONTEXT] does not begin with.
    String sign(byte[] what) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(what));
    }

    boolean signed(byte[] what, String signature) {
        try {
            return MessageDigest.isEqual(mac(what), Base64.getUrlDecoder().decode(signature));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private byte[] mac(byte[] what) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(what);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }
}
