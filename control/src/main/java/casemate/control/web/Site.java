package casemate.control.web;

import java.util.List;

/// Where the platform is found from outside.
///
/// @param domain such as `casemate.localhost`
/// @param httpsPort where the edge answers
/// @param port where this program listens on the loopback address; 0 takes a free one
/// @param languages offered, the first is the default
public record Site(String domain, int httpsPort, int port, List<Language> languages) {
    private static final int HTTPS = 443;

    public Site {
        languages = List.copyOf(languages);
    }

    /// The origin of a shell's pages, such as `https://portal.casemate.localhost:8443`.
    public String origin(Shell shell) {
        return origin(shell.label());
    }

    /// The origin of any host under the domain, such as an instance or the trust page.
    public String origin(String label) {
        return "https://" + authority(label + "." + domain);
    }

    /// The host as it stands in addresses (RFC 3986, 3.2): with the port where that is not the usual one.
    public String authority(String host) {
        return host + (httpsPort == HTTPS ? "" : ":" + httpsPort);
    }
}
