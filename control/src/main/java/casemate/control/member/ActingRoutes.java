package casemate.control.member;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.control.account.Accounts;
import casemate.control.account.Customer;
import casemate.control.account.Memberships;
import casemate.control.factor.Factors;
import casemate.control.signin.Sessions;
import casemate.control.web.Flash;
import casemate.control.web.Page;
import casemate.control.web.SignedIn;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// For which of the customers that a person belongs to they act in this browser.
@Controller
final class ActingRoutes {
    private static final Pattern ID = Pattern.compile("cus_[0-7][0-9a-z]{25}");

    private final Accounts accounts;
    private final Memberships memberships;
    private final Sessions sessions;
    private final Factors factors;

    ActingRoutes(Accounts accounts, Memberships memberships, Sessions sessions, Factors factors) {
        this.accounts = accounts;
        this.memberships = memberships;
        this.sessions = sessions;
        this.factors = factors;
    }

    @SignedIn("a list of one's own")
    @GetMapping("/portal/account/acting")
    ResponseEntity<byte[]> choose(Page page) {
        List<Customer> customers = memberships.of(page.signedIn().user()).stream()
                .flatMap(m -> accounts.customer(m.customer()).stream())
                .toList();
        return page.show(
                "member/acting",
                Map.of("customers", customers, "now", page.signedIn().customer().orElseThrow()));
    }

    /// Who came in before a customer of theirs asked for a second factor acts for it only once they have one.
    @SignedIn("the door looks whether they belong to it")
    @PostMapping("/portal/account/acting")
    ResponseEntity<byte[]> act(Page page, @RequestParam("customer") String customer) {
        if (!ID.matcher(customer).matches()) {
            throw Refusal.notFound("customer-unknown", "There is no such customer.");
        }
        if (factors.required(page.signedIn().user(), false)
                && !factors.of(page.signedIn().user()).any()) {
            return page.see("/account/security/factors", Flash.bad("step.must"));
        }
        sessions.actFor(page.signedIn(), new CustomerId(customer));
        return page.see("/", Flash.good("member.done.acting"));
    }
}
