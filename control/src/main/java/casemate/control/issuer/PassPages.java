package casemate.control.issuer;

import casemate.base.Refusal;
import casemate.control.signin.Doorstep;
import casemate.control.signin.Elsewhere;
import casemate.control.web.Needs;
import casemate.control.web.Open;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.control.web.RateLimits;
import casemate.control.web.RateLimits.Limit;
import casemate.control.web.Viewer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// Where the edge sends visitors who should sign in, or who want to sign out. What it says stands in the address as
/// plain segments, so that the way back from the sign-in page is a plain path too.
@Controller
final class PassPages {
    /// More than a person opens instances, and less than a program would like.
    private static final Limit TICKETS = new Limit("entry-tickets", 60, Duration.ofMinutes(10));

    private static final int MAX_PATH = 2_000;
    /// SHA-256 in base64url.
    private static final Pattern FLOW = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Passes passes;
    private final RateLimits limits;
    private final Supplier<Elsewhere> elsewhere;

    PassPages(Passes passes, RateLimits limits, Supplier<Elsewhere> elsewhere) {
        this.passes = passes;
        this.limits = limits;
        this.elsewhere = elsewhere;
    }

    /// A page that goes on by itself, not a redirect: browsers hold a form's redirects to the policy of the page that
    /// sent it, and one may come here straight from the sign-in form.
    @Needs(Permission.INSTANCE_ENTER)
    @GetMapping("/portal/enter/{host}/{to}/{flow}")
    ResponseEntity<byte[]> enter(
            Page page,
            @PathVariable("host") String host,
            @PathVariable("to") String to,
            @PathVariable("flow") String flow) {
        limits.count(TICKETS, page.signedIn().user().value());
        if (!FLOW.matcher(flow).matches()) {
            throw malformed();
        }
        String address = passes.address(host, path(to), flow, page.signedIn());
        ResponseEntity<byte[]> shown = page.show("issuer/enter", Map.of("host", host, "address", address));
        return ResponseEntity.status(shown.getStatusCode())
                .headers(shown.getHeaders())
                .header("Refresh", "0; url=" + address)
                .body(shown.getBody());
    }

    @Open("ends nothing but the session that the pass in the address was made in")
    @GetMapping("/portal/leave/{pass}")
    ResponseEntity<byte[]> leave(Page page, @PathVariable("pass") String pass) {
        Optional<Viewer> holder = page.viewer().filter(viewer -> passes.isOf(viewer, pass));
        if (holder.isEmpty()) {
            return page.see("/");
        }
        Optional<URI> away = elsewhere.get().away(page, holder.get());
        String back = passes.leave(holder.get(), pass);
        return away.map(address -> Doorstep.leave(page, address, "signin.leave.out"))
                .orElseGet(() -> page.see(back));
    }

    private static String path(String encoded) {
        try {
            String path = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
            return path.length() <= MAX_PATH ? path : "/";
        } catch (IllegalArgumentException _) {
            throw malformed();
        }
    }

    private static Refusal malformed() {
        return Refusal.invalid("request-malformed", "That address is malformed.");
    }
}
