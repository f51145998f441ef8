package casemate.control.passkey;

import casemate.base.Actor;
import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.Acting;
import casemate.control.account.Person;
import casemate.control.step.Doorway;
import casemate.control.step.Half;
import casemate.control.web.Open;
import casemate.control.web.Page;
import casemate.control.web.Pages;
import casemate.control.web.Paths;
import casemate.control.web.RateLimits;
import casemate.control.web.RateLimits.Limit;
import casemate.control.web.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// In by a passkey: after the password, or alone; and once more before a dangerous act.
@Controller
final class EntryRoutes {
    /// Each look leaves a row for a while; an office shares an address.
    private static final Limit LOOKS = new Limit("passkey", 240, Duration.ofMinutes(15));

    private static final String ENTER = "/sign-in/passkey";
    private static final String SET_UP = "/sign-in/passkey/set-up";
    private static final String PROVE = "/step-up/passkey";

    private final Passkeys passkeys;
    private final Accounts accounts;
    private final Doorway doorway;
    private final RateLimits limits;
    private final BrowserCookie browsers;

    EntryRoutes(Passkeys passkeys, Accounts accounts, Doorway doorway, RateLimits limits, BrowserCookie browsers) {
        this.passkeys = passkeys;
        this.accounts = accounts;
        this.doorway = doorway;
        this.limits = limits;
        this.browsers = browsers;
    }

    /// @param alone whether somebody asks for it who did not just show a password here
    @Open("the way in")
    @GetMapping({"/portal/sign-in/passkey", "/console/sign-in/passkey"})
    ResponseEntity<byte[]> ask(
            Page page,
            HttpServletRequest request,
            @RequestParam(name = "alone", defaultValue = "") String alone,
            @RequestParam(name = "next", defaultValue = "/") String next) {
        if (page.viewer().isPresent()) {
            return page.see("/");
        }
        limits.count(LOOKS, page.visitor().network());
        return show(page, request, HttpStatus.OK, half(page, request, alone), next, "");
    }

    @Open("the way in")
    @PostMapping({"/portal/sign-in/passkey", "/console/sign-in/passkey"})
    ResponseEntity<byte[]> enter(
            Page page,
            HttpServletRequest request,
            @RequestParam("credential") String credential,
            @RequestParam(name = "alone", defaultValue = "") String alone,
            @RequestParam(name = "next", defaultValue = "/") String next) {
        limits.count(LOOKS, page.visitor().network());
        Optional<Half> half = half(page, request, alone);
        return half.isPresent()
                ? second(page, request, half.get(), credential, next)
                : alone(page, request, credential, next);
    }

    private ResponseEntity<byte[]> second(
            Page page, HttpServletRequest request, Half half, String credential, String next) {
        Challenge challenge = Challenge.of(
                browsers.shown(request), Purpose.ENTER, half.person().id(), half.operator());
        Attempt attempt = new Attempt(() -> passkeys.use(challenge, credential));
        return doorway.orBeginAgain(page, () -> {
            try {
                return doorway.enter(page, request, half, attempt, next);
            } catch (Refusal refused) {
                Half still = doorway.half(page, request).orElseThrow(Pages::stranger);
                Refusal told = attempt.told(refused);
                return show(page, request, status(told), Optional.of(still), next, page.say(told));
            }
        });
    }

    private ResponseEntity<byte[]> alone(Page page, HttpServletRequest request, String credential, String next) {
        try {
            UserId owner = passkeys.use(Challenge.forAnybody(browsers.shown(request), page.console()), credential);
            Person person = accounts.person(owner).orElseThrow(Pages::stranger);
            return doorway.enterAlone(page, request, person, next);
        } catch (Refusal refused) {
            return show(page, request, status(refused), Optional.empty(), next, page.say(refused));
        }
    }

    @Open("the cookie of the first step is what lets them here")
    @GetMapping({"/portal/sign-in/passkey/set-up", "/console/sign-in/passkey/set-up"})
    ResponseEntity<byte[]> askToSetUp(
            Page page, HttpServletRequest request, @RequestParam(name = "next", defaultValue = "/") String next) {
        return doorway.orBeginAgain(page, () -> {
            limits.count(LOOKS, page.visitor().network());
            return setUp(page, request, HttpStatus.OK, page.visitor().device(), next, "");
        });
    }

    @Open("the cookie of the first step is what lets them here")
    @PostMapping({"/portal/sign-in/passkey/set-up", "/console/sign-in/passkey/set-up"})
    ResponseEntity<byte[]> setUp(
            Page page,
            HttpServletRequest request,
            @RequestParam("name") String name,
            @RequestParam("credential") String credential,
            @RequestParam(name = "next", defaultValue = "/") String next) {
        return doorway.orBeginAgain(page, () -> {
            Half half = withoutFactor(page, request);
            Challenge challenge = Challenge.of(
                    browsers.shown(request), Purpose.ADD, half.person().id(), half.operator());
            Attempt attempt =
                    new Attempt(() -> passkeys.add(challenge, half.person(), name, credential, actor(half.person())));
            try {
                limits.count(LOOKS, page.visitor().network());
                Passkeys.parseName(name);
                return doorway.enter(page, request, half, attempt, next);
            } catch (Refusal refused) {
                Refusal told = attempt.told(refused);
                return setUp(page, request, status(told), name, next, page.say(told));
            }
        });
    }

    @SignedIn("asks them who they are")
    @GetMapping({"/portal/step-up/passkey", "/console/step-up/passkey"})
    ResponseEntity<byte[]> askAgain(
            Page page, HttpServletRequest request, @RequestParam(name = "next", defaultValue = "/") String next) {
        return again(page, request, HttpStatus.OK, next, "");
    }

    @SignedIn("asks them who they are")
    @PostMapping({"/portal/step-up/passkey", "/console/step-up/passkey"})
    ResponseEntity<byte[]> proveAgain(
            Page page,
            HttpServletRequest request,
            @RequestParam("credential") String credential,
            @RequestParam(name = "next", defaultValue = "/") String next) {
        Attempt attempt = new Attempt(() -> passkeys.use(prove(page, request), credential));
        try {
            limits.count(LOOKS, page.visitor().network());
            return doorway.proveAgain(page, request, attempt, next);
        } catch (Refusal refused) {
            Refusal told = attempt.told(refused);
            return again(page, request, status(told), next, page.say(told));
        }
    }

    private Challenge prove(Page page, HttpServletRequest request) {
        return Challenge.of(
                browsers.shown(request), Purpose.PROVE, page.signedIn().user(), page.console());
    }

    private Optional<Half> half(Page page, HttpServletRequest request, String alone) {
        return alone.isEmpty() ? doorway.half(page, request).filter(h -> !h.setUp()) : Optional.empty();
    }

    private Half withoutFactor(Page page, HttpServletRequest request) {
        return doorway.half(page, request).filter(Half::setUp).orElseThrow(Pages::stranger);
    }

    private Actor actor(Person person) {
        return accounts.acting(person.id(), Optional.empty()).map(Acting::actor).orElseThrow(Pages::stranger);
    }

    private ResponseEntity<byte[]> show(
            Page page,
            HttpServletRequest request,
            HttpStatus status,
            Optional<Half> half,
            String next,
            String problem) {
        var browser = browsers.give(page, request);
        Challenge challenge = half.map(
                        h -> Challenge.of(browser, Purpose.ENTER, h.person().id(), h.operator()))
                .orElseGet(() -> Challenge.forAnybody(browser, page.console()));
        return page.show(
                status,
                "passkey/use",
                Map.of(
                        "options",
                        passkeys.askToUse(challenge),
                        "action",
                        ENTER,
                        "words",
                        half.isPresent() ? "passkey.second" : "passkey.alone",
                        "back",
                        half.isPresent() ? "/sign-in/second" : "/sign-in",
                        "alone",
                        half.isPresent() ? "" : "yes",
                        "next",
                        Paths.own(next),
                        "problem",
                        problem));
    }

    private ResponseEntity<byte[]> setUp(
            Page page, HttpServletRequest request, HttpStatus status, String name, String next, String problem) {
        Half half = withoutFactor(page, request);
        Challenge challenge = Challenge.of(
                browsers.give(page, request), Purpose.ADD, half.person().id(), half.operator());
        return page.show(
                status,
                "passkey/add",
                Map.of(
                        "options",
                        passkeys.askToAdd(challenge, half.person()),
                        "action",
                        SET_UP,
                        "back",
                        "/sign-in/set-up",
                        "next",
                        Paths.own(next),
                        "name",
                        name,
                        "problem",
                        problem));
    }

    private ResponseEntity<byte[]> again(
            Page page, HttpServletRequest request, HttpStatus status, String next, String problem) {
        Challenge challenge = Challenge.of(
                browsers.give(page, request), Purpose.PROVE, page.signedIn().user(), page.console());
        return page.show(
                status,
                "passkey/use",
                Map.of(
                        "options",
                        passkeys.askToUse(challenge),
                        "action",
                        PROVE,
                        "words",
                        "passkey.again",
                        "back",
                        "/step-up",
                        "alone",
                        "",
                        "next",
                        Paths.own(next),
                        "problem",
                        problem));
    }

    static HttpStatus status(Refusal refused) {
        return switch (refused.kind()) {
            case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case CONFLICT -> HttpStatus.CONFLICT;
            case TOO_MANY -> HttpStatus.TOO_MANY_REQUESTS;
            case INVALID, TOO_LARGE -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
    }
}
