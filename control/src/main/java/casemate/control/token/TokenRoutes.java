package casemate.control.token;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.control.web.Flash;
import casemate.control.web.Fresh;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.control.web.SignedIn;
import casemate.control.web.Viewer;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// A person's own tokens, and the customer's for those who answer for them.
@Controller
final class TokenRoutes {
    private static final String PATH = "/account/tokens";
    private static final String OWN = "their own tokens, which cannot do more than they";

    private final Tokens tokens;

    TokenRoutes(Tokens tokens) {
        this.tokens = tokens;
    }

    @SignedIn(OWN)
    @GetMapping("/portal/account/tokens")
    ResponseEntity<byte[]> list(Page page) {
        return show(page, HttpStatus.OK, TokenForm.EMPTY, "");
    }

    @SignedIn(OWN)
    @Fresh
    @PostMapping("/portal/account/tokens")
    ResponseEntity<byte[]> issue(Page page, @RequestParam MultiValueMap<String, String> typed) {
        return issue(page, TokenForm.typed(typed, false));
    }

    @Needs(Permission.TOKEN_MANAGE)
    @Fresh
    @PostMapping("/portal/account/tokens/service")
    ResponseEntity<byte[]> issueService(Page page, @RequestParam MultiValueMap<String, String> typed) {
        return issue(page, TokenForm.typed(typed, true));
    }

    @SignedIn(OWN)
    @PostMapping("/portal/account/tokens/{token}/revoke")
    ResponseEntity<byte[]> revoke(Page page, @PathVariable("token") String token) {
        tokens.revokeOwn(token, page.signedIn());
        return page.see(PATH, Flash.good("token.done.revoked"));
    }

    @Needs(Permission.TOKEN_MANAGE)
    @PostMapping("/portal/account/tokens/all/{token}/revoke")
    ResponseEntity<byte[]> revokeAny(Page page, @PathVariable("token") String token) {
        tokens.revokeAny(customer(page), token, page.signedIn().actor());
        return page.see(PATH, Flash.good("token.done.revoked"));
    }

    @Needs(Permission.CUSTOMER_VIEW)
    @GetMapping("/console/customers/{customer}/tokens")
    ResponseEntity<byte[]> ofCustomer(Page page, @PathVariable("customer") String customer) {
        CustomerId id = new CustomerId(customer);
        return page.show(
                "token/customer",
                Map.of(
                        "customer", id,
                        "personal", tokens.of(id, TokenKind.PERSONAL),
                        "service", tokens.of(id, TokenKind.SERVICE),
                        "provisioning", tokens.of(id, TokenKind.PROVISIONING),
                        "now", tokens.now()));
    }

    @Needs(Permission.TOKEN_MANAGE)
    @PostMapping("/console/customers/{customer}/tokens/{token}/revoke")
    ResponseEntity<byte[]> revokeForCustomer(
            Page page, @PathVariable("customer") String customer, @PathVariable("token") String token) {
        tokens.revokeAs(new CustomerId(customer), token, page.signedIn().actor());
        return page.see("/customers/" + customer + "/tokens", Flash.good("token.done.revoked"));
    }

    /// Answers with the page that shows the secret, not with a redirect: it is in this answer and nowhere else.
    private ResponseEntity<byte[]> issue(Page page, TokenForm form) {
        try {
            NewToken made = tokens.issue(form.wish(), page.signedIn());
            return page.show(
                    "token/made",
                    Map.of("token", made.token(), "secret", made.secret().revealText(), "back", PATH));
        } catch (Refusal refusal) {
            return show(page, HttpStatus.UNPROCESSABLE_CONTENT, form, page.say(refusal));
        }
    }

    private ResponseEntity<byte[]> show(Page page, HttpStatus status, TokenForm form, String problem) {
        Viewer viewer = page.signedIn();
        boolean all = page.may(Permission.TOKEN_MANAGE);
        return page.show(
                status,
                "token/list",
                Map.of(
                        "mine",
                        tokens.mine(viewer),
                        "service",
                        all ? tokens.of(customer(page), TokenKind.SERVICE) : List.<IssuedToken>of(),
                        "others",
                        all
                                ? tokens.of(customer(page), TokenKind.PERSONAL).stream()
                                        .filter(t -> !t.maker().equals(viewer.user()))
                                        .toList()
                                : List.<IssuedToken>of(),
                        "scopes",
                        Permission.ofCustomers().stream().filter(page::may).toList(),
                        "form",
                        form,
                        "problem",
                        problem,
                        "now",
                        tokens.now()));
    }

    private static CustomerId customer(Page page) {
        return page.signedIn().customer().orElseThrow(Tokens::customersOnly);
    }
}
