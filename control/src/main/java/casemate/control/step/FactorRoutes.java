package casemate.control.step;

import casemate.base.Actor;
import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.factor.Factors;
import casemate.control.factor.Method;
import casemate.control.web.Flash;
import casemate.control.web.Fresh;
import casemate.control.web.Page;
import casemate.control.web.SignedIn;
import java.util.HashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// A person's own factors and recovery codes.
@Controller
final class FactorRoutes {
    private static final String PATH = "/account/security/factors";
    private static final String ADD = PATH + "/new";

    private final Factors factors;

    FactorRoutes(Factors factors) {
        this.factors = factors;
    }

    @SignedIn("their own factors")
    @GetMapping({"/portal/account/security/factors", "/console/account/security/factors"})
    ResponseEntity<byte[]> list(Page page) {
        return list(page, HttpStatus.OK, "");
    }

    @SignedIn("their own factors")
    @Fresh
    @GetMapping({"/portal/account/security/factors/new", "/console/account/security/factors/new"})
    ResponseEntity<byte[]> add(Page page) {
        return add(page, HttpStatus.OK, "");
    }

    @SignedIn("their own factors")
    @Fresh
    @PostMapping({"/portal/account/security/factors/new", "/console/account/security/factors/new"})
    ResponseEntity<byte[]> begin(
            Page page,
            @RequestParam("method") String method,
            @RequestParam("name") String name,
            @RequestParam(name = "seed", defaultValue = "") String seed) {
        try {
            factors.begin(person(page), Method.parse(method), name, seed);
            return page.see(ADD);
        } catch (Refusal refused) {
            return add(page, StepRoutes.status(refused), page.say(refused));
        }
    }

    @SignedIn("their own factors")
    @Fresh
    @PostMapping({"/portal/account/security/factors/confirm", "/console/account/security/factors/confirm"})
    ResponseEntity<byte[]> confirm(Page page, @RequestParam("code") String code) {
        try {
            factors.confirm(person(page), code, actor(page));
            return afterSetUp(page);
        } catch (Refusal refused) {
            return add(page, StepRoutes.status(refused), page.say(refused));
        }
    }

    @SignedIn("their own factors")
    @Fresh
    @PostMapping({"/portal/account/security/factors/remove", "/console/account/security/factors/remove"})
    ResponseEntity<byte[]> remove(Page page, @RequestParam("factor") String factor) {
        try {
            factors.remove(person(page), factor, page.signedIn().operator(), actor(page));
            return page.see(PATH, Flash.good("step.removed"));
        } catch (Refusal refused) {
            return list(page, StepRoutes.status(refused), page.say(refused));
        }
    }

    @SignedIn("their own recovery codes")
    @Fresh
    @PostMapping({"/portal/account/security/factors/recovery", "/console/account/security/factors/recovery"})
    ResponseEntity<byte[]> recovery(Page page) {
        return factors.of(person(page)).any()
                ? page.show("step/recovery", Map.of("codes", factors.newRecoveryCodes(person(page), actor(page))))
                : page.see(PATH);
    }

    /// Who has set up a factor is asked to make recovery codes.
    static ResponseEntity<byte[]> afterSetUp(Page page) {
        return page.see(PATH, Flash.good("step.added"));
    }

    /// Who has used up a recovery code sees how many are left.
    static ResponseEntity<byte[]> afterRecoveryCode(Page page) {
        return page.see(PATH, Flash.good("step.recovery.used"));
    }

    private ResponseEntity<byte[]> list(Page page, HttpStatus status, String problem) {
        return page.show(
                status,
                "step/factors",
                Map.of("standing", factors.of(person(page)), "others", factors.others(), "problem", problem));
    }

    private ResponseEntity<byte[]> add(Page page, HttpStatus status, String error) {
        Map<String, Object> model = new HashMap<>(SetUpRoutes.beginning(page, factors, person(page)));
        model.put("error", error);
        return page.show(status, "step/new", model);
    }

    private static UserId person(Page page) {
        return page.signedIn().user();
    }

    private static Actor actor(Page page) {
        return page.signedIn().actor();
    }
}
