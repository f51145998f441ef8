package casemate.control.signin;

import casemate.control.account.Token;
import casemate.control.web.CameBy;
import casemate.control.web.Cookies;
import casemate.control.web.Viewer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/// Finds out from the session cookie who is there.
final class SessionFilter extends OncePerRequestFilter {
    private final Sessions sessions;

    SessionFilter(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        // Assets are the same for everybody: no row is read for them.
        return request.getRequestURI().contains("/assets/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Gate gate = Gate.of(request);
        Optional<Viewer> viewer = Cookies.read(request, gate.cookie())
                .flatMap(c -> sessions.viewer(gate.kind(), Token.presented(c), byHand(request)));
        if (viewer.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        admit(viewer.get(), gate);
        CameBy.serve(viewer.get().session(), chain, request, response);
    }

    private static void admit(Viewer viewer, Gate gate) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new PreAuthenticatedAuthenticationToken(
                viewer,
                "",
                List.of(new SimpleGrantedAuthority("ROLE_" + gate.kind().name()))));
        SecurityContextHolder.setContext(context);
        // tabs.
    }

    /// A page that refreshes itself does not keep a forgotten browser signed in.
    private static boolean byHand(HttpServletRequest request) {
        return request.getHeader("HX-Request") == null;
    }
}
