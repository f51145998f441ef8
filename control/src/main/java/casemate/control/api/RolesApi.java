package casemate.control.api;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.role.Role;
import casemate.control.role.Roles;
import casemate.control.web.JsonAnswer;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.control.web.Viewer;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/// Which role allows what, and roles of the customer's own. A token defines none that may do more than itself.
@Controller
final class RolesApi {
    private static final String ROLES = ApiGate.PATH + "/roles";
    private static final int MAX_BODY_BYTES = 8 << 10;

    private final Roles roles;
    private final Idempotency idempotency;

    RolesApi(Roles roles, Idempotency idempotency) {
        this.roles = roles;
        this.idempotency = idempotency;
    }

    /// @param permissions what it shall allow, from then on and nothing else
    private record Wish(String name, Set<Permission> permissions) {
        static Wish read(byte[] body) {
            Json.Obj wish = Json.parseObject(body, MAX_BODY_BYTES).only("name", "permissions");
            return new Wish(wish.text("name"), Roles.permissions(wish.list("permissions", Wish::code)));
        }

        private static String code(Json value) {
            if (value instanceof Json.Text(String code)) {
                return code;
            }
            throw Refusal.invalid("role-permissions-malformed", "The permissions are a list of names.");
        }
    }

    @Needs(Permission.MEMBER_VIEW)
    @GetMapping(ROLES)
    ResponseEntity<byte[]> list(HttpServletRequest request, Page page) {
        List<Role> all = roles.all(AccountApi.own(page));
        return Answers.ok(
                request, Json.object().put("items", Json.array(all, Forms::of)).build());
    }

    @Needs(Permission.MEMBER_VIEW)
    @GetMapping(ROLES + "/{role}")
    ResponseEntity<byte[]> one(HttpServletRequest request, Page page, @PathVariable("role") String code) {
        return Answers.ok(request, Forms.of(roles.get(AccountApi.own(page), code)));
    }

    @Needs(Permission.ROLE_MANAGE)
    @PostMapping(ROLES)
    ResponseEntity<byte[]> define(HttpServletRequest request, Page page, @RequestBody byte[] body) {
        Viewer viewer = page.signedIn();
        Wish wish = Wish.read(body);
        return JsonAnswer.of(
                HttpStatus.CREATED,
                idempotency.once(
                        viewer.session(),
                        Optional.ofNullable(request.getHeader("Idempotency-Key")),
                        "POST /v1/roles\n" + new String(body, StandardCharsets.UTF_8),
                        () -> Forms.of(roles.define(
                                AccountApi.own(page),
                                wish.name(),
                                wish.permissions(),
                                viewer.rights(),
                                viewer.actor()))));
    }

    @Needs(Permission.ROLE_MANAGE)
    @PutMapping(ROLES + "/{role}")
    ResponseEntity<byte[]> change(Page page, @PathVariable("role") String code, @RequestBody byte[] body) {
        Viewer viewer = page.signedIn();
        Role before = roles.get(AccountApi.own(page), code);
        Wish wish = Wish.read(body);
        roles.change(
                AccountApi.own(page), before.code(), wish.name(), wish.permissions(), viewer.rights(), viewer.actor());
        return JsonAnswer.ok(Forms.of(roles.get(AccountApi.own(page), code)));
    }

    @Needs(Permission.ROLE_MANAGE)
    @DeleteMapping(ROLES + "/{role}")
    ResponseEntity<byte[]> remove(Page page, @PathVariable("role") String code) {
        Viewer viewer = page.signedIn();
        roles.remove(AccountApi.own(page), code, viewer.rights(), viewer.actor());
        return ResponseEntity.noContent().build();
    }
}
