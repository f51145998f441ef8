package casemate.control.step;

import casemate.base.Refusal;
import casemate.control.role.Roles;
import casemate.control.web.Flash;
import casemate.control.web.Fresh;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Where a customer says which of its roles need a second factor.
@Controller
final class RequiredRoleRoutes {
    private static final String PATH = "/account/second-factors";

    private final RequiredRoles required;
    private final Roles roles;

    RequiredRoleRoutes(RequiredRoles required, Roles roles) {
        this.required = required;
        this.roles = roles;
    }

    @Needs(Permission.SIGN_ON_MANAGE)
    @GetMapping("/portal/account/second-factors")
    ResponseEntity<byte[]> look(Page page) {
        return show(page, HttpStatus.OK, required.of(page.signedIn().customer().orElseThrow()), "");
    }

    @Needs(Permission.SIGN_ON_MANAGE)
    @Fresh
    @PostMapping("/portal/account/second-factors")
    ResponseEntity<byte[]> require(
            Page page, @RequestParam(name = "role", required = false, defaultValue = "") List<String> typed) {
        Set<String> wanted = Set.copyOf(typed);
        try {
            required.require(wanted, page.signedIn());
            return page.see(PATH, Flash.good("step.required.done"));
        } catch (Refusal refused) {
            return show(page, StepRoutes.status(refused), wanted, page.say(refused));
        }
    }

    private ResponseEntity<byte[]> show(Page page, HttpStatus status, Set<String> chosen, String problem) {
        return page.show(
                status,
                "step/required",
                Map.of(
                        "roles",
                        roles.all(page.signedIn().customer().orElseThrow()),
                        "chosen",
                        chosen,
                        "problem",
                        problem));
    }
}
