package casemate.control.payment;

import casemate.base.Refusal;
import casemate.control.web.Open;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;

/// Where the payment provider brings its events.
@Controller
final class WebhookRoutes {
    static final String FROM_OUTSIDE = "/portal/payment/webhook";
    /// For the test provider, which is on this machine.
    static final String FROM_HERE = "/local/payment/webhook";

    private final Optional<Events> events;

    WebhookRoutes(Optional<Events> events) {
        this.events = events;
    }

    /// Answers once the event is kept; a second time as well as the first.
    @Open("The provider's signature on the body is what counts, and its age.")
    @PostMapping({FROM_OUTSIDE, FROM_HERE})
    ResponseEntity<Void> take(
            @RequestHeader(name = "Stripe-Signature", defaultValue = "") String signature,
            @RequestBody(required = false) byte[] body) {
        events.orElseThrow(() -> Refusal.notFound("page-unknown", "There is no such page."))
                .take(signature, Optional.ofNullable(body).orElse(new byte[0]));
        return ResponseEntity.ok().build();
    }
}
