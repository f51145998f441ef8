package casemate.edge;

import casemate.wire.Pass;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The ways from an instance to the portal and back.
final class PortalWay {
    /// The longest path that one comes back to.
    private static final int MAX_PATH = 2_000;

    private static final int HTTPS = 443;

    private final String host;
    private final int sharedPort;

    /// @param domain the platform's
    /// @param sharedPort of the listener that serves the portal
    PortalWay(String domain, int sharedPort) {
        this.host = "portal." + domain;
        this.sharedPort = sharedPort;
    }

    /// The portal is served by the same edge at the shared listener: at the port that this visitor came to, unless it
    /// came to a private one.
    String origin(Request request) {
        if (!request.route().rules().listener().equals(Places.SHARED)) {
            return "https://" + host + (sharedPort == HTTPS ? "" : ":" + sharedPort);
        }
        int colon = request.authority().indexOf(':');
        return "https://" + host + (colon < 0 ? "" : request.authority().substring(colon));
    }

    /// Where a member gets a ticket. Segments of plain letters, so that the portal's sign-in page can lead back to it.
    ///
    /// @param flow digest of what this browser holds
    String signIn(Request request, String to, String flow) {
        String path = Base64.getUrlEncoder().withoutPadding().encodeToString(to.getBytes(StandardCharsets.US_ASCII));
        return origin(request) + "/enter/" + request.route().host() + "/" + path + "/" + flow;
    }

    /// Where whoever has this pass signs out. Its id is the proof that they mean it: no other site knows it.
    String signOut(Request request, Pass pass) {
        return origin(request) + "/leave/" + pass.id();
    }

    /// A path on this very host and nothing else: a redirect must not lead anywhere else, in any browser's reading.
    static String home(String path) {
        boolean own = path.startsWith("/")
                && !path.startsWith("//")
                && !path.startsWith(EntryGuard.OURS)
                && path.length() <= MAX_PATH
                && path.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '\\');
        return own ? path : "/";
    }
}
