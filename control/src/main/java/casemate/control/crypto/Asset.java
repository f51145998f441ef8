package casemate.control.crypto;

import java.time.Instant;
import java.util.Optional;

/// One algorithm, key, certificate or protocol in use.
///
/// @param name tells it from others, such as `ledger.signing` or a certificate's subject; holds no secret
/// @param algorithm as the list of [Verdicts] knows it
/// @param bits of the key or of the strength that counts for the algorithm; 0 where none does
/// @param where the end of a key of words, `crypto.where.WHERE`
/// @param since when it is in use, where that is known
/// @param until when it ends by itself
public record Asset(
        Kind kind,
        String name,
        String algorithm,
        int bits,
        String where,
        Optional<Instant> since,
        Optional<Instant> until) {
    /// As CycloneDX divides them.
    public enum Kind {
        ALGORITHM,
        KEY,
        CERTIFICATE,
        PROTOCOL
    }

    public static Asset algorithm(String name, String algorithm, int bits, String where) {
        return new Asset(Kind.ALGORITHM, name, algorithm, bits, where, Optional.empty(), Optional.empty());
    }

    public static Asset key(String name, String algorithm, int bits, String where, Optional<Instant> since) {
        return new Asset(Kind.KEY, name, algorithm, bits, where, since, Optional.empty());
    }

    public static Asset protocol(String name, String version, String where) {
        return new Asset(Kind.PROTOCOL, name, version, 0, where, Optional.empty(), Optional.empty());
    }
}
