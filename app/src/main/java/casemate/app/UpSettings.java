package casemate.app;

import casemate.agent.volume.Disk;
import casemate.app.node.NodesPlace;
import casemate.app.secret.StrongroomPlace;
import casemate.base.Refusal;
import casemate.control.Outside;
import casemate.control.account.Email;
import casemate.edge.PrivateListener;
import casemate.edge.TrustedProxies;
import casemate.edge.acme.AcmeConfig;
import casemate.promise.PromiseId;
import casemate.promise.Region;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What `casemate up` was asked for.
///
/// @param data the data directory
/// @param root of the sources: policies and blueprints lie there
/// @param domain under which every host of this platform lies
/// @param httpsPort where the edge answers
/// @param switchedOff controls that are off, in a lab only
/// @param proxies load balancers before the edge
/// @param firewallRules of the edge; empty for what is installed
/// @param operator who can open the console: made unless there is one with this address
/// @param acme an outside authority for certificates
/// @param outside what control may ask beyond this machine
/// @param privateListeners of the edge, besides the shared one
/// @param standby where a second host of this machine is said to stand; without one there is none
/// @param nodes where it listens for agents on other machines; without one it does not
/// @param secrets where this deployment's passwords are; empty: in a strongroom of this machine
/// @param labClock how far this laboratory's clock is ahead of the real one; empty: as it was before
/// @param disk what the operator says of the disk below the data directory
/// @param region where this machine stands, as customers are told; empty: as was said before
record UpSettings(
        Path data,
        Path root,
        String domain,
        int httpsPort,
        Set<PromiseId> switchedOff,
        TrustedProxies proxies,
        Optional<Path> firewallRules,
        Email operator,
        Optional<AcmeConfig> acme,
        Outside outside,
        List<PrivateListener> privateListeners,
        Optional<StrongroomPlace> secrets,
        Optional<Region> region,
        Optional<Region> standby,
        Optional<NodesPlace> nodes,
        Optional<Duration> labClock,
        Disk disk) {
    private static final int HTTPS = 443;
    private static final int MAX_PORT = 65_535;
    private static final String LOCAL = "localhost";
    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");

    UpSettings {
        domain = domain(domain);
        switchedOff = Set.copyOf(switchedOff);
        privateListeners = List.copyOf(privateListeners);
        if (httpsPort < 1 || httpsPort > MAX_PORT) {
            throw Refusal.invalid("port-malformed", "--https-port takes a port from 1 to 65535.");
        }
        if (firewallRules.isPresent() && !Files.isReadable(firewallRules.get())) {
            throw Refusal.invalid("firewall-rules", "--firewall-rules takes a file or a directory that can be read.");
        }
        if (labClock.isPresent()) {
            HouseClock.refuseOutside(domain, acme, secrets, outside, nodes);
        }
    }

    /// The domain as it is written everywhere: in lower case.
    static String domain(String typed) {
        String lower = typed.toLowerCase(Locale.ROOT);
        if (!DOMAIN.matcher(lower).matches()) {
            throw Refusal.invalid("domain-malformed", "--domain takes a DNS name such as casemate.localhost.");
        }
        return lower;
    }

    /// Names under `localhost` are this machine's alone: nobody else is let in by accident.
    String address() {
        return address(domain);
    }

    static String address(String domain) {
        return local(domain) ? "127.0.0.1" : "0.0.0.0";
    }

    static boolean local(String domain) {
        return domain.equals(LOCAL) || domain.endsWith("." + LOCAL);
    }

    /// For whom a new platform hosts its first application.
    String firstCustomer() {
        return "customer@" + domain;
    }

    /// The address of one of the platform's hosts.
    String url(String host) {
        return "https://" + host + "." + domain + (httpsPort == HTTPS ? "" : ":" + httpsPort);
    }
}
