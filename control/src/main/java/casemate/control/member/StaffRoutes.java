package casemate.control.member;

import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.Person;
import casemate.control.role.Roles;
import casemate.control.signin.Sessions;
import casemate.control.web.Flash;
import casemate.control.web.Fresh;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The vendor's staff: who may open the console, and in which role. Only administrators have the permission to change
/// it, and they have all others: nobody can give more than they have.
@Controller
final class StaffRoutes {
    private static final String PATH = "/operators";

    private final Accounts accounts;
    private final Invitations invitations;
    private final Roles roles;
    private final Sessions sessions;

    StaffRoutes(Accounts accounts, Invitations invitations, Roles roles, Sessions sessions) {
        this.accounts = accounts;
        this.invitations = invitations;
        this.roles = roles;
        this.sessions = sessions;
    }

    @Needs(Permission.STAFF_OPERATOR_VIEW)
    @GetMapping("/console/operators")
    ResponseEntity<byte[]> list(Page page) {
        return list(page, HttpStatus.OK, "", "");
    }

    @Needs(Permission.STAFF_OPERATOR_MANAGE)
    @Fresh
    @PostMapping("/console/operators/invite")
    ResponseEntity<byte[]> invite(Page page, @RequestParam("email") String email, @RequestParam("role") String role) {
        try {
            invitations.inviteOperator(email, role, page.signedIn());
        } catch (Refusal refusal) {
            return list(page, HttpStatus.UNPROCESSABLE_CONTENT, email, page.say(refusal));
        }
        return page.see(PATH, Flash.good("member.done.invite"));
    }

    @Needs(Permission.STAFF_OPERATOR_MANAGE)
    @PostMapping("/console/operators/invitations/{invitation}/again")
    ResponseEntity<byte[]> again(Page page, @PathVariable("invitation") String invitation) {
        invitations.sendAgain(Optional.empty(), invitation, page.signedIn());
        return page.see(PATH, Flash.good("member.done.again"));
    }

    @Needs(Permission.STAFF_OPERATOR_MANAGE)
    @PostMapping("/console/operators/invitations/{invitation}/withdraw")
    ResponseEntity<byte[]> withdraw(Page page, @PathVariable("invitation") String invitation) {
        invitations.withdraw(Optional.empty(), invitation, page.signedIn());
        return page.see(PATH, Flash.good("member.done.withdraw"));
    }

    @Needs(Permission.STAFF_OPERATOR_MANAGE)
    @Fresh
    @PostMapping("/console/operators/{user}/role")
    ResponseEntity<byte[]> role(Page page, @PathVariable("user") String user, @RequestParam("role") String role) {
        UserId operator = operator(user);
        return change(page, operator, "member.done.assign", () -> {
            accounts.changeStaffRole(
                    operator, Roles.getStaff(role).code(), page.signedIn().actor());
        });
    }

    @Needs(Permission.STAFF_OPERATOR_MANAGE)
    @Fresh
    @PostMapping("/console/operators/{user}/disable")
    ResponseEntity<byte[]> disable(Page page, @PathVariable("user") String user) {
        UserId operator = operator(user);
        return change(
                page,
                operator,
                "member.done.disable",
                () -> accounts.disable(operator, true, page.signedIn().actor()));
    }

    @Needs(Permission.STAFF_OPERATOR_MANAGE)
    @Fresh
    @PostMapping("/console/operators/{user}/enable")
    ResponseEntity<byte[]> enable(Page page, @PathVariable("user") String user) {
        UserId operator = operator(user);
        return change(
                page,
                operator,
                "member.done.enable",
                () -> accounts.disable(operator, false, page.signedIn().actor()));
    }

    /// Whoever is changed is signed out, unless it is oneself.
    private ResponseEntity<byte[]> change(Page page, UserId operator, String done, Runnable change) {
        try {
            change.run();
        } catch (Refusal refusal) {
            return list(page, HttpStatus.UNPROCESSABLE_CONTENT, "", page.say(refusal));
        }
        if (!operator.equals(page.signedIn().user())) {
            sessions.endAll(operator, page.signedIn().actor());
        }
        return page.see(PATH, Flash.good(done));
    }

    private ResponseEntity<byte[]> list(Page page, HttpStatus status, String email, String problem) {
        return page.show(
                status,
                "member/operators",
                Map.of(
                        "operators", accounts.staff(),
                        "invitations", invitations.of(Optional.empty()),
                        "roles", roles.ofStaff(),
                        "email", email,
                        "problem", problem));
    }

    private UserId operator(String user) {
        return TypedId.user(user)
                .flatMap(accounts::person)
                .filter(Person::operator)
                .map(Person::id)
                .orElseThrow(() -> Refusal.notFound("operator-unknown", "There is no such operator."));
    }
}
