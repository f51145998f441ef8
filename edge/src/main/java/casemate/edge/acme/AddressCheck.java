package casemate.edge.acme;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// Whether a customer's own domain leads here: an order for one that does not would fail, and failures are counted.
record AddressCheck(Set<InetAddress> ours) {
    /// How a name is looked up.
    interface Lookup {
        InetAddress[] all(String host) throws UnknownHostException;
    }

    /// Why no certificate can be had for a name: every address it has must be ours, since the authority may ask at any.
    Optional<String> fault(String host, Lookup lookup) {
        if (ours.isEmpty()) {
            return Optional.empty();
        }
        try {
            return ours.containsAll(Arrays.asList(lookup.all(host)))
                    ? Optional.empty()
                    : Optional.of("its DNS entry leads elsewhere; it must name only this platform's addresses");
        } catch (UnknownHostException _) {
            return Optional.of("it has no DNS entry; it must name this platform's addresses");
        }
    }
}
