package casemate.edge;

import io.vertx.core.MultiMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Which headers go on and which end here (RFC 9110, 7.6.1).
final class HeaderRules {
    /// About one connection, not about the message.
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    /// Only the edge may say where a request came from; and `Proxy` would redirect a CGI's own requests
    /// (CVE-2016-5385).
    private static final Set<String> OURS =
            Set.of("forwarded", "via", "x-real-ip", "client-ip", "true-client-ip", "proxy");

    private static final String OUR_PREFIX = "x-forwarded-";

    private HeaderRules() {}

    /// Copies what a visitor may tell an application. `Expect` is answered by the edge.
    static void toUpstream(MultiMap from, MultiMap to) {
        Set<String> nominated = nominated(from);
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            boolean ends = HOP_BY_HOP.contains(name)
                    || OURS.contains(name)
                    || name.startsWith(OUR_PREFIX)
                    || name.equals("expect")
                    || name.equals("host")
                    || nominated.contains(name);
            if (!ends) {
                to.add(name, header.getValue());
            }
        }
    }

    /// Copies what an application may tell a visitor. HSTS is the platform's promise, not the application's.
    static void toVisitor(MultiMap from, MultiMap to) {
        Set<String> nominated = nominated(from);
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            boolean ends =
                    HOP_BY_HOP.contains(name) || name.equals("strict-transport-security") || nominated.contains(name);
            if (!ends) {
                to.add(name, header.getValue());
            }
        }
    }

    /// Headers that `Connection` declares to be about this hop. Framing cannot be declared away.
    private static Set<String> nominated(MultiMap headers) {
        if (!headers.contains("connection")) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (String value : headers.getAll("connection")) {
            for (String name : value.split(",", -1)) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        names.remove("content-length");
        return names;
    }
}
