package casemate.control.signin;

import casemate.control.account.Token;
import casemate.control.web.Cookies;
import casemate.control.web.Page;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/// What rooms that stand on this one need of its pages.
public final class Doorstep {
    /// A browser stays known for as long as browsers keep cookies.
    private static final Duration DEVICE_LIFE = Duration.ofDays(400);

    private Doorstep() {}

    /// Gives a browser of the portal the session that has just begun for it.
    public static void welcome(Page page, Opened opened) {
        page.keep(Gate.portal().keep(opened.token()));
    }

    /// The same at either door, and remembers the browser.
    public static void welcome(Page page, HttpServletRequest request, Opened opened) {
        keep(page, request, opened.token());
        opened.device().ifPresent(d -> page.keep(Cookies.write(Gate.of(request).device(), d.reveal(), DEVICE_LIFE)));
    }

    /// Gives a browser its session's token.
    public static void keep(Page page, HttpServletRequest request, Token token) {
        page.keep(Gate.of(request).keep(token));
    }

    /// What a browser shows of an earlier sign-in at this door.
    public static Optional<Token> device(HttpServletRequest request) {
        return Cookies.read(request, Gate.of(request).device()).map(Token::presented);
    }

    /// Sends a browser to another site. A page that goes on by itself, not a redirect: browsers hold a form's redirects
    /// to the policy of the page that sent it.
    ///
    /// @param words the key of what is said meanwhile
    public static ResponseEntity<byte[]> leave(Page page, URI address, String words) {
        ResponseEntity<byte[]> shown =
                page.show(HttpStatus.OK, "signin/leave", Map.of("address", address.toString(), "words", words));
        return ResponseEntity.status(shown.getStatusCode())
                .headers(shown.getHeaders())
                .header("Refresh", "0; url=" + address)
                .body(shown.getBody());
    }
}
