package casemate.trust;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// A finished answer: its bytes, plain and compressed, made once and served many times.
final class Page {
    static final String HTML = "text/html; charset=utf-8";
    static final String JSON = "application/json";
    static final String TEXT = "text/plain; charset=utf-8";

    /// Below this, compression saves less than a packet.
    private static final int WORTH_COMPRESSING = 860;

    private static final int TAG_BYTES = 12;

    private final int status;
    private final String type;
    private final byte[] bytes;
    private final byte @Nullable [] compressed;
    private final String tag;
    private final Instant goodUntil;
    private final @Nullable String language;

    private Page(
            int status, String type, byte[] bytes, Instant goodUntil, @Nullable String language, boolean compress) {
        this.status = status;
        this.type = type;
        this.bytes = bytes;
        this.compressed = compress && bytes.length >= WORTH_COMPRESSING ? compress(bytes) : null;
        this.tag = tag(bytes);
        this.goodUntil = goodUntil;
        this.language = language;
    }

    /// @param goodUntil when it must be made anew, even if the ledger stays as it is
    static Page of(int status, String type, byte[] bytes, Instant goodUntil) {
        return new Page(status, type, bytes, goodUntil, null, true);
    }

    static Page html(int status, byte[] bytes, Instant goodUntil, String language) {
        return new Page(status, HTML, bytes, goodUntil, language, true);
    }

    /// Bytes that hardly compress.
    static Page binary(byte[] bytes) {
        return new Page(200, "application/octet-stream", bytes, Instant.MAX, null, false);
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }

    Instant goodUntil() {
        return goodUntil;
    }

    Optional<String> language() {
        return Optional.ofNullable(language);
    }

    /// The bytes to send; not to be written to.
    byte[] body(boolean gzip) {
        byte[] small = compressed;
        return gzip && small != null ? small : bytes;
    }

    boolean compresses() {
        return compressed != null;
    }

    /// A strong validator; the two encodings are two representations.
    String tag(boolean gzip) {
        return gzip && compressed != null ? "\"" + tag + "-gzip\"" : "\"" + tag + "\"";
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(java.util.Arrays.copyOf(hash, TAG_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] compress(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4);
        try (GZIPOutputStream gzip = new BestGzip(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// Pages are compressed once and sent often.
    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
