package casemate.link;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;

/// What the house shows: a key of this process, in memory only, certified anew when two thirds of a certificate are
/// over.
final class HouseIdentity {
    private final Authority authority;
    private final Clock clock;
    private final KeyPair pair;
    private Identity identity;

    HouseIdentity(Authority authority, Clock clock, SecureRandom chance) {
        this.authority = authority;
        this.clock = clock;
        this.pair = Keys.make(chance);
        this.identity = authority.identity(pair, Role.HOUSE);
    }

    synchronized Identity now() {
        if (identity.due(clock.instant())) {
            identity = authority.identity(pair, Role.HOUSE);
        }
        return identity;
    }
}
