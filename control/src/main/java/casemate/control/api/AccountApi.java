package casemate.control.api;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.control.account.Accounts;
import casemate.control.account.Membership;
import casemate.control.account.Memberships;
import casemate.control.web.Needs;
import casemate.control.web.Open;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.control.web.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// Who asks, for which customer, and who belongs to it.
@Controller
final class AccountApi {
    private final Accounts accounts;
    private final Memberships memberships;
    private final Forms forms;
    private final Description description;

    AccountApi(Accounts accounts, Memberships memberships, Forms forms, Description description) {
        this.accounts = accounts;
        this.memberships = memberships;
        this.forms = forms;
        this.description = description;
    }

    @Open("the description of the API is for everybody")
    @GetMapping(ApiGate.DESCRIPTION)
    ResponseEntity<byte[]> description(HttpServletRequest request) {
        return Answers.ok(request, description.json());
    }

    @SignedIn("about themselves")
    @GetMapping(ApiGate.PATH + "/me")
    ResponseEntity<byte[]> me(HttpServletRequest request, Page page) {
        return Answers.ok(request, forms.of(page.signedIn()));
    }

    @Needs(Permission.CUSTOMER_VIEW)
    @GetMapping(ApiGate.PATH + "/customer")
    ResponseEntity<byte[]> customer(HttpServletRequest request, Page page) {
        return Answers.ok(
                request,
                accounts.customer(own(page))
                        .map(Forms::of)
                        .orElseThrow(() -> Refusal.notFound("customer-unknown", "There is no such customer.")));
    }

    @Needs(Permission.MEMBER_VIEW)
    @GetMapping(ApiGate.PATH + "/members")
    ResponseEntity<byte[]> members(HttpServletRequest request, Page page) {
        Answers.Asked asked = Answers.asked(request);
        List<Membership> members = memberships.of(own(page), asked.after(), asked.size() + 1).stream()
                .filter(m -> accounts.person(m.person()).isPresent())
                .toList();
        return Answers.page(
                request,
                members,
                asked.size(),
                m -> m.person().value(),
                m -> Forms.of(m, accounts.person(m.person()).orElseThrow()));
    }

    static CustomerId own(Page page) {
        return page.signedIn()
                .customer()
                .orElseThrow(() -> Refusal.forbidden("customers-only", "A token of a customer is needed here."));
    }
}
