package casemate.control.step;

import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.factor.Factors;
import casemate.control.factor.Method;
import casemate.control.factor.Setup;
import casemate.control.web.Open;
import casemate.control.web.Page;
import casemate.control.web.Paths;
import casemate.control.web.QrCodes;
import casemate.control.web.RateLimits;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Setting a factor up on the way in, for whoever must have one and has none: there is no session before it
/// works.
@Controller
@Open("the cookie of the first step is what lets them here")
final class SetUpRoutes {
    private final Doorway doorway;
    private final Factors factors;
    private final Codes codes;
    private final RateLimits limits;

    SetUpRoutes(Doorway doorway, Factors factors, Codes codes, RateLimits limits) {
        this.doorway = doorway;
        this.factors = factors;
        this.codes = codes;
        this.limits = limits;
    }

    @GetMapping({"/portal/sign-in/set-up", "/console/sign-in/set-up"})
    ResponseEntity<byte[]> look(
            Page page, HttpServletRequest request, @RequestParam(name = "next", defaultValue = "/") String next) {
        return doorway.orBeginAgain(
                page,
                () -> show(page, HttpStatus.OK, half(page, request).person().id(), next, ""));
    }

    @PostMapping({"/portal/sign-in/set-up/begin", "/console/sign-in/set-up/begin"})
    ResponseEntity<byte[]> begin(
            Page page,
            HttpServletRequest request,
            @RequestParam("method") String method,
            @RequestParam("name") String name,
            @RequestParam(name = "seed", defaultValue = "") String seed,
            @RequestParam(name = "next", defaultValue = "/") String next) {
        return doorway.orBeginAgain(page, () -> {
            UserId person = half(page, request).person().id();
            try {
                limits.count(StepRoutes.POSTS, page.visitor().network());
                factors.begin(person, Method.parse(method), name, seed);
                return page.see(Doorway.SET_UP + "?next=" + Paths.own(next));
            } catch (Refusal refused) {
                return show(page, StepRoutes.status(refused), person, next, page.say(refused));
            }
        });
    }

    /// Leads to the recovery codes: who has just one phone, has none when it breaks.
    @PostMapping({"/portal/sign-in/set-up/confirm", "/console/sign-in/set-up/confirm"})
    ResponseEntity<byte[]> confirm(
            Page page,
            HttpServletRequest request,
            @RequestParam("code") String code,
            @RequestParam(name = "next", defaultValue = "/") String next) {
        return doorway.orBeginAgain(page, () -> {
            Half half = half(page, request);
            UserId person = half.person().id();
            try {
                limits.count(StepRoutes.POSTS, page.visitor().network());
                doorway.enter(page, request, half, () -> codes.confirmed(person, code), next);
                return FactorRoutes.afterSetUp(page);
            } catch (Refusal refused) {
                half(page, request);
                return show(page, StepRoutes.status(refused), person, next, page.say(refused));
            }
        });
    }

    private Half half(Page page, HttpServletRequest request) {
        return doorway.half(page, request).filter(Half::setUp).orElseThrow(SecondSteps::over);
    }

    private ResponseEntity<byte[]> show(Page page, HttpStatus status, UserId person, String next, String error) {
        Map<String, Object> model = new HashMap<>(beginning(page, factors, person));
        model.put("next", Paths.own(next));
        model.put("error", error);
        return page.show(status, "step/set-up", model);
    }

    /// What a page needs to show what is being set up.
    static Map<String, Object> beginning(Page page, Factors factors, UserId person) {
        Optional<Setup> setup = factors.pending(person);
        return Map.of(
                "setup",
                setup,
                "qr",
                setup.map(s -> QrCodes.svg(s.link(), page.say("step.qr"))).orElse(""),
                "others",
                factors.others());
    }
}
