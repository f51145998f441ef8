package casemate.control.step;

import casemate.base.Refusal;
import casemate.control.factor.Factors;
import casemate.control.web.Open;
import casemate.control.web.Page;
import casemate.control.web.Paths;
import casemate.control.web.RateLimits;
import casemate.control.web.RateLimits.Limit;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The second step of signing in, for whoever has a factor.
@Controller
@Open("the cookie of the first step is what lets them here")
final class StepRoutes {
    /// Posts to these pages from one network, as for the first step.
    static final Limit POSTS = new Limit("second-step", 120, Duration.ofMinutes(15));

    private final Doorway doorway;
    private final Factors factors;
    private final Codes codes;
    private final LostFactors lost;
    private final RateLimits limits;

    StepRoutes(Doorway doorway, Factors factors, Codes codes, LostFactors lost, RateLimits limits) {
        this.doorway = doorway;
        this.factors = factors;
        this.codes = codes;
        this.lost = lost;
        this.limits = limits;
    }

    @GetMapping({"/portal/sign-in/second", "/console/sign-in/second"})
    ResponseEntity<byte[]> ask(
            Page page, HttpServletRequest request, @RequestParam(name = "next", defaultValue = "/") String next) {
        return doorway.orBeginAgain(page, () -> {
            Half half = doorway.half(page, request).orElseThrow(SecondSteps::over);
            return half.setUp()
                    ? page.see(Doorway.SET_UP + "?next=" + Paths.own(next))
                    : show(page, HttpStatus.OK, half, next, "");
        });
    }

    /// @param second the next code of a token that ran ahead; empty for everybody else
    @PostMapping({"/portal/sign-in/second", "/console/sign-in/second"})
    ResponseEntity<byte[]> prove(
            Page page,
            HttpServletRequest request,
            @RequestParam("code") String code,
            @RequestParam(name = "second", defaultValue = "") String second,
            @RequestParam(name = "next", defaultValue = "/") String next) {
        return doorway.orBeginAgain(page, () -> {
            Half half = doorway.half(page, request).orElseThrow(SecondSteps::over);
            try {
                limits.count(POSTS, page.visitor().network());
                int left = factors.of(half.person().id()).recoveryCodes();
                ResponseEntity<byte[]> inside = doorway.enter(
                        page, request, half, () -> codes.right(half.person().id(), code, second), next);
                return factors.of(half.person().id()).recoveryCodes() < left
                        ? FactorRoutes.afterRecoveryCode(page)
                        : inside;
            } catch (Refusal refused) {
                Half still = doorway.half(page, request).orElseThrow(SecondSteps::over);
                return show(page, status(refused), still, next, page.say(refused));
            }
        });
    }

    /// For whoever has lost everything. Asks others, and tells nobody anything whose password was not
    /// right.
    @PostMapping({"/portal/sign-in/lost", "/console/sign-in/lost"})
    ResponseEntity<byte[]> lost(
            Page page, HttpServletRequest request, @RequestParam(name = "next", defaultValue = "/") String next) {
        return doorway.orBeginAgain(page, () -> {
            limits.count(POSTS, page.visitor().network());
            Half half = doorway.half(page, request).filter(h -> !h.setUp()).orElseThrow(SecondSteps::over);
            lost.ask(half, page.visitor());
            return page.see(Doorway.SECOND + "?next=" + Paths.own(next));
        });
    }

    private ResponseEntity<byte[]> show(Page page, HttpStatus status, Half half, String next, String error) {
        return page.show(
                status,
                "step/second",
                Map.of(
                        "standing",
                        factors.of(half.person().id()),
                        "lost",
                        lost.of(half.person().id()),
                        "next",
                        Paths.own(next),
                        "error",
                        error));
    }

    static HttpStatus status(Refusal refused) {
        return switch (refused.kind()) {
            case TOO_MANY -> HttpStatus.TOO_MANY_REQUESTS;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            default -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
    }
}
