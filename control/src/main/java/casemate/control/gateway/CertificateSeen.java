package casemate.control.gateway;

import java.time.Instant;

/// A certificate in use at some edge.
///
/// @param alarm less than a third of its life is left, or it could not be renewed
/// @param days left; negative when it has expired
public record CertificateSeen(
        String edge, String host, String source, Instant until, String trouble, boolean alarm, long days) {
    /// Whether there is none yet, only the trouble of getting one.
    public boolean never() {
        return until.equals(Instant.EPOCH);
    }
}
