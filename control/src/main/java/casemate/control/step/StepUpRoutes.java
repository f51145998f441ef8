package casemate.control.step;

import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.account.Token;
import casemate.control.factor.Factors;
import casemate.control.signin.Doorstep;
import casemate.control.signin.Sessions;
import casemate.control.signin.Typed;
import casemate.control.web.Page;
import casemate.control.web.Paths;
import casemate.control.web.RateLimits;
import casemate.control.web.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Where somebody who is signed in proves once more who they are, before a dangerous act: by what they have
/// besides the password, or by the password when they have nothing else.
@Controller
final class StepUpRoutes {
    private final Doorway doorway;
    private final Sessions sessions;
    private final Factors factors;
    private final Codes codes;
    private final RateLimits limits;

    StepUpRoutes(Doorway doorway, Sessions sessions, Factors factors, Codes codes, RateLimits limits) {
        this.doorway = doorway;
        this.sessions = sessions;
        this.factors = factors;
        this.codes = codes;
        this.limits = limits;
    }

    @SignedIn("asks them who they are")
    @GetMapping({"/portal/step-up", "/console/step-up"})
    ResponseEntity<byte[]> ask(Page page, @RequestParam(name = "next", defaultValue = "/") String next) {
        return show(page, HttpStatus.OK, next, "");
    }

    @SignedIn("asks them who they are")
    @PostMapping({"/portal/step-up", "/console/step-up"})
    ResponseEntity<byte[]> prove(
            Page page,
            HttpServletRequest request,
            @RequestParam(name = "password", defaultValue = "") String password,
            @RequestParam(name = "code", defaultValue = "") String code,
            @RequestParam(name = "second", defaultValue = "") String second,
            @RequestParam(name = "next", defaultValue = "/") String next) {
        UserId person = page.signedIn().user();
        try {
            limits.count(StepRoutes.POSTS, page.visitor().network());
            if (factors.of(person).any()) {
                return doorway.proveAgain(page, request, () -> codes.right(person, code, second), next);
            }
            Token token =
                    sessions.prove(page.signedIn(), Typed.password(password), page.visitor(), Doorstep.device(request));
            return doorway.provedAgain(page, request, token, next);
        } catch (Refusal refused) {
            return show(page, StepRoutes.status(refused), next, page.say(refused));
        }
    }

    private ResponseEntity<byte[]> show(Page page, HttpStatus status, String next, String error) {
        return page.show(
                status,
                "step/step-up",
                Map.of("standing", factors.of(page.signedIn().user()), "next", Paths.own(next), "error", error));
    }
}
