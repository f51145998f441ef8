package casemate.control.signin;

import casemate.base.Refusal;
import casemate.control.account.Token;
import casemate.control.web.Cookies;
import casemate.control.web.Flash;
import casemate.control.web.Page;
import casemate.control.web.Paths;
import casemate.control.web.RateLimits;
import casemate.control.web.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Where somebody who is signed in proves once more who they are, before a dangerous act.
@Controller
final class StepUpRoutes {
    private final Sessions sessions;
    private final RateLimits limits;

    StepUpRoutes(Sessions sessions, RateLimits limits) {
        this.sessions = sessions;
        this.limits = limits;
    }

    @SignedIn("asks them who they are")
    @GetMapping({"/portal/step-up", "/console/step-up"})
    ResponseEntity<byte[]> ask(Page page, @RequestParam(name = "next", defaultValue = "/") String next) {
        return show(page, HttpStatus.OK, Paths.own(next), "");
    }

    @SignedIn("asks them who they are")
    @PostMapping({"/portal/step-up", "/console/step-up"})
    ResponseEntity<byte[]> prove(
            Page page,
            HttpServletRequest request,
            @RequestParam("password") String password,
            @RequestParam(name = "next", defaultValue = "/") String next) {
        Gate gate = Gate.of(request);
        Optional<Token> device = Cookies.read(request, gate.device()).map(Token::presented);
        try {
            limits.count(SigninRoutes.POSTS, page.visitor().network());
            Token token = sessions.prove(page.signedIn(), Typed.password(password), page.visitor(), device);
            page.keep(gate.keep(token));
            return page.see(Paths.own(next), Flash.good("signin.step-up.done"));
        } catch (Refusal refused) {
            HttpStatus status =
                    refused.kind() == Refusal.Kind.TOO_MANY ? HttpStatus.TOO_MANY_REQUESTS : HttpStatus.FORBIDDEN;
            return show(page, status, Paths.own(next), page.say(refused));
        }
    }

    private static ResponseEntity<byte[]> show(Page page, HttpStatus status, String next, String error) {
        return page.show(status, "signin/step-up", Map.of("next", next, "error", error));
    }
}
