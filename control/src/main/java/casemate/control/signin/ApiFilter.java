package casemate.control.signin;

import casemate.base.Refusal;
import casemate.control.web.Failures;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets only holders of the token at the API.
final class ApiFilter extends OncePerRequestFilter {
    private static final String SCHEME = "Bearer ";

    private final ApiToken token;
    private final Failures failures;

    ApiFilter(ApiToken token, Failures failures) {
        this.token = token;
        this.failures = failures;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/local/api/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean held = Optional.ofNullable(request.getHeader("Authorization"))
                .filter(h -> h.startsWith(SCHEME))
                .map(h -> token.matches(h.substring(SCHEME.length())))
                .orElse(false);
        if (held) {
            chain.doFilter(request, response);
        } else {
            failures.write(
                    request,
                    response,
                    new Refusal(
                            Refusal.Kind.UNAUTHENTICATED,
                            "token-needed",
                            "Send the token of run/api.json in the data directory as a Bearer token."));
        }
    }
}
