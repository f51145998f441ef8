package casemate.control.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.ResponseCookie;

/// Our cookies: all `__Host-`, so bound to one host, its root path and HTTPS, and out of reach of scripts.
public final class Cookies {
    private Cookies() {}

    public static Optional<String> read(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getCookies())
                .map(Arrays::stream)
                .orElseGet(Stream::empty)
                .filter(c -> c.getName().equals(name))
                .map(Cookie::getValue)
                .filter(v -> !v.isEmpty())
                .findFirst();
    }

    /// The value of a Set-Cookie header.
    ///
    /// @param life zero takes the cookie away
    public static String write(String name, String value, Duration life) {
        return ResponseCookie.from(name, value)
                .secure(true)
                .httpOnly(true)
                .sameSite("Lax")
                .path("/")
                .maxAge(life)
                .build()
                .toString();
    }

    public static String remove(String name) {
        return write(name, "", Duration.ZERO);
    }
}
