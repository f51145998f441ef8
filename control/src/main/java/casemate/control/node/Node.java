package casemate.control.node;

import casemate.promise.Region;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A machine that runs an agent of its own, or was invited to.
///
/// @param name as room `replica` calls a host
/// @param region where it stands, as the operator said
/// @param tokenUntil until when its token is good, when it has not joined
/// @param key SHA-256 of its public key, in hexadecimal digits; empty before it has joined
/// @param machine one-way, of the machine's own id; empty when the machine has none
/// @param gateway the address at which its pods are reached, and the port
/// @param silentSince as the operators were told
/// @param removed since when nothing is believed of it or handed to it
/// @param lost removed as gone for good
public record Node(
        String name,
        Region region,
        Instant invited,
        Instant tokenUntil,
        Optional<Instant> joined,
        String key,
        String machine,
        String gateway,
        int gatewayPort,
        Optional<Instant> silentSince,
        Optional<Instant> removed,
        boolean lost) {
    /// What it is to the operator.
    public enum State {
        INVITED,
        /// Nobody came while the token was good.
        EXPIRED,
        JOINED,
        SILENT,
        REMOVED,
        LOST;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Whether it takes orders and is believed.
    public boolean living() {
        return joined.isPresent() && removed.isEmpty();
    }

    public State state(Instant now) {
        if (removed.isPresent()) {
            return lost ? State.LOST : State.REMOVED;
        }
        if (joined.isEmpty()) {
            return now.isBefore(tokenUntil) ? State.INVITED : State.EXPIRED;
        }
        return silentSince.isPresent() ? State.SILENT : State.JOINED;
    }
}
