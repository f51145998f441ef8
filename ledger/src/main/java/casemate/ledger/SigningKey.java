package casemate.ledger;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// A name with an Ed25519 private key. Bouncy Castle's lightweight classes sign ten times faster than the JDK's.
final class SigningKey {
    private static final String PREFIX = "PRIVATE+KEY+";

    private final VerifierKey verifier;
    private final Ed25519PrivateKeyParameters key;

    private SigningKey(String name, KeyKind kind, Ed25519PrivateKeyParameters key) {
        this.verifier = VerifierKey.of(name, kind, key.generatePublicKey());
        this.key = key;
    }

    static SigningKey generate(String name, KeyKind kind, SecureRandom chance) {
        return new SigningKey(name, kind, new Ed25519PrivateKeyParameters(chance));
    }

    /// Reads `PRIVATE+KEY+name+hash+base64`, the form in which note signers keep their keys. Says nothing of
    /// the text in its refusal: it may be a key.
    static SigningKey parse(String text, KeyKind kind) {
        String[] parts =
                text.startsWith(PREFIX) ? text.substring(PREFIX.length()).split("\\+", 3) : new String[0];
        if (parts.length != 3) {
            throw notAKey();
        }
        byte[] typed;
        try {
            typed = Text.base64(parts[2]);
        } catch (LedgerException e) {
            // Not kept as the cause: its message would quote the key.
            throw notAKey();
        }
        if (typed.length != 1 + Ed25519.SECRET_KEY_SIZE || typed[0] != kind.code()) {
            throw notAKey();
        }
        SigningKey key = new SigningKey(parts[0], kind, new Ed25519PrivateKeyParameters(typed, 1));
        Arrays.fill(typed, (byte) 0);
        if (!parts[1].equals(HexFormat.of().toHexDigits(key.verifier.id()))) {
            throw notAKey();
        }
        return key;
    }

    private static LedgerException notAKey() {
        return LedgerException.malformed(
                "the file holds no signing key of the kind expected: restore it from a backup");
    }

    VerifierKey verifier() {
        return verifier;
    }

    byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
        return signature;
    }

    /// The private key in text; the caller answers for where it goes.
    String reveal() {
        byte[] typed = new byte[1 + Ed25519.SECRET_KEY_SIZE];
        typed[0] = verifier.kind().code();
        key.encode(typed, 1);
        return PREFIX + verifier.name() + "+" + HexFormat.of().toHexDigits(verifier.id()) + "+" + Text.base64(typed);
    }

    @Override
    public String toString() {
        return "SigningKey[" + verifier + "]";
    }
}
