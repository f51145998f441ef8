package casemate.control.member;

import casemate.base.CustomerId;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.control.account.Member;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.role.Assignment;
import casemate.control.role.Roles;
import casemate.control.web.Flash;
import casemate.control.web.Fresh;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.control.web.SignedIn;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// A customer's people and their roles, for whoever may see or manage them.
@Controller
final class MemberRoutes {
    static final String PATH = "/account/people";
    private static final int PAGE_SIZE = 50;
    /// A field of the form for each instance: what it is called there, before the instance's id.
    private static final String FOR_INSTANCE = "role-";
    /// In forms: no role at all.
    private static final String NONE = "";

    private final Members members;
    private final Invitations invitations;
    private final Roles roles;
    private final Instances instances;

    MemberRoutes(Members members, Invitations invitations, Roles roles, Instances instances) {
        this.members = members;
        this.invitations = invitations;
        this.roles = roles;
        this.instances = instances;
    }

    @Needs(Permission.MEMBER_VIEW)
    @GetMapping("/portal/account/people")
    ResponseEntity<byte[]> list(
            Page page,
            @RequestParam(name = "q", defaultValue = "") String sought,
            @RequestParam(name = "after", defaultValue = "") String after) {
        return list(page, HttpStatus.OK, sought, after, "", "");
    }

    /// Who they are and how they signed up; nothing that opens anything.
    @Needs(Permission.STAFF_MEMBER_VIEW)
    @GetMapping("/console/customers/{customer}/people")
    ResponseEntity<byte[]> of(
            Page page,
            @PathVariable("customer") String typed,
            @RequestParam(name = "q", defaultValue = "") String sought,
            @RequestParam(name = "after", defaultValue = "") String after) {
        CustomerId customer = TypedId.customer(typed)
                .filter(members::exists)
                .orElseThrow(() -> Refusal.notFound("customer-unknown", "There is no such customer."));
        List<Member> people = people(customer, sought, after);
        return page.show(
                "member/of-customer",
                Map.of(
                        "customer",
                        customer,
                        "name",
                        members.name(customer),
                        "people",
                        people,
                        "next",
                        next(people),
                        "sought",
                        sought,
                        "roles",
                        roles.all(customer)));
    }

    @Needs(Permission.MEMBER_MANAGE)
    @Fresh
    @PostMapping("/portal/account/people/invite")
    ResponseEntity<byte[]> invite(Page page, @RequestParam("email") String email, @RequestParam("role") String role) {
        try {
            invitations.invite(customer(page), email, role, page.signedIn());
        } catch (Refusal refusal) {
            return list(page, HttpStatus.UNPROCESSABLE_CONTENT, "", "", email, page.say(refusal));
        }
        return page.see(PATH, Flash.good("member.done.invite"));
    }

    @Needs(Permission.MEMBER_MANAGE)
    @PostMapping("/portal/account/people/invitations/{invitation}/again")
    ResponseEntity<byte[]> again(Page page, @PathVariable("invitation") String invitation) {
        invitations.sendAgain(page.signedIn().customer(), invitation, page.signedIn());
        return page.see(PATH, Flash.good("member.done.again"));
    }

    @Needs(Permission.MEMBER_MANAGE)
    @PostMapping("/portal/account/people/invitations/{invitation}/withdraw")
    ResponseEntity<byte[]> withdraw(Page page, @PathVariable("invitation") String invitation) {
        invitations.withdraw(page.signedIn().customer(), invitation, page.signedIn());
        return page.see(PATH, Flash.good("member.done.withdraw"));
    }

    @Needs(Permission.MEMBER_MANAGE)
    @GetMapping("/portal/account/people/{user}")
    ResponseEntity<byte[]> one(Page page, @PathVariable("user") String user) {
        return one(page, HttpStatus.OK, members.get(customer(page), user), "");
    }

    @Needs(Permission.MEMBER_MANAGE)
    @Fresh
    @PostMapping("/portal/account/people/{user}")
    ResponseEntity<byte[]> assign(
            Page page, @PathVariable("user") String user, @RequestParam MultiValueMap<String, String> typed) {
        Member member = members.get(customer(page), user);
        try {
            members.assign(member, assignment(page, typed), page.signedIn());
        } catch (Refusal refusal) {
            return one(page, HttpStatus.UNPROCESSABLE_CONTENT, member, page.say(refusal));
        }
        return page.see(PATH, Flash.good("member.done.assign"));
    }

    @Needs(Permission.MEMBER_MANAGE)
    @Fresh
    @PostMapping("/portal/account/people/{user}/remove")
    ResponseEntity<byte[]> remove(Page page, @PathVariable("user") String user) {
        Member member = members.get(customer(page), user);
        try {
            members.remove(member, page.signedIn());
        } catch (Refusal refusal) {
            return one(page, HttpStatus.UNPROCESSABLE_CONTENT, member, page.say(refusal));
        }
        return page.see(PATH, Flash.good("member.done.remove"));
    }

    @SignedIn("everybody may leave but the last owner")
    @Fresh
    @PostMapping("/portal/account/you/leave")
    ResponseEntity<byte[]> leave(Page page) {
        members.leave(page.signedIn());
        return page.see("/sign-in", Flash.good("member.done.leave"));
    }

    private Assignment assignment(Page page, MultiValueMap<String, String> typed) {
        Map<InstanceId, String> only = new HashMap<>();
        for (Instance instance : instances.of(customer(page))) {
            role(typed, FOR_INSTANCE + instance.id()).ifPresent(role -> only.put(instance.id(), role));
        }
        return new Assignment(role(typed, "role"), only);
    }

    private static Optional<String> role(MultiValueMap<String, String> typed, String field) {
        return Optional.ofNullable(typed.getFirst(field)).filter(role -> !role.equals(NONE));
    }

    private ResponseEntity<byte[]> list(
            Page page, HttpStatus status, String sought, String after, String email, String problem) {
        List<Member> people = people(customer(page), sought, after);
        Map<String, Object> model = new HashMap<>();
        model.put("people", people);
        model.put("next", next(people));
        model.put("sought", sought);
        model.put("roles", roles.all(customer(page)));
        model.put("invitations", invitations.of(page.signedIn().customer()));
        model.put("email", email);
        model.put("problem", problem);
        return page.show(status, "member/people", model);
    }

    private List<Member> people(CustomerId customer, String sought, String after) {
        return members.page(customer, sought.strip().toLowerCase(Locale.ROOT), after, PAGE_SIZE);
    }

    private static String next(List<Member> people) {
        return people.size() == PAGE_SIZE ? people.getLast().person().id().value() : "";
    }

    private ResponseEntity<byte[]> one(Page page, HttpStatus status, Member member, String problem) {
        return page.show(
                status,
                "member/one",
                Map.of(
                        "member", member,
                        "assignment", roles.assignment(member.membership()),
                        "roles", roles.all(customer(page)),
                        "instances", instances.of(customer(page)),
                        "problem", problem));
    }

    private static CustomerId customer(Page page) {
        return page.signedIn().customer().orElseThrow();
    }
}
