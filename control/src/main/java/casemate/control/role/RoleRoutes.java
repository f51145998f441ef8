package casemate.control.role;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.control.web.Flash;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Which role allows what, and roles of the customer's own.
@Controller
final class RoleRoutes {
    private static final String PATH = "/account/roles";

    private final Roles roles;

    RoleRoutes(Roles roles) {
        this.roles = roles;
    }

    @Needs(Permission.MEMBER_VIEW)
    @GetMapping("/portal/account/roles")
    ResponseEntity<byte[]> list(Page page) {
        return page.show(
                "role/roles", Map.of("roles", roles.all(customer(page)), "permissions", Permission.ofCustomers()));
    }

    @Needs(Permission.STAFF_OPERATOR_VIEW)
    @GetMapping("/console/roles")
    ResponseEntity<byte[]> staff(Page page) {
        return page.show(
                "role/staff",
                Map.of(
                        "staff", roles.ofStaff(),
                        "staffPermissions", Permission.ofStaff(),
                        "customers", Role.forCustomers(),
                        "customerPermissions", Permission.ofCustomers()));
    }

    @Needs(Permission.ROLE_MANAGE)
    @GetMapping("/portal/account/roles/new")
    ResponseEntity<byte[]> form(Page page) {
        return form(page, HttpStatus.OK, RoleForm.EMPTY, "");
    }

    @Needs(Permission.ROLE_MANAGE)
    @GetMapping("/portal/account/roles/{role}")
    ResponseEntity<byte[]> one(Page page, @PathVariable("role") String code) {
        Role role = roles.get(customer(page), code);
        return role.custom() ? form(page, HttpStatus.OK, RoleForm.of(role), "") : page.see(PATH);
    }

    @Needs(Permission.ROLE_MANAGE)
    @PostMapping("/portal/account/roles")
    ResponseEntity<byte[]> define(Page page, @RequestParam MultiValueMap<String, String> typed) {
        RoleForm form = RoleForm.read("", typed);
        return change(
                page,
                form,
                () -> roles.define(
                        customer(page),
                        form.name(),
                        RoleRules.chosen(form.chosen()),
                        page.signedIn().rights(),
                        page.signedIn().actor()));
    }

    @Needs(Permission.ROLE_MANAGE)
    @PostMapping("/portal/account/roles/{role}")
    ResponseEntity<byte[]> change(
            Page page, @PathVariable("role") String code, @RequestParam MultiValueMap<String, String> typed) {
        roles.get(customer(page), code);
        RoleForm form = RoleForm.read(code, typed);
        return change(
                page,
                form,
                () -> roles.change(
                        customer(page),
                        code,
                        form.name(),
                        RoleRules.chosen(form.chosen()),
                        page.signedIn().rights(),
                        page.signedIn().actor()));
    }

    @Needs(Permission.ROLE_MANAGE)
    @PostMapping("/portal/account/roles/{role}/remove")
    ResponseEntity<byte[]> remove(Page page, @PathVariable("role") String code) {
        Role role = roles.get(customer(page), code);
        try {
            roles.remove(
                    customer(page),
                    code,
                    page.signedIn().rights(),
                    page.signedIn().actor());
        } catch (Refusal refusal) {
            return form(page, HttpStatus.UNPROCESSABLE_CONTENT, RoleForm.of(role), page.say(refusal));
        }
        return page.see(PATH, Flash.good("role.done.remove"));
    }

    private static ResponseEntity<byte[]> change(Page page, RoleForm form, Runnable change) {
        try {
            change.run();
        } catch (Refusal refusal) {
            return form(page, HttpStatus.UNPROCESSABLE_CONTENT, form, page.say(refusal));
        }
        return page.see(PATH, Flash.good("role.done.save"));
    }

    private static ResponseEntity<byte[]> form(Page page, HttpStatus status, RoleForm form, String problem) {
        return page.show(
                status, "role/form", Map.of("form", form, "permissions", Permission.ofCustomers(), "problem", problem));
    }

    private static CustomerId customer(Page page) {
        return page.signedIn().customer().orElseThrow();
    }
}
