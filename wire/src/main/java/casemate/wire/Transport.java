package casemate.wire;

import casemate.base.Json;
import casemate.base.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What the policy in force promises about encryption on the way in (EDG-2).
///
/// @param versions of TLS as the JDK names them, the only ones that are spoken
/// @param strict for how long browsers are told to come back by HTTPS only (RFC 6797)
/// @param hashBits of the hash in certificates' signatures, at least
public record Transport(List<String> versions, Duration strict, int hashBits) {
    private static final Set<String> KNOWN = Set.of("TLSv1.2", "TLSv1.3");
    private static final Set<Integer> HASHES = Set.of(256, 384);
    /// Past it a figure is a slip of the pen, and browsers could not be told otherwise for a lifetime.
    private static final Duration LONGEST = Duration.ofDays(3_660);

    /// A year is what browsers' preload lists ask for at least.
    public static final Transport USUAL = new Transport(List.of("TLSv1.2", "TLSv1.3"), Duration.ofDays(365), 256);

    public Transport {
        versions = List.copyOf(versions);
        if (versions.isEmpty() || !KNOWN.containsAll(versions)) {
            throw Refusal.invalid("transport-versions", "TLS is spoken in TLSv1.2, TLSv1.3 or both.");
        }
        if (strict.isNegative() || strict.isZero() || strict.compareTo(LONGEST) > 0) {
            throw Refusal.invalid("transport-strict", "HTTPS is asked for from a second to ten years.");
        }
        if (!HASHES.contains(hashBits)) {
            throw Refusal.invalid("transport-hash", "Certificates are signed with SHA-256 or SHA-384.");
        }
    }

    Json json() {
        return Json.object()
                .put("versions", Json.texts(versions))
                .put("strictSeconds", strict.toSeconds())
                .put("hashBits", hashBits)
                .build();
    }

    static Transport read(Json json) {
        Json.Obj o = Fields.of(json).only("versions", "strictSeconds", "hashBits");
        return new Transport(
                o.list("versions", Fields::text),
                Duration.ofSeconds(o.integer("strictSeconds")),
                Math.toIntExact(o.integer("hashBits")));
    }
}
