package casemate.control.member;

import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.account.Email;
import java.time.Instant;
import java.util.Optional;

/// That somebody may join, once they followed the link in the letter.
///
/// @param customer empty: to join the operators
/// @param sends letters so far
public record Invitation(
        String id, Optional<CustomerId> customer, Email email, String role, UserId by, int sends, Instant expiresAt) {}
