package casemate.control.account;

import casemate.base.Actor;
import casemate.base.Secret;
import casemate.control.password.EvenPace;
import casemate.control.spam.RefusedForms;
import casemate.control.spam.SpamCheck;
import casemate.control.web.Open;
import casemate.control.web.Page;
import casemate.control.web.RateLimits;
import casemate.control.web.RateLimits.Limit;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The pages of a stranger who becomes a customer. Confirmation signs in, so it belongs to the room `signin`.
@Controller
final class SignUpRoutes {
    /// An office behind one address may sign up some people in an hour; a machine that makes accounts is slowed.
    static final Limit BY_ADDRESS = new Limit("sign-up-address", 20, Duration.ofHours(1));

    /// Letters that strangers in one place can make us write to one mailbox.
    static final Limit BY_MAILBOX = new Limit("sign-up-mailbox", 6, Duration.ofHours(1));

    private final SignUps signUps;
    private final RateLimits limits;
    private final EvenPace pace;
    private final SpamCheck spam;
    private final RefusedForms refused;

    SignUpRoutes(SignUps signUps, RateLimits limits, EvenPace pace, SpamCheck spam, RefusedForms refused) {
        this.spam = spam;
        this.refused = refused;
        this.signUps = signUps;
        this.limits = limits;
        this.pace = pace;
    }

    @Open("strangers become customers here")
    @GetMapping("/portal/sign-up")
    ResponseEntity<byte[]> form(Page page) {
        return page.viewer().isPresent() ? page.see("/") : page.show("account/sign-up", model(SignUpForm.empty()));
    }

    private Map<String, Object> model(SignUpForm form) {
        return Map.of("form", form, "opened", spam.stamp());
    }

    @Open("strangers become customers here")
    @PostMapping("/portal/sign-up")
    ResponseEntity<byte[]> signUp(Page page, @RequestParam MultiValueMap<String, String> typed) {
        SignUpForm form = SignUpForm.read(typed);
        if (!form.fine()) {
            return page.show(HttpStatus.UNPROCESSABLE_CONTENT, "account/sign-up", model(form));
        }
        limits.count(BY_ADDRESS, page.visitor().network());
        SpamCheck.Judgement judgement = judge(page, typed, Email.parse(form.email()));
        if (judgement.spam()) {
            String words =
                    judgement.signs().contains(SpamCheck.NO_MAIL) ? "account.error.no-mail" : "account.error.spam";
            return page.show(HttpStatus.UNPROCESSABLE_CONTENT, "account/sign-up", model(form.refused(words)));
        }
        Secret password = Secret.of(SignUpForm.text(typed, "password"));
        SignUp wish = form.wish(password, page.language());
        Optional<String> problem = signUps.problem(wish);
        if (problem.isPresent()) {
            return page.show(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "account/sign-up",
                    model(form.refused("password", problem.get())));
        }
        return pace.even(() -> {
            if (limits.within(BY_MAILBOX, wish.email() + " " + page.visitor().network())) {
                signUps.signUp(wish, new Actor.Anonymous());
            }
            return sent(page, wish.email());
        });
    }

    private SpamCheck.Judgement judge(Page page, MultiValueMap<String, String> typed, Email email) {
        SpamCheck.Judgement judgement =
                spam.judge(typed, email.value(), page.visitor().address());
        if (judgement.spam()) {
            signUps.refused(judgement, new Actor.Anonymous());
            refused.count(judgement);
        }
        return judgement;
    }

    private ResponseEntity<byte[]> sent(Page page, Email email) {
        return page.show("account/sent", Map.of("email", email.value(), "opened", spam.stamp()));
    }

    @Open("strangers become customers here")
    @PostMapping("/portal/sign-up/again")
    ResponseEntity<byte[]> again(Page page, @RequestParam MultiValueMap<String, String> typed) {
        Email email = Email.parse(SignUpForm.text(typed, "email"));
        limits.count(BY_ADDRESS, page.visitor().network());
        if (judge(page, typed, email).spam()) {
            throw SignUps.spam();
        }
        return pace.even(() -> {
            if (limits.within(BY_MAILBOX, email + " " + page.visitor().network())) {
                signUps.sendAgain(email, new Actor.Anonymous());
            }
            return sent(page, email);
        });
    }
}
