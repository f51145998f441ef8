package casemate.control.domain;

import java.util.Locale;

/// What a look at DNS found.
enum Finding {
    /// The TXT record is there, and the name leads to this platform.
    PROVEN,
    /// The TXT record is missing or says something else.
    UNSIGNED,
    /// The name has no address.
    NOWHERE,
    /// The name leads somewhere else.
    ELSEWHERE,
    /// The platform's own name has no address in DNS, so that nothing can lead to it.
    HOMELESS,
    /// DNS did not answer.
    UNKNOWN;

    /// Whether something can be concluded from it against the name.
    boolean denies() {
        return this == UNSIGNED || this == NOWHERE || this == ELSEWHERE;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
