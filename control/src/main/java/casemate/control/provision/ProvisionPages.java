package casemate.control.provision;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.control.token.NewToken;
import casemate.control.token.TokenKind;
import casemate.control.token.TokenWish;
import casemate.control.token.Tokens;
import casemate.control.web.Flash;
import casemate.control.web.Fresh;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Where a customer connects its directory: address and token, and which group gives which role.
@Controller
final class ProvisionPages {
    private static final String PATH = "/account/provisioning";

    private final Groups groups;
    private final RoleOrder order;
    private final Tokens tokens;
    private final Exchange exchange;

    ProvisionPages(Groups groups, RoleOrder order, Tokens tokens, Exchange exchange) {
        this.groups = groups;
        this.order = order;
        this.tokens = tokens;
        this.exchange = exchange;
    }

    @Needs(Permission.SIGN_ON_MANAGE)
    @GetMapping("/portal/account/provisioning")
    ResponseEntity<byte[]> show(Page page) {
        return show(page, HttpStatus.OK, "");
    }

    /// Answers with the page that shows the secret, not with a redirect: it is in this answer and nowhere else.
    @Fresh
    @Needs(Permission.SIGN_ON_MANAGE)
    @PostMapping("/portal/account/provisioning/tokens")
    ResponseEntity<byte[]> issue(Page page, @RequestParam("name") String name, @RequestParam("days") String days) {
        try {
            NewToken made = tokens.issue(
                    new TokenWish(TokenKind.PROVISIONING, name, Set.of(), TokenWish.days(days)), page.signedIn());
            return page.show(
                    "token/made",
                    Map.of("token", made.token(), "secret", made.secret().revealText(), "back", PATH));
        } catch (Refusal refusal) {
            return show(page, HttpStatus.UNPROCESSABLE_CONTENT, page.say(refusal));
        }
    }

    @Needs(Permission.SIGN_ON_MANAGE)
    @PostMapping("/portal/account/provisioning/tokens/{token}/revoke")
    ResponseEntity<byte[]> revoke(Page page, @PathVariable("token") String token) {
        tokens.revoke(
                customer(page), TokenKind.PROVISIONING, token, page.signedIn().actor());
        return page.see(PATH, Flash.good("token.done.revoked"));
    }

    @Fresh
    @Needs(Permission.ROLE_MANAGE)
    @PostMapping("/portal/account/provisioning/groups/{group}")
    ResponseEntity<byte[]> give(Page page, @PathVariable("group") String group, @RequestParam("role") String role) {
        groups.give(
                customer(page),
                group,
                Optional.of(role).filter(r -> !r.isEmpty()),
                page.signedIn().rights(),
                page.signedIn().actor());
        return page.see(PATH, Flash.good("provision.done.role"));
    }

    private ResponseEntity<byte[]> show(Page page, HttpStatus status, String problem) {
        return page.show(
                status,
                "provision/settings",
                Map.of(
                        "address", exchange.base(),
                        "tokens", tokens.of(customer(page), TokenKind.PROVISIONING),
                        "groups", groups.shown(customer(page)),
                        "roles", order.offered(customer(page)),
                        "problem", problem,
                        "now", tokens.now()));
    }

    private static CustomerId customer(Page page) {
        return page.signedIn()
                .customer()
                .orElseThrow(() -> Refusal.forbidden("customers-only", "Sign in as a customer to see the portal."));
    }
}
