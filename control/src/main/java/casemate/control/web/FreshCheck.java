package casemate.control.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Stands before the handlers marked [Fresh]: a session left open on a desk does no lasting harm.
final class FreshCheck implements HandlerInterceptor {
    /// Long enough for what one sat down to do, too short for who sits down later.
    static final Duration FRESH = Duration.ofMinutes(10);

    private final Clock clock;

    FreshCheck(Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method) || !method.hasMethodAnnotation(Fresh.class)) {
            return true;
        }
        Viewer viewer = Pages.signedIn(request);
        if (viewer.proved().plus(FRESH).isAfter(clock.instant())) {
            return true;
        }
        response.setStatus(HttpStatus.SEE_OTHER.value());
        response.setHeader("Location", "/step-up?next=" + back(request));
        return false;
    }

    /// The page itself, or the one whose form was sent: what was typed there is typed again.
    private static String back(HttpServletRequest request) {
        String path = request.getMethod().equals("GET")
                ? request.getRequestURI().replaceFirst("^/(portal|console)", "")
                : Optional.ofNullable(request.getHeader("Referer"))
                        .flatMap(FreshCheck::path)
                        .orElse("/");
        return Paths.own(path);
    }

    private static Optional<String> path(String referer) {
        try {
            return Optional.ofNullable(URI.create(referer).getPath());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
