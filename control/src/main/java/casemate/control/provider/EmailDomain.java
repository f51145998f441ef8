package casemate.control.provider;

import java.time.Instant;
import java.util.Optional;

/// A domain that a customer says is its own.
///
/// @param token what its TXT record must say
/// @param verifiedAt since when it is believed; empty when never
public record EmailDomain(String domain, String token, Optional<Instant> verifiedAt, Optional<Instant> lookedAt) {
    public boolean verified() {
        return verifiedAt.isPresent();
    }

    /// Where the record lies.
    public String recordName() {
        return EmailDomains.PREFIX + domain;
    }

    public String recordText() {
        return EmailDomains.record(token);
    }
}
