package casemate.control.provision;

import casemate.base.Refusal;
import casemate.control.token.Tokens;
import casemate.control.web.Bearers;
import casemate.control.web.Failures;
import casemate.control.web.RateLimits;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets only directories in that show a customer's token for provisioning; cookies are not looked at.
final class ScimGate extends OncePerRequestFilter {
    static final String PATH = "/portal/scim/v2";

    /// A first synchronisation sends tens of requests a second, never hundreds for long.
    private static final RateLimits.Limit PACE = new RateLimits.Limit("scim", 6_000, Duration.ofMinutes(1));

    private final Tokens tokens;
    private final RateLimits limits;
    private final Failures failures;

    ScimGate(Tokens tokens, RateLimits limits, Failures failures) {
        this.tokens = tokens;
        this.limits = limits;
        this.failures = failures;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<ScimClient> client = Bearers.presented(request)
                .flatMap(tokens::provisioner)
                .map(token -> new ScimClient(token.customer(), token.id()));
        if (client.isEmpty()) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"scim\"");
            failures.write(
                    request,
                    response,
                    new Refusal(
                            Refusal.Kind.UNAUTHENTICATED,
                            "token-needed",
                            "Send a token for provisioning (cms_...) as a Bearer token; the portal makes one."));
            return;
        }
        if (!limits.within(PACE, client.get().customer().value())) {
            response.setHeader("Retry-After", String.valueOf(PACE.within().toSeconds()));
            failures.write(
                    request,
                    response,
                    new Refusal(
                            Refusal.Kind.TOO_MANY,
                            "too-often",
                            "That is more than " + PACE.acts() + " requests a minute."));
            return;
        }
        client.get().keep(request);
        chain.doFilter(request, response);
    }
}
