package casemate.ledger;

import java.nio.ByteBuffer;

/// One signature line of a note: who says to have signed, and the key's id with the signature in base64.
public record NoteSignature(String name, String base64) {
    private static final String DASH = "— ";
    private static final int ID_BYTES = 4;

    /// Post-quantum signatures, which this reader skips, reach five kilobytes.
    private static final int MAX_BASE64_CHARS = 8_192;

    public NoteSignature {
        VerifierKey.checkName(name);
        if (base64.length() > MAX_BASE64_CHARS || Text.base64(base64).length <= ID_BYTES) {
            throw LedgerException.malformed("a signature of " + Text.shown(name) + " is too short or too long");
        }
    }

    static NoteSignature of(VerifierKey key, byte[] signature) {
        byte[] all = ByteBuffer.allocate(ID_BYTES + signature.length)
                .putInt(key.id())
                .put(signature)
                .array();
        return new NoteSignature(key.name(), Text.base64(all));
    }

    /// Reads `— name base64`, without the newline.
    public static NoteSignature parse(String line) {
        int space = line.indexOf(' ', DASH.length());
        if (!line.startsWith(DASH) || space < 0) {
            throw LedgerException.malformed("not a signature line: " + Text.shown(line));
        }
        return new NoteSignature(line.substring(DASH.length(), space), line.substring(space + 1));
    }

    public int keyId() {
        return ByteBuffer.wrap(Text.base64(base64)).getInt();
    }

    /// What follows the key's id.
    byte[] signature() {
        byte[] all = Text.base64(base64);
        return java.util.Arrays.copyOfRange(all, ID_BYTES, all.length);
    }

    /// The line, without the newline.
    public String line() {
        return DASH + name + " " + base64;
    }
}
