package casemate.ledger;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// The public half of a log's or a witness's key, written `name+hash+base64` as note verifiers do. Whoever holds it can
/// check everything that the key signed, offline.
public final class VerifierKey {
    /// Names are short; a longer one is an attack on whoever prints it.
    static final int MAX_NAME_CHARS = 255;

    private final String name;
    private final KeyKind kind;
    private final byte[] encoded;
    private final Ed25519PublicKeyParameters key;

    private VerifierKey(String name, KeyKind kind, byte[] encoded) {
        this.name = checkName(name);
        this.kind = kind;
        this.encoded = encoded;
        try {
            this.key = new Ed25519PublicKeyParameters(encoded);
        } catch (IllegalArgumentException e) {
            throw new LedgerException(LedgerException.Reason.MALFORMED, "not an Ed25519 public key", e);
        }
    }

    static VerifierKey of(String name, KeyKind kind, Ed25519PublicKeyParameters key) {
        return new VerifierKey(name, kind, key.getEncoded());
    }

    /// Reads `name+hash+base64`; the hash must be that of the name and key.
    public static VerifierKey parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3) {
            throw LedgerException.malformed("a verifier key is written name+hash+base64, not " + Text.shown(text));
        }
        byte[] typed = Text.base64(parts[2]);
        if (typed.length != 1 + Ed25519.PUBLIC_KEY_SIZE) {
            throw LedgerException.malformed("a verifier key holds a type byte and 32 bytes, not " + typed.length);
        }
        byte[] encoded = java.util.Arrays.copyOfRange(typed, 1, typed.length);
        VerifierKey key = new VerifierKey(parts[0], KeyKind.of(typed[0]), encoded);
        if (!parts[1].equals(HexFormat.of().toHexDigits(key.id()))) {
            throw LedgerException.malformed("the verifier key's hash does not fit its name and key: copy it whole");
        }
        return key;
    }

    public String name() {
        return name;
    }

    public KeyKind kind() {
        return kind;
    }

    /// The first four bytes of SHA-256(name, newline, type, key): what signature lines carry to say whose they are.
    public int id() {
        MessageDigest sha256 = Hasher.sha256();
        sha256.update(Text.utf8(name));
        sha256.update((byte) '\n');
        sha256.update(kind.code());
        return java.nio.ByteBuffer.wrap(sha256.digest(encoded)).getInt();
    }

    /// Whether the line says that it is this key's; says nothing of its being right.
    boolean claims(NoteSignature signature) {
        return signature.name().equals(name) && signature.keyId() == id();
    }

    boolean verifies(byte[] message, byte[] signature) {
        return signature.length == Ed25519.SIGNATURE_SIZE
                && key.verify(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    }

    static String checkName(String name) {
        boolean clean = !name.isEmpty()
                && name.length() <= MAX_NAME_CHARS
                && name.codePoints()
                        .noneMatch(c -> Character.isWhitespace(c)
                                || Character.isSpaceChar(c)
                                || Character.isISOControl(c)
                                || c == '+'
                                || c == '"'
                                || c == '\\');
        if (!clean) {
            throw LedgerException.malformed(
                    "a key name has 1 to 255 characters without space, plus, quote or backslash, not "
                            + Text.shown(name));
        }
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        byte[] typed = new byte[1 + encoded.length];
        typed[0] = kind.code();
        System.arraycopy(encoded, 0, typed, 1, encoded.length);
        return name + "+" + HexFormat.of().toHexDigits(id()) + "+" + Text.base64(typed);
    }
}
