package casemate.control.step;

import casemate.base.Refusal;
import casemate.control.web.Flash;
import casemate.control.web.Fresh;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Where administrators, and operators, help people whose second factor is lost.
@Controller
final class LostRoutes {
    private static final String PORTAL = "/account/lost";
    private static final String CONSOLE = "/lost-factors";

    private final LostFactors lost;

    LostRoutes(LostFactors lost) {
        this.lost = lost;
    }

    @Needs(Permission.MEMBER_MANAGE)
    @GetMapping("/portal/account/lost")
    ResponseEntity<byte[]> colleagues(Page page) {
        return show(page, HttpStatus.OK, "");
    }

    @Needs(Permission.MEMBER_MANAGE)
    @Fresh
    @PostMapping("/portal/account/lost/{user}/grant")
    ResponseEntity<byte[]> grant(Page page, @PathVariable("user") String user) {
        return change(page, "step.lost.granted", () -> lost.grant(user, page.signedIn()));
    }

    @Needs(Permission.MEMBER_MANAGE)
    @PostMapping("/portal/account/lost/{user}/refuse")
    ResponseEntity<byte[]> refuse(Page page, @PathVariable("user") String user) {
        return change(page, "step.lost.refused", () -> lost.refuse(user, page.signedIn()));
    }

    @Needs(Permission.STAFF_FACTOR_RESET)
    @GetMapping("/console/lost-factors")
    ResponseEntity<byte[]> everybody(Page page) {
        return show(page, HttpStatus.OK, "");
    }

    @Needs(Permission.STAFF_FACTOR_RESET)
    @Fresh
    @PostMapping("/console/lost-factors/{user}/grant")
    ResponseEntity<byte[]> grantLater(
            Page page, @PathVariable("user") String user, @RequestParam(name = "why", defaultValue = "") String why) {
        return change(page, "step.lost.waits", () -> lost.grantLater(user, why, page.signedIn()));
    }

    @Needs(Permission.STAFF_FACTOR_RESET)
    @PostMapping("/console/lost-factors/{user}/refuse")
    ResponseEntity<byte[]> refuseAny(Page page, @PathVariable("user") String user) {
        return change(page, "step.lost.refused", () -> lost.refuse(user, page.signedIn()));
    }

    private ResponseEntity<byte[]> change(Page page, String done, Runnable change) {
        try {
            change.run();
            return page.see(page.console() ? CONSOLE : PORTAL, Flash.good(done));
        } catch (Refusal refused) {
            if (refused.kind() == Refusal.Kind.NOT_FOUND) {
                throw refused;
            }
            return show(page, StepRoutes.status(refused), page.say(refused));
        }
    }

    private ResponseEntity<byte[]> show(Page page, HttpStatus status, String problem) {
        List<LostFactor> waiting = lost.seenBy(page.signedIn());
        return page.show(status, "step/lost", Map.of("waiting", waiting, "problem", problem));
    }
}
