package casemate.edge;

import casemate.base.Refusal;
import casemate.edge.acme.AcmeConfig;
import casemate.promise.PromiseId;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// All that the edge is told at its start; what it serves comes by snapshot.
///
/// @param directory the edge's own: authority, certificates, last snapshot, access log
/// @param domain under which all hosts of the platform lie; the local authority can certify nothing else
/// @param address a literal IP address to listen on
/// @param port to listen on; 0 for any free one
/// @param controlKey control's pinned public key: Base64 of its SubjectPublicKeyInfo
/// @param switchedOff promises whose control is off; for a lab only, so that the drills can be seen turning red
/// @param proxies load balancers before this edge
/// @param acme the outside authority; without it the local one alone certifies
/// @param firewallRules a file or a directory of rules, such as a release of the Core Rule Set; empty for what is
/// installed
public record EdgeConfig(
        Path directory,
        String domain,
        String address,
        int port,
        String controlKey,
        Set<PromiseId> switchedOff,
        TrustedProxies proxies,
        Optional<AcmeConfig> acme,
        Optional<Path> firewallRules) {
    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final int MAX_DOMAIN_CHARS = 200;
    private static final int MAX_PORT = 65_535;

    public EdgeConfig {
        domain = domain.toLowerCase(Locale.ROOT);
        switchedOff = Set.copyOf(switchedOff);
        if (domain.length() > MAX_DOMAIN_CHARS || !DOMAIN.matcher(domain).matches()) {
            throw Refusal.invalid("edge-domain", "The edge's domain must be a DNS name such as casemate.localhost.");
        }
        if (!LITERAL.matcher(address).matches()) {
            throw Refusal.invalid("edge-address", "The edge's address must be a literal IP address such as 0.0.0.0.");
        }
        if (port < 0 || port > MAX_PORT) {
            throw Refusal.invalid("edge-port", "The edge's port must lie between 0 and 65535.");
        }
        spki(controlKey);
    }

    /// Without anybody before it, and with the local authority alone.
    public EdgeConfig(
            Path directory, String domain, String address, int port, String controlKey, Set<PromiseId> switchedOff) {
        this(directory, domain, address, port, controlKey, switchedOff, TrustedProxies.NONE, Optional.empty());
    }

    /// With the firewall's rules that are installed.
    public EdgeConfig(
            Path directory,
            String domain,
            String address,
            int port,
            String controlKey,
            Set<PromiseId> switchedOff,
            TrustedProxies proxies,
            Optional<AcmeConfig> acme) {
        this(directory, domain, address, port, controlKey, switchedOff, proxies, acme, Optional.empty());
    }

    /// The same with an outside authority.
    public EdgeConfig with(AcmeConfig authority) {
        return new EdgeConfig(
                directory,
                domain,
                address,
                port,
                controlKey,
                switchedOff,
                proxies,
                Optional.of(authority),
                firewallRules);
    }

    byte[] controlSpki() {
        return spki(controlKey);
    }

    boolean off(PromiseId promise) {
        return switchedOff.contains(promise);
    }

    private static byte[] spki(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            throw Refusal.invalid("edge-control-key", "Control's public key must be given to the edge as Base64.");
        }
    }
}
