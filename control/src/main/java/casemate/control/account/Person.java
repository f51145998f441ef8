package casemate.control.account;

import casemate.base.UserId;
import casemate.control.web.Language;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// Somebody who can sign in. For whom they do is told by their [Membership]s.
///
/// @param staffRole of an operator, the vendor's staff; empty for customers' people
/// @param disabled whether this operator may not sign in now
public record Person(
        UserId id,
        Email email,
        Language language,
        ZoneId zone,
        Optional<String> staffRole,
        boolean disabled,
        Instant createdAt) {
    public boolean operator() {
        return staffRole.isPresent();
    }

    static Person customer(UserId id, Email email, Language language, Instant now) {
        return new Person(id, email, language, ZoneId.of("UTC"), Optional.empty(), false, now);
    }

    static Person operator(UserId id, Email email, Language language, String role, Instant now) {
        return new Person(id, email, language, ZoneId.of("UTC"), Optional.of(role), false, now);
    }
}
