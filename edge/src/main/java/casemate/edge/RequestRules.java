package casemate.edge;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a request must look like before it is forwarded: whatever an upstream might read differently is refused here.
final class RequestRules {
    private static final int FIRST_PRINTABLE = 0x21;
    private static final int LAST_PRINTABLE = 0x7e;

    private RequestRules() {}

    /// The page to refuse with, or empty for a sound request.
    static Optional<Page> refuse(HttpServerRequest request) {
        HttpMethod method = request.method();
        if (method.equals(HttpMethod.TRACE) || method.equals(HttpMethod.CONNECT)) {
            return Optional.of(Page.REFUSED_METHOD);
        }
        boolean sound = request.version() != null
                && originForm(method, request.uri())
                && oneHost(request)
                && (request.version() == HttpVersion.HTTP_2 ? cleanFields(request) : plainFraming(request));
        return sound ? Optional.empty() : Optional.of(Page.MALFORMED);
    }

    /// A path, never an absolute address: whose host would count then?
    private static boolean originForm(HttpMethod method, String uri) {
        boolean form = uri.startsWith("/") || (uri.equals("*") && method.equals(HttpMethod.OPTIONS));
        return form && uri.chars().allMatch(c -> c >= FIRST_PRINTABLE && c <= LAST_PRINTABLE);
    }

    private static boolean oneHost(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        List<String> hosts = request.headers().getAll("host");
        if (authority == null || authority.host().isEmpty() || hosts.size() > 1) {
            return false;
        }
        return hosts.isEmpty()
                ? request.version() == HttpVersion.HTTP_2
                : hosts.getFirst().equalsIgnoreCase(authority.toString());
    }

    /// Either a length or chunks, and chunks by that one name only. A length beside chunks never gets here.
    private static boolean plainFraming(HttpServerRequest request) {
        List<String> codings = request.headers().getAll("transfer-encoding");
        List<String> lengths = request.headers().getAll("content-length");
        if (codings.isEmpty()) {
            return lengths.size() <= 1 && lengths.stream().allMatch(length -> length.matches("[0-9]{1,18}"));
        }
        return codings.size() == 1
                && codings.getFirst().equalsIgnoreCase("chunked")
                && lengths.isEmpty()
                && request.version() == HttpVersion.HTTP_1_1;
    }

    /// HTTP/2 can carry bytes that mean something else once written as HTTP/1.1 (RFC 9113, 10.3).
    private static boolean cleanFields(HttpServerRequest request) {
        for (Map.Entry<String, String> field : request.headers()) {
            if (!field.getKey().matches("[!#$%&'*+.^_`|~0-9a-z-]+")
                    || field.getValue().chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
                return false;
            }
        }
        return request.headers().getAll("content-length").size() <= 1
                && !request.headers().contains("transfer-encoding");
    }
}
