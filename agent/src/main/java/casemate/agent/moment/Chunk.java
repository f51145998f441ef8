package casemate.agent.moment;

import casemate.base.InstanceId;
import casemate.base.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// One file at a site: what a log had more since the one before, compressed and sealed by AES-256-GCM under a key made
/// from the instance's repository's. Its name, which says where it belongs, is sealed with it.
final class Chunk {
    /// What one holds at most, before it is compressed: more than MariaDB's largest entry.
    static final int MAX_BYTES = 32 << 20;
    /// Heads of files, and what does not compress.
    private static final int MAX_SEALED_BYTES = 2 * MAX_BYTES;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte[] PURPOSE = "casemate moments v1".getBytes(StandardCharsets.US_ASCII);

    private Chunk() {}

    /// The name of a chunk.
    ///
    /// @param lineage an unbroken line of chunks
    /// @param number in that line, from 0
    /// @param read all that was committed before this moment is in this chunk or an earlier one
    record Name(String lineage, long number, Instant read) {
        private static final Pattern FORM = Pattern.compile("(log_[0-9a-z]{26})-([0-9]{12})-([0-9]{13})\\.log");

        static Optional<Name> parse(String file) {
            Matcher m = FORM.matcher(file);
            return m.matches()
                    ? Optional.of(new Name(
                            m.group(1), Long.parseLong(m.group(2)), Instant.ofEpochMilli(Long.parseLong(m.group(3)))))
                    : Optional.empty();
        }

        String file() {
            return String.format("%s-%012d-%013d.log", lineage, number, read.toEpochMilli());
        }
    }

    static byte[] seal(List<Piece> pieces, Name name, InstanceId instance, Secret repository) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        Deflater quick = new Deflater(Deflater.BEST_SPEED);
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(packed, quick))) {
            for (Piece piece : pieces) {
                out.writeUTF(piece.file());
                out.writeLong(piece.offset());
                out.writeInt(piece.bytes().length);
                out.write(piece.bytes());
            }
        } finally {
            quick.end();
        }
        byte[] nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, name, instance, repository, nonce)
                    .doFinal(packed.toByteArray());
            byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
            return whole;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /// @throws IOException when it is damaged, or not what its name says
    static List<Piece> open(byte[] whole, Name name, InstanceId instance, Secret repository) throws IOException {
        if (whole.length < NONCE_BYTES || whole.length > MAX_SEALED_BYTES) {
            throw damaged(name);
        }
        byte[] packed;
        try {
            packed = cipher(Cipher.DECRYPT_MODE, name, instance, repository, Arrays.copyOf(whole, NONCE_BYTES))
                    .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
        } catch (GeneralSecurityException _) {
            throw damaged(name);
        }
        List<Piece> pieces = new ArrayList<>();
        long room = MAX_SEALED_BYTES;
        try (DataInputStream in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(packed)))) {
            while (true) {
                String file = in.readUTF();
                long offset = in.readLong();
                int length = in.readInt();
                room -= length;
                if (length < 0 || room < 0 || offset < 0) {
                    throw damaged(name);
                }
                pieces.add(new Piece(file, offset, in.readNBytes(length)));
            }
        } catch (EOFException _) {
            return pieces;
        }
    }

    static byte[] read(java.io.InputStream in) throws IOException {
        return in.readNBytes(MAX_SEALED_BYTES + 1);
    }

    private static IOException damaged(Name name) {
        return new IOException("a piece of the database's log is damaged: " + name.file());
    }

    private static Cipher cipher(int mode, Name name, InstanceId instance, Secret repository, byte[] nonce)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        byte[] from = repository.reveal();
        mac.init(new SecretKeySpec(from, "HmacSHA256"));
        Arrays.fill(from, (byte) 0);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(mac.doFinal(PURPOSE), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((instance.value() + "/" + name.file()).getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }
}
