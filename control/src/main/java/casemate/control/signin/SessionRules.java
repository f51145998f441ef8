package casemate.control.signin;

import java.time.Duration;
import java.time.Instant;

/// How long a session lives.
///
/// @param idle unused for this long, it ends
/// @param absolute it ends after this long, however much it is used
record SessionRules(Duration idle, Duration absolute) {
    /// A customer looks in now and then from their own machine.
    static final SessionRules CUSTOMER = new SessionRules(Duration.ofDays(7), Duration.ofDays(30));

    /// An operator's session opens every customer's page: a working day, and a lunch.
    static final SessionRules OPERATOR = new SessionRules(Duration.ofHours(2), Duration.ofHours(12));

    static SessionRules of(boolean operator) {
        return operator ? OPERATOR : CUSTOMER;
    }

    boolean alive(Instant createdAt, Instant lastUsedAt, Instant now) {
        return lastUsedAt.plus(idle).isAfter(now) && createdAt.plus(absolute).isAfter(now);
    }
}
