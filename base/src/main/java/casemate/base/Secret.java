package casemate.base;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/// Bytes that must not be printed, logged or compared in variable time. Not a record: a record prints itself.
/// Reading is [#reveal()], so that an audit is one search for that word.
public final class Secret implements AutoCloseable {
    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Secret of(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    public static Secret of(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A copy of the bytes; the caller answers for where they go.
    public byte[] reveal() {
        return bytes.clone();
    }

    /// The bytes as UTF-8 text; the caller answers for where they go.
    public String revealText() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public int length() {
        return bytes.length;
    }

    /// Overwrites the bytes; later reads yield zeros.
    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    /// Compares in time that does not depend on where the two differ.
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(bytes, that.bytes);
    }

    /// The same for all: a hash of a secret is a fact about it.
    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return "Secret[" + bytes.length + " bytes]";
    }
}
