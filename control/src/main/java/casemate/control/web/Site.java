package casemate.control.web;

import java.util.List;

/// Where the platform is found from outside.
///
/// @param domain such as `casemate.localhost`
/// @param edge where it answers
/// @param port where this program listens on the loopback address; 0 takes a free one
/// @param languages offered, the first is the default
public record Site(String domain, EdgePlace edge, int port, List<Language> languages) {
    private static final int HTTPS = 443;

    public Site {
        languages = List.copyOf(languages);
    }

    /// With one listener for all.
    public Site(String domain, int httpsPort, int port, List<Language> languages) {
        this(domain, EdgePlace.shared(httpsPort), port, languages);
    }

    /// The origin of a shell's pages, such as `https://portal.casemate.localhost:8443`.
    public String origin(Shell shell) {
        return origin(shell.label());
    }

    /// The origin of any host under the domain that the shared listener serves, such as the trust page.
    public String origin(String label) {
        return originAt("", label + "." + domain);
    }

    /// The origin of a host that a listener of the edge serves.
    ///
    /// @param listener a private one's name; empty for the shared one
    public String originAt(String listener, String host) {
        return "https://" + authority(listener, host);
    }

    /// The host as it stands in addresses (RFC 3986, 3.2): with the port where that is not the usual one.
    public String authority(String listener, String host) {
        int answering = edge.port(listener);
        return host + (answering == HTTPS ? "" : ":" + answering);
    }
}
