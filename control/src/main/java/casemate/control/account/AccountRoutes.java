package casemate.control.account;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.control.spam.RefusedForms;
import casemate.control.web.Flash;
import casemate.control.web.Language;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Paths;
import casemate.control.web.Permission;
import casemate.control.web.SignedIn;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// A customer's own details, and the operator's list of customers.
@Controller
final class AccountRoutes {
    private static final int PAGE_SIZE = 50;

    private static final int MONTH_DAYS = 30;

    private final Accounts accounts;
    private final RefusedForms refused;
    private final VatRegister register;

    AccountRoutes(Accounts accounts, RefusedForms refused, VatRegister register) {
        this.accounts = accounts;
        this.refused = refused;
        this.register = register;
    }

    @SignedIn("who may not see the details sees themselves")
    @GetMapping("/portal/account")
    ResponseEntity<byte[]> details(Page page) {
        if (!page.may(Permission.CUSTOMER_VIEW)) {
            return page.see("/account/you");
        }
        Customer customer = customer(own(page));
        return page.show("account/details", Map.of("form", form(customer), "customer", customer));
    }

    @Needs(Permission.CUSTOMER_MANAGE)
    @PostMapping("/portal/account")
    ResponseEntity<byte[]> change(Page page, @RequestParam MultiValueMap<String, String> typed) {
        CustomerId id = own(page);
        Map<String, String> errors = DetailsForm.errors(typed);
        if (errors.isEmpty() && nobodysVatNumber(SignUpForm.text(typed, "vat-number"), customer(id))) {
            errors = Map.of("vat-number", "account.error.vat-unknown");
        }
        SignUpForm form = new SignUpForm(
                "",
                SignUpForm.text(typed, "company"),
                SignUpForm.text(typed, "contact-name"),
                SignUpForm.text(typed, "address"),
                SignUpForm.text(typed, "postcode"),
                SignUpForm.text(typed, "country"),
                SignUpForm.text(typed, "vat-number"),
                errors);
        if (!errors.isEmpty()) {
            return page.show(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "account/details",
                    Map.of("form", form, "customer", customer(id)));
        }
        accounts.change(id, form.details(), page.signedIn().actor());
        return page.see("/account", Flash.good("account.saved"));
    }

    /// Whether a number that is new here is none that the register knows; asked for a change only.
    private boolean nobodysVatNumber(String typed, Customer customer) {
        String number = VatRules.spelling(typed);
        return !number.isEmpty()
                && !number.equals(customer.details().vatNumber().orElse(""))
                && register.of(number) == VatRegister.Word.UNKNOWN;
    }

    /// From the page of one's own settings, and from the foot of every page, which says where to go back to.
    @SignedIn("their own language")
    @PostMapping({"/portal/account/language", "/console/account/language"})
    ResponseEntity<byte[]> language(
            Page page,
            @RequestParam("language") String code,
            @RequestParam(name = "back", defaultValue = "") String back) {
        Language language = Language.parse(code);
        accounts.choose(page.signedIn().user(), language, page.signedIn().actor());
        page.remember(language);
        if (!back.isEmpty()) {
            return page.see(Paths.own(back));
        }
        return page.see(page.console() ? "/account/security" : "/account/you", Flash.good("account.saved"));
    }

    @Needs(Permission.STAFF_CUSTOMER_VIEW)
    @GetMapping("/console/customers")
    ResponseEntity<byte[]> customers(
            Page page,
            @RequestParam(name = "q", defaultValue = "") String sought,
            @RequestParam(name = "before", defaultValue = "") String before) {
        var customers = accounts.customers(sought, before, PAGE_SIZE);
        String next = customers.size() == PAGE_SIZE ? customers.getLast().id().value() : "";
        return page.show(
                "account/customers",
                Map.of(
                        "customers", customers,
                        "next", next,
                        "sought", sought,
                        "refused", refused.within(MONTH_DAYS)));
    }

    @Needs(Permission.STAFF_CUSTOMER_VIEW)
    @GetMapping("/console/customers/{id}")
    ResponseEntity<byte[]> customer(Page page, @PathVariable("id") String id) {
        return page.show("account/customer", Map.of("customer", customer(new CustomerId(id))));
    }

    private Customer customer(CustomerId id) {
        return accounts.customer(id)
                .orElseThrow(() -> Refusal.notFound("customer-unknown", "There is no such customer."));
    }

    private static CustomerId own(Page page) {
        return page.signedIn()
                .customer()
                .orElseThrow(() -> Refusal.forbidden("customers-only", "This page is for customers."));
    }

    private static SignUpForm form(Customer customer) {
        Details d = customer.details();
        return new SignUpForm(
                "",
                d.company().orElse(""),
                d.contactName().orElse(""),
                d.address().orElse(""),
                d.postcode().orElse(""),
                d.country().orElse(""),
                d.vatNumber().orElse(""),
                Map.of());
    }
}
