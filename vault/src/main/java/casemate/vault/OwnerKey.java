package casemate.vault;

import casemate.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// One of an owner's keys, unwrapped. It encrypts nothing itself: each kind of place has a key of its own, derived from
/// it (HKDF, RFC 5869).
final class OwnerKey {
    static final int BYTES = 32;
    /// Kinds are constants in the code; more of them than this is a fault in it.
    private static final int MOST_KINDS = 1_000;

    private final KeyId id;
    private final SecretKey root;
    private final Map<String, SecretKey> derived = new ConcurrentHashMap<>();

    OwnerKey(KeyId id, Secret key) {
        this.id = id;
        this.root = new SecretKeySpec(key.reveal(), "Generic");
    }

    KeyId id() {
        return id;
    }

    SecretKey sealing(String kind) {
        return derived("seal/" + kind, "AES");
    }

    /// For blind indexes.
    SecretKey indexing(String kind) {
        return derived("index/" + kind, "HmacSHA256");
    }

    private SecretKey derived(String purpose, String algorithm) {
        SecretKey known = derived.get(purpose);
        if (known != null) {
            return known;
        }
        if (derived.size() >= MOST_KINDS) {
            throw new IllegalStateException("more kinds of places than there should be");
        }
        return derived.computeIfAbsent(purpose, p -> derive(p, algorithm));
    }

    private SecretKey derive(String purpose, String algorithm) {
        byte[] info = ("casemate.vault.v1/" + purpose).getBytes(StandardCharsets.UTF_8);
        try {
            return KDF.getInstance("HKDF-SHA256").deriveKey(algorithm, HKDFParameterSpec.expandOnly(root, info, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("JDK 25 has HKDF", e);
        }
    }
}
