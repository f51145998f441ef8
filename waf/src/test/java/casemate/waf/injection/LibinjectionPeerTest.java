package casemate.waf.injection;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Our verdicts beside those of the real libinjection, which Debian's libmodsecurity 3.0.9 carries.
class LibinjectionPeerTest {
    private static final int MUTATIONS = 200_000;

    @Test
    void everyVerdictOnTheCollectionsIsLibinjections() throws IOException {
        try (LibinjectionPeer peer = LibinjectionPeer.open()) {
            List<String> different = new ArrayList<>();
            for (Bytes a : AttackCorpora.of("")) {
                compare(peer, a, different);
            }
            assertThat(different).isEmpty();
        }
    }

    @Test
    void everyVerdictOnMutatedInputsIsLibinjections() throws IOException {
        try (LibinjectionPeer peer = LibinjectionPeer.open()) {
            List<String> different = new ArrayList<>();
            Mutations mutations = new Mutations(4, AttackCorpora.of(""));
            for (int i = 0; i < MUTATIONS; i++) {
                compare(peer, mutations.next(), different);
            }
            assertThat(different).isEmpty();
        }
    }

    private static void compare(LibinjectionPeer peer, Bytes a, List<String> different) {
        @Nullable String ours = SqlInjection.fingerprint(a.array(), a.from(), a.to());
        @Nullable String theirs = peer.fingerprint(a);
        if (!Objects.equals(ours, theirs)) {
            different.add("SQL " + ours + ", there " + theirs + ": " + a);
        }
        boolean found = CrossSiteScripting.found(a.array(), a.from(), a.to());
        if (found != peer.isCrossSiteScripting(a) && !mayBeUnknownEvent(found, a)) {
            different.add("XSS " + found + ": " + a);
        }
    }

    /// Version 3.0.9 takes any attribute that begins with "on" for an event's handler; newer ones know the events.
    private static boolean mayBeUnknownEvent(boolean found, Bytes a) {
        return !found && a.toLatin1().toLowerCase(Locale.ROOT).contains("on");
    }
}
