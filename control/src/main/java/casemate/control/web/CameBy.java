package casemate.control.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The id of the session or token by which the request being served came, for the audit alone. Ambient for the same
/// reason as [RequestId], and like it decides nothing.
public final class CameBy {
    private static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

    private CameBy() {}

    /// Empty for strangers, and when a program acts on its own.
    public static Optional<String> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /// Serves the rest of a request whose caller is known.
    public static void serve(String session, FilterChain rest, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            ScopedValue.where(CURRENT, session).<@Nullable Void, Exception>call(() -> {
                rest.doFilter(request, response);
                return null;
            });
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }
}
