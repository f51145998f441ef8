package casemate.control.payment;

import casemate.base.Refusal;
import casemate.control.web.Failures;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import org.springframework.web.filter.OncePerRequestFilter;

/// Turns away what somebody typed into a form of the portal that looks like a card number, before anything reads it:
/// no free line of ours becomes a place where cards are kept.
final class CardNumberFilter extends OncePerRequestFilter {
    private final Failures failures;

    CardNumberFilter(Failures failures) {
        this.failures = failures;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String type = request.getContentType();
        return !request.getRequestURI().startsWith("/portal/")
                || type == null
                || !type.startsWith("application/x-www-form-urlencoded");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean found = request.getParameterMap().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(CardNumberRules::foundIn);
        if (found) {
            failures.write(
                    request,
                    response,
                    Refusal.invalid(
                            "card-number",
                            "That looks like the number of a card. It belongs on the payment provider's page only."));
            return;
        }
        chain.doFilter(request, response);
    }
}
