package casemate.edge;

import casemate.base.Refusal;
import casemate.edge.acme.AcmeConfig;
import casemate.promise.PromiseId;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
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
/// @param privateListeners sockets that serve the routes that name them, and no others (INS-4)
public record EdgeConfig(
        Path directory,
        String domain,
        String address,
        int port,
        String controlKey,
        Set<PromiseId> switchedOff,
        TrustedProxies proxies,
        Optional<AcmeConfig> acme,
        Optional<Path> firewallRules,
        List<PrivateListener> privateListeners) {
    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final int MAX_DOMAIN_CHARS = 200;
    private static final int MAX_PORT = 65_535;

    public EdgeConfig {
        domain = domain.toLowerCase(Locale.ROOT);
        switchedOff = Set.copyOf(switchedOff);
        privateListeners = List.copyOf(privateListeners);
        if (domain.length() > MAX_DOMAIN_CHARS || !DOMAIN.matcher(domain).matches()) {
            throw Refusal.invalid("edge-domain", "The edge's domain must be a DNS name such as casemate.localhost.");
        }
        if (!literal(address)) {
            throw Refusal.invalid("edge-address", "The edge's address must be a literal IP address such as 0.0.0.0.");
        }
        if (!port(port)) {
            throw Refusal.invalid("edge-port", "The edge's port must lie between 0 and 65535.");
        }
        spki(controlKey);
        check(privateListeners);
    }

    private static void check(List<PrivateListener> listeners) {
        if (listeners.size() > PrivateListener.MAX) {
            throw Refusal.invalid(
                    "listeners-too-many", "An edge has at most " + PrivateListener.MAX + " private listeners.");
        }
        if (listeners.stream().map(PrivateListener::name).distinct().count() < listeners.size()) {
            throw Refusal.invalid("listener-twice", "Two private listeners have the same name; give each its own.");
        }
    }

    /// Without private listeners.
    public EdgeConfig(
            Path directory,
            String domain,
            String address,
            int port,
            String controlKey,
            Set<PromiseId> switchedOff,
            TrustedProxies proxies,
            Optional<AcmeConfig> acme,
            Optional<Path> firewallRules) {
        this(directory, domain, address, port, controlKey, switchedOff, proxies, acme, firewallRules, List.of());
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
                firewallRules,
                privateListeners);
    }

    /// The same with private listeners.
    public EdgeConfig with(List<PrivateListener> listeners) {
        return new EdgeConfig(
                directory, domain, address, port, controlKey, switchedOff, proxies, acme, firewallRules, listeners);
    }

    static boolean literal(String address) {
        try {
            return LITERAL.matcher(address).matches()
                    && InetAddress.ofLiteral(address).getAddress().length > 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    static boolean port(int port) {
        return port >= 0 && port <= MAX_PORT;
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
