package casemate.control.export;

import casemate.base.Refusal;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What is written here lies in the database in sealed pieces, each in a transaction of its own: memory
/// holds one, and a crash leaves pieces that nobody counts.
final class PieceStream extends OutputStream {
    static final int PIECE_BYTES = 1 << 20;
    /// An export is in the database for days: past this, ask the operator for a copy of the instance.
    static final long MOST_BYTES = 4L << 30;

    /// Where a piece goes.
    interface Shelf {
        void put(int number, byte[] sealed, long bytesSoFar);
    }

    private final PieceCipher cipher;
    private final Shelf shelf;
    private final long most;
    private final MessageDigest digest;
    private final byte[] piece = new byte[PIECE_BYTES];
    private int held;
    private int number;
    private long bytes;

    PieceStream(PieceCipher cipher, Shelf shelf) {
        this(cipher, shelf, MOST_BYTES);
    }

    PieceStream(PieceCipher cipher, Shelf shelf, long most) {
        this.cipher = cipher;
        this.shelf = shelf;
        this.most = most;
        this.digest = sha256();
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        if (bytes + length > most) {
            throw new Refusal(
                    Refusal.Kind.TOO_LARGE,
                    "export-too-large",
                    "The copy is larger than 4 GiB: take one without the instances.");
        }
        digest.update(from, offset, length);
        bytes += length;
        int at = offset;
        int left = length;
        while (left > 0) {
            int taken = Math.min(left, PIECE_BYTES - held);
            System.arraycopy(from, at, piece, held, taken);
            held += taken;
            at += taken;
            left -= taken;
            if (held == PIECE_BYTES) {
                put();
            }
        }
    }

    private void put() {
        shelf.put(number, cipher.seal(number, piece, held), bytes);
        number++;
        held = 0;
    }

    /// Puts away what is left.
    @Override
    public void close() {
        if (held > 0) {
            put();
        }
    }

    long bytes() {
        return bytes;
    }

    /// Of all that was written; once.
    String sha256Hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
