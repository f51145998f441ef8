package casemate.control.web;

import casemate.base.Ids;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/// The outermost filter: gives the request its id, finds out by its host which site is meant, and answers for whatever
/// escapes from the rest.
final class HostFilter extends OncePerRequestFilter {
    /// The largest form that most pages have is a sign-up of a few hundred bytes.
    static final int MAX_BODY_BYTES = 64 * 1024;
    /// Ten thousand address ranges with their notes, thousands of members of a group; also what is read of a body whose
    /// length was not said.
    static final int MAX_LIST_BYTES = 1 << 20;

    private static final Pattern LISTS = Pattern.compile(
            "/(?:portal(?:/v1)?|console)/instances/[^/]{1,40}/access|/portal/scim/v2/Groups(?:/[^/]{1,40})?");

    private final Site site;
    private final Ids ids;
    private final Failures failures;

    HostFilter(Site site, Ids ids, Failures failures) {
        this.site = site;
        this.ids = ids;
        this.failures = failures;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = ids.make("req");
        try {
            ScopedValue.where(RequestId.CURRENT, id).<@org.jspecify.annotations.Nullable Void, Exception>call(() -> {
                serve(request, response, chain);
                return null;
            });
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    private void serve(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException {
        Optional<HttpServletRequest> inside = inside(request);
        if (inside.isEmpty()) {
            response.sendError(HttpStatus.MISDIRECTED_REQUEST.value());
            return;
        }
        if (request.getContentLengthLong() > most(inside.get())) {
            failures.write(inside.get(), response, Failures.tooLarge());
            return;
        }
        // Browsers do not say how they have written a form; it is as its page was, and never Latin-1.
        inside.get().setCharacterEncoding(StandardCharsets.UTF_8.name());
        try {
            chain.doFilter(inside.get(), response);
        } catch (Exception e) {
            if (response.isCommitted()) {
                throw new IOException("failed in the middle of an answer", e);
            }
            failures.write(inside.get(), response, e);
        }
    }

    private static int most(HttpServletRequest inside) {
        return LISTS.matcher(inside.getRequestURI()).matches() ? MAX_LIST_BYTES : MAX_BODY_BYTES;
    }

    /// The request under its inside path; empty when its host is none of ours.
    private Optional<HttpServletRequest> inside(HttpServletRequest request) {
        String host = host(request);
        for (Shell shell : Shell.values()) {
            if (host.equals(shell.label() + "." + site.domain())) {
                return Optional.of(new Inside(request, shell.prefix() + request.getRequestURI()));
            }
        }
        boolean loopback = host.equals("127.0.0.1") || host.equals("localhost");
        return loopback ? Optional.of(new Inside(request, "/local" + request.getRequestURI())) : Optional.empty();
    }

    private static String host(HttpServletRequest request) {
        String header = Optional.ofNullable(request.getHeader("Host")).orElse("");
        int colon = header.lastIndexOf(':');
        return (colon < 0 ? header : header.substring(0, colon)).toLowerCase(Locale.ROOT);
    }

    /// The same request with the path that routes are written for.
    private static final class Inside extends HttpServletRequestWrapper {
        private final String path;

        Inside(HttpServletRequest request, String path) {
            super(request);
            this.path = path;
        }

        @Override
        public String getRequestURI() {
            return path;
        }

        @Override
        public String getServletPath() {
            return path;
        }

        @Override
        public StringBuffer getRequestURL() {
            return new StringBuffer(path);
        }
    }
}
