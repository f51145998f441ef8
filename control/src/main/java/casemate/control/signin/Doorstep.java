package casemate.control.signin;

import casemate.control.web.Page;
import java.net.URI;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/// What rooms that stand on this one need of its pages.
public final class Doorstep {
    private Doorstep() {}

    /// Gives a browser of the portal the session that has just begun for it.
    public static void welcome(Page page, Opened opened) {
        page.keep(Gate.portal().keep(opened.token()));
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
