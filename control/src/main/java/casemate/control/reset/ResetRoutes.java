package casemate.control.reset;

import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Person;
import casemate.control.account.Token;
import casemate.control.password.EvenPace;
import casemate.control.web.Flash;
import casemate.control.web.Open;
import casemate.control.web.Page;
import casemate.control.web.RateLimits;
import casemate.control.web.RateLimits.Limit;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The pages of somebody who has forgotten their password.
@Controller
final class ResetRoutes {
    /// From one network, whoever is asked for: an office may have a bad morning.
    static final Limit BY_NETWORK = new Limit("reset-network", 20, Duration.ofHours(1));

    /// Letters that one network can have written to one mailbox. Past it the answer is the same.
    static final Limit BY_MAILBOX = new Limit("reset-mailbox", 3, Duration.ofHours(1));

    /// Tries at links and passwords.
    private static final Limit POSTS = new Limit("reset-posts", 30, Duration.ofMinutes(15));

    /// The longest that is read of what should be a password.
    private static final int MAX_PASSWORD = 1024;

    private final Resets resets;
    private final RateLimits limits;
    private final EvenPace pace;

    ResetRoutes(Resets resets, RateLimits limits, EvenPace pace) {
        this.resets = resets;
        this.limits = limits;
        this.pace = pace;
    }

    @Open("who has forgotten their password cannot sign in")
    @GetMapping({"/portal/password", "/console/password"})
    ResponseEntity<byte[]> form(Page page) {
        return ask(page, HttpStatus.OK, "", "");
    }

    @Open("who has forgotten their password cannot sign in")
    @PostMapping({"/portal/password", "/console/password"})
    ResponseEntity<byte[]> ask(Page page, @RequestParam("email") String typed) {
        String network = page.visitor().network();
        limits.count(BY_NETWORK, network);
        Email email;
        try {
            email = Email.parse(typed);
        } catch (Refusal refused) {
            return ask(page, HttpStatus.UNPROCESSABLE_CONTENT, typed, page.say(refused));
        }
        return pace.even(() -> {
            if (limits.within(BY_MAILBOX, email + " " + network)) {
                resets.ask(kind(page), email);
            }
            return page.show("reset/sent", Map.of("email", email.value()));
        });
    }

    @Open("the link in the letter is the proof")
    @GetMapping({"/portal/password/new", "/console/password/new"})
    ResponseEntity<byte[]> choose(Page page, @RequestParam(name = "token", defaultValue = "") String token) {
        limits.count(POSTS, page.visitor().network());
        return choose(page, HttpStatus.OK, token, "");
    }

    @Open("the link in the letter is the proof")
    @PostMapping({"/portal/password/new", "/console/password/new"})
    ResponseEntity<byte[]> reset(
            Page page, @RequestParam("token") String token, @RequestParam("password") String password) {
        limits.count(POSTS, page.visitor().network());
        try {
            resets.reset(
                    kind(page),
                    Token.presented(token),
                    Secret.of(password.substring(0, Math.min(password.length(), MAX_PASSWORD))));
            return page.see("/sign-in", Flash.good("reset.done"));
        } catch (Refusal refused) {
            return choose(page, HttpStatus.UNPROCESSABLE_CONTENT, token, page.say(refused));
        }
    }

    private ResponseEntity<byte[]> choose(Page page, HttpStatus status, String token, String problem) {
        return resets.waiting(kind(page), Token.presented(token))
                .map(Person::email)
                .map(email -> page.show(
                        status, "reset/new", Map.of("token", token, "email", email.value(), "problem", problem)))
                .orElseGet(() -> page.show(HttpStatus.NOT_FOUND, "reset/useless", Map.of()));
    }

    private static ResponseEntity<byte[]> ask(Page page, HttpStatus status, String email, String problem) {
        return page.show(status, "reset/ask", Map.of("email", email, "problem", problem));
    }

    private static Kind kind(Page page) {
        return page.console() ? Kind.OPERATOR : Kind.CUSTOMER;
    }
}
