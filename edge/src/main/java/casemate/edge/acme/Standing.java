package casemate.edge.acme;

import java.time.Instant;
import java.util.Optional;

/// Where one host's certificate stands.
///
/// @param renewAt when the next order is due: the authority's wish, and at the latest when a third of the life is left
/// @param askAt when the authority is asked again what it wishes
/// @param window its last answer; the moment within it stays the one picked
/// @param failures in a row
/// @param retryAt nothing is ordered before
/// @param trouble why the last order failed; empty when it did not
record Standing(
        Optional<AcmeCertificate> certificate,
        Instant renewAt,
        Instant askAt,
        Optional<AcmeRules.Window> window,
        int failures,
        Instant retryAt,
        String trouble) {
    static Standing without() {
        return new Standing(Optional.empty(), Instant.MIN, Instant.MAX, Optional.empty(), 0, Instant.MIN, "");
    }

    /// @param ask when the authority is asked first when it would like this one renewed
    static Standing with(AcmeCertificate certificate, Instant ask) {
        return new Standing(Optional.of(certificate), certificate.latest(), ask, Optional.empty(), 0, Instant.MIN, "");
    }

    Standing failed(String why, Instant retry) {
        return new Standing(certificate, renewAt, askAt, window, failures + 1, retry, why);
    }

    Standing planned(Optional<AcmeRules.Window> wished, Instant renewal, Instant nextAsk) {
        return new Standing(certificate, renewal, nextAsk, wished, failures, retryAt, trouble);
    }

    boolean orderDue(Instant now) {
        return !now.isBefore(renewAt) && !now.isBefore(retryAt);
    }

    boolean askDue(Instant now) {
        return !now.isBefore(askAt) && now.isBefore(renewAt);
    }
}
