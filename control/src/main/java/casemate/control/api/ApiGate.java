package casemate.control.api;

import casemate.base.Refusal;
import casemate.control.token.Tokens;
import casemate.control.web.Bearers;
import casemate.control.web.CameBy;
import casemate.control.web.Failures;
import casemate.control.web.RateLimits;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/// Finds out from the token who is there, and how much of their allowance is left; cookies are not looked at.
final class ApiGate extends OncePerRequestFilter {
    static final String PATH = "/portal/v1";
    static final String DESCRIPTION = PATH + "/openapi.json";

    /// Ten a second for as long as one likes; of a token, so that one program does not starve another.
    static final RateLimits.Limit ALLOWANCE = new RateLimits.Limit("api", 600, Duration.ofMinutes(1));

    private final Tokens tokens;
    private final RateLimits limits;
    private final Failures failures;

    ApiGate(Tokens tokens, RateLimits limits, Failures failures) {
        this.tokens = tokens;
        this.limits = limits;
        this.failures = failures;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().equals(DESCRIPTION);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Tokens.Bearer> bearer = Bearers.presented(request).flatMap(tokens::bearer);
        if (bearer.isEmpty()) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"api\"");
            failures.write(
                    request,
                    response,
                    new Refusal(
                            Refusal.Kind.UNAUTHENTICATED,
                            "token-needed",
                            "Send a token (cmt_...) as a Bearer token; the portal's page Tokens makes one."));
            return;
        }
        RateLimits.Left left = limits.spend(ALLOWANCE, bearer.get().token().id());
        // As draft-ietf-httpapi-ratelimit-headers has it.
        response.setHeader(
                "RateLimit-Policy",
                "\"token\";q=" + ALLOWANCE.acts() + ";w=" + ALLOWANCE.within().toSeconds());
        response.setHeader(
                "RateLimit", "\"token\";r=" + left.acts() + ";t=" + left.until().toSeconds());
        if (left.over()) {
            response.setHeader("Retry-After", String.valueOf(left.until().toSeconds()));
            failures.write(
                    request,
                    response,
                    new Refusal(Refusal.Kind.TOO_MANY, "too-often", "That was too often; see the header RateLimit."));
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new PreAuthenticatedAuthenticationToken(
                bearer.get().viewer(), "", List.of(new SimpleGrantedAuthority("ROLE_API"))));
        SecurityContextHolder.setContext(context);
        CameBy.serve(bearer.get().token().id(), chain, request, response);
    }
}
