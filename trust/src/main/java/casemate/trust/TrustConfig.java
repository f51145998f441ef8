package casemate.trust;

import casemate.base.Refusal;
import casemate.ledger.VerifierKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// What the trust page needs to know.
///
/// @param ledger the ledger's directory; only read
/// @param key the ledger's public key: entries count only under its signature
/// @param witnesses public keys of witnesses; a cosignature of anybody else is not shown
/// @param address where the public finds the page, such as `https://trust.example.com`; stands in the commands it shows
/// @param port on the loopback interface, 0 for any free one
/// @param clock tells what is still fresh
/// @param poll how often to look for new entries
public record TrustConfig(
        Path ledger, VerifierKey key, List<VerifierKey> witnesses, URI address, int port, Clock clock, Duration poll) {
    /// A reader sees a new outcome within a breath; looking costs one small file.
    public static final Duration POLL = Duration.ofSeconds(1);

    public TrustConfig {
        witnesses = List.copyOf(witnesses);
        if (address.getHost() == null || address.getRawPath().length() > 1 || address.getRawQuery() != null) {
            throw Refusal.invalid(
                    "trust-address-malformed",
                    "The trust page's address looks like https://trust.example.com, without a path.");
        }
        if (port < 0 || port > 65_535 || !poll.isPositive()) {
            throw Refusal.invalid("trust-config-malformed", "The trust page needs a port and a poll interval above 0.");
        }
    }

    /// @param ledger the ledger's directory
    /// @param key the ledger's public key
    /// @param address where the public finds the page
    /// @param port on the loopback interface
    /// @param clock tells what is still fresh
    public static TrustConfig of(Path ledger, VerifierKey key, URI address, int port, Clock clock) {
        return new TrustConfig(ledger, key, List.of(), address, port, clock, POLL);
    }

    /// The address with a path of this site.
    String url(String path) {
        String base = address.toString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
    }
}
