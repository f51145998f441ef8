package casemate.control.signin;

import casemate.base.Actor;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import casemate.control.account.Email;
import casemate.control.account.Person;
import casemate.control.account.SignUps;
import casemate.control.account.Token;
import casemate.control.password.Passwords;
import casemate.control.web.Cookies;
import casemate.control.web.Flash;
import casemate.control.web.Open;
import casemate.control.web.Page;
import casemate.control.web.Paths;
import casemate.control.web.RateLimits;
import casemate.control.web.RateLimits.Limit;
import casemate.control.web.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// In and out: sign-in at both doors, confirmation of a sign-up, sign-out.
@Controller
final class SigninRoutes {
    /// Posts to these pages from one network, right or wrong: what an office needs, and hardly what a machine wants.
    static final Limit POSTS = new Limit("sign-in", 120, Duration.ofMinutes(15));

    private final Sessions sessions;
    private final SignUps signUps;
    private final Passwords passwords;
    private final RateLimits limits;
    private final Supplier<AfterPassword> after;
    private final Supplier<Elsewhere> elsewhere;

    SigninRoutes(
            Sessions sessions,
            SignUps signUps,
            Passwords passwords,
            RateLimits limits,
            Supplier<AfterPassword> after,
            Supplier<Elsewhere> elsewhere) {
        this.sessions = sessions;
        this.signUps = signUps;
        this.passwords = passwords;
        this.limits = limits;
        this.after = after;
        this.elsewhere = elsewhere;
    }

    @Open("the way in")
    @GetMapping({"/portal/sign-in", "/console/sign-in"})
    ResponseEntity<byte[]> form(
            Page page, HttpServletRequest request, @RequestParam(name = "next", defaultValue = "/") String next) {
        if (page.viewer().isPresent()) {
            return page.see("/");
        }
        return again(page, request, Paths.own(next))
                .map(address -> Doorstep.leave(page, address, "signin.leave"))
                .orElseGet(() -> address(page, HttpStatus.OK, "", Paths.own(next), ""));
    }

    private Optional<URI> again(Page page, HttpServletRequest request, String next) {
        if (page.console()) {
            return Optional.empty();
        }
        try {
            limits.count(POSTS, page.visitor().network());
            return elsewhere.get().again(page, request, next);
        } catch (Refusal | Unavailable _) {
            // The form is there for everybody, also where the provider is not.
            return Optional.empty();
        }
    }

    @Open("the way in")
    @PostMapping({"/portal/sign-in", "/console/sign-in"})
    ResponseEntity<byte[]> signIn(
            Page page,
            HttpServletRequest request,
            @RequestParam("email") String typed,
            @RequestParam(name = "password", defaultValue = "") String password,
            @RequestParam(name = "next", defaultValue = "/") String next) {
        Gate gate = Gate.of(request);
        if (password.isEmpty() && !gate.operator()) {
            return addressed(page, typed, Paths.own(next));
        }
        try {
            limits.count(POSTS, page.visitor().network());
            Verified verified = sessions.verify(
                    gate.kind(),
                    Email.parse(typed),
                    Typed.password(password),
                    page.visitor(),
                    Cookies.read(request, gate.device()).map(Token::presented));
            ResponseEntity<byte[]> entered = after.get().enter(page, request, verified, Paths.own(next));
            if (passwords.leaked(Typed.password(password))) {
                page.flash(Flash.bad("password.notice.leaked"));
            }
            return entered;
        } catch (Refusal refused) {
            HttpStatus status =
                    refused.kind() == Refusal.Kind.TOO_MANY ? HttpStatus.TOO_MANY_REQUESTS : HttpStatus.UNAUTHORIZED;
            return signIn(page, status, typed, Paths.own(next), page.say(refused));
        }
    }

    /// For those whose company's provider is down, and who keep a password for that day.
    @Open("the way in")
    @GetMapping("/portal/sign-in/password")
    ResponseEntity<byte[]> password(Page page) {
        return signIn(page, HttpStatus.OK, "", "/", "");
    }

    /// An address alone: its domain may lead to a customer's own provider; if not, a password is asked for,
    /// whether or not anybody has the address.
    private ResponseEntity<byte[]> addressed(Page page, String typed, String next) {
        try {
            limits.count(POSTS, page.visitor().network());
            Optional<URI> leads = elsewhere.get().leads(page, Email.parse(typed), next);
            return leads.map(address -> Doorstep.leave(page, address, "signin.leave"))
                    .orElseGet(() -> signIn(page, HttpStatus.OK, typed, next, ""));
        } catch (Refusal refused) {
            return address(page, HttpStatus.UNPROCESSABLE_CONTENT, typed, next, page.say(refused));
        }
    }

    @Open("the link in the letter is the proof")
    @GetMapping("/portal/confirm")
    ResponseEntity<byte[]> confirmation(Page page, @RequestParam(name = "token", defaultValue = "") String token) {
        Optional<Email> waiting = signUps.waiting(Token.presented(token));
        return waiting.map(email -> confirm(page, HttpStatus.OK, token, email, ""))
                .orElseGet(() -> page.show(HttpStatus.NOT_FOUND, "signin/link-useless", Map.of()));
    }

    @Open("the link in the letter is the proof")
    @PostMapping("/portal/confirm")
    ResponseEntity<byte[]> confirm(
            Page page,
            HttpServletRequest request,
            @RequestParam("token") String presented,
            @RequestParam("password") String password) {
        limits.count(POSTS, page.visitor().network());
        Token token = Token.presented(presented);
        Optional<Email> waiting = signUps.waiting(token);
        try {
            Person person = signUps.confirm(
                    token, Typed.password(password), Optional.of(page.visitor().address()), new Actor.Anonymous());
            return after.get().enter(page, request, new Verified(person, false), "/");
        } catch (Refusal refused) {
            return refused.kind() == Refusal.Kind.FORBIDDEN && waiting.isPresent()
                    ? confirm(page, HttpStatus.FORBIDDEN, presented, waiting.get(), page.say(refused))
                    : page.show(HttpStatus.NOT_FOUND, "signin/link-useless", Map.of());
        }
    }

    @SignedIn("everybody may leave")
    @PostMapping({"/portal/sign-out", "/console/sign-out"})
    ResponseEntity<byte[]> signOut(Page page, HttpServletRequest request) {
        Optional<URI> away = elsewhere.get().away(page, page.signedIn());
        sessions.end(page.signedIn(), page.signedIn().session());
        page.keep(Cookies.remove(Gate.of(request).cookie()));
        return away.map(address -> Doorstep.leave(page, address, "signin.leave.out"))
                .orElseGet(() -> page.see("/sign-in", Flash.good("signin.bye")));
    }

    /// Customers' people are asked for their address first, operators for everything at once.
    private static ResponseEntity<byte[]> address(
            Page page, HttpStatus status, String email, String next, String error) {
        return page.console()
                ? signIn(page, status, email, next, error)
                : page.show(status, "signin/address", Map.of("email", email, "next", next, "error", error));
    }

    private static ResponseEntity<byte[]> signIn(
            Page page, HttpStatus status, String email, String next, String error) {
        return page.show(status, "signin/sign-in", Map.of("email", email, "next", next, "error", error));
    }

    private static ResponseEntity<byte[]> confirm(
            Page page, HttpStatus status, String token, Email email, String error) {
        return page.show(status, "signin/confirm", Map.of("token", token, "email", email.value(), "error", error));
    }
}
