package casemate.control.access;

import casemate.base.Refusal;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.control.web.RateLimits;
import casemate.control.web.RateLimits.Limit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// Where the edge sends visitors who should sign in. Host and path stand in the address as plain segments, so that the
/// way back from the sign-in page is a plain path too.
@Controller
final class SignOnPages {
    /// More than a person opens instances, and less than a program would like.
    private static final Limit TICKETS = new Limit("entry-tickets", 60, Duration.ofMinutes(10));

    private static final int MAX_PATH = 2_000;

    private final SignOns signOns;
    private final RateLimits limits;

    SignOnPages(SignOns signOns, RateLimits limits) {
        this.signOns = signOns;
        this.limits = limits;
    }

    /// A page that goes on by itself, not a redirect: browsers hold a form's redirects to the policy of the page that
    /// sent it, and one may come here straight from the sign-in form.
    @Needs(Permission.INSTANCE_ENTER)
    @GetMapping("/portal/enter/{host}/{to}")
    ResponseEntity<byte[]> enter(Page page, @PathVariable("host") String host, @PathVariable("to") String to) {
        limits.count(TICKETS, page.signedIn().user().value());
        String address = signOns.address(host, path(to), page.signedIn());
        ResponseEntity<byte[]> shown = page.show("access/enter", Map.of("host", host, "address", address));
        return ResponseEntity.status(shown.getStatusCode())
                .headers(shown.getHeaders())
                .header("Refresh", "0; url=" + address)
                .body(shown.getBody());
    }

    private static String path(String encoded) {
        try {
            String path = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
            return path.length() <= MAX_PATH ? path : "/";
        } catch (IllegalArgumentException _) {
            throw Refusal.invalid("request-malformed", "That address is malformed.");
        }
    }
}
