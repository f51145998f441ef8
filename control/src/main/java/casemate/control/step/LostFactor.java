package casemate.control.step;

import casemate.control.account.Person;
import java.time.Instant;
import java.util.Optional;

/// That somebody who knows a person's password says that their second factor is lost.
///
/// @param place the network address from which they said so
/// @param dueAt empty until somebody has granted it; from then on the factors are gone at the next sign-in
public record LostFactor(Person person, Instant askedAt, String place, Optional<Instant> dueAt) {}
