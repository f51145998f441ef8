package casemate.control.payment;

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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Another paid plan: what it costs now and later, and the word that it is wanted.
@Controller
final class PlanChangeRoutes {
    private static final String PATH = "/account/payment";

    private final PlanChanges changes;
    private final Payments payments;
    private final PaymentRoutes all;

    PlanChangeRoutes(PlanChanges changes, Payments payments, PaymentRoutes all) {
        this.changes = changes;
        this.payments = payments;
        this.all = all;
    }

    @Needs(Permission.BILLING_MANAGE)
    @GetMapping("/portal/account/payment/change")
    ResponseEntity<byte[]> ask(Page page, @RequestParam("offer") String offer) {
        return show(page, HttpStatus.OK, offer, "");
    }

    /// What cannot be changed is said on the page of all payments.
    private ResponseEntity<byte[]> show(Page page, HttpStatus status, String offer, String problem) {
        CustomerId customer = own(page);
        try {
            return page.show(
                    status,
                    "payment/change",
                    Map.of(
                            "quote",
                            changes.quote(customer, offer),
                            "means",
                            payments.means(customer).stream().findFirst(),
                            "problem",
                            problem));
        } catch (Refusal refusal) {
            return all.show(page, HttpStatus.UNPROCESSABLE_CONTENT, page.say(refusal));
        }
    }

    /// @param day of the new plan's begin, as it was shown
    /// @param amount to be paid now, or that day, as it was shown
    @Needs(Permission.BILLING_MANAGE)
    @PostMapping("/portal/account/payment/change")
    ResponseEntity<byte[]> change(
            Page page,
            @RequestParam("offer") String offer,
            @RequestParam("day") String day,
            @RequestParam("amount") long amount) {
        try {
            Quote quote = changes.begin(
                    own(page),
                    offer,
                    new PlanChanges.Seen(day, amount),
                    page.signedIn().actor());
            return page.see(PATH, Flash.good(quote.atOnce() ? "payment.done.change" : "payment.done.change-waits"));
        } catch (Refusal refusal) {
            return show(page, HttpStatus.UNPROCESSABLE_CONTENT, offer, page.say(refusal));
        }
    }

    @Needs(Permission.BILLING_MANAGE)
    @PostMapping("/portal/account/payment/change/withdraw")
    ResponseEntity<byte[]> withdraw(Page page) {
        changes.withdraw(own(page), page.signedIn().actor());
        return page.see(PATH, Flash.good("payment.done.kept"));
    }

    private static CustomerId own(Page page) {
        return page.signedIn()
                .customer()
                .orElseThrow(() -> Refusal.forbidden("customers-only", "This page is for customers."));
    }
}
