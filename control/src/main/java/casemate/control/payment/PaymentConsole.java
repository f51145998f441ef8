package casemate.control.payment;

import casemate.base.Refusal;
import casemate.control.web.Flash;
import casemate.control.web.Fresh;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The operator's view: what was charged, what failed, what goes back, and what customers dispute.
@Controller
final class PaymentConsole {
    private static final String PATH = "/payments";
    private static final int PAGE_SIZE = 50;
    private static final int NIGHTS = 7;
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,7}([.,][0-9]{1,2})?");

    private final Payments payments;

    PaymentConsole(Payments payments) {
        this.payments = payments;
    }

    @Needs(Permission.BILLING_VIEW)
    @GetMapping("/console/payments")
    ResponseEntity<byte[]> all(
            Page page,
            @RequestParam(name = "state", defaultValue = "") String state,
            @RequestParam(name = "before", defaultValue = "") String before) {
        return all(page, HttpStatus.OK, state, before, "");
    }

    private ResponseEntity<byte[]> all(Page page, HttpStatus status, String state, String before, String problem) {
        List<Charge> charges = payments.page(state, before, PAGE_SIZE);
        Map<String, Object> model = new HashMap<>();
        model.put("taken", payments.taken());
        model.put("test", payments.test());
        model.put("charges", charges);
        model.put("state", state);
        model.put("next", charges.size() == PAGE_SIZE ? charges.getLast().invoice() : "");
        model.put("disputes", payments.disputes());
        model.put("nights", payments.nights(NIGHTS));
        model.put("problem", problem);
        return page.show(status, "payment/all", model);
    }

    @Needs(Permission.BILLING_VIEW)
    @GetMapping("/console/payments/{invoice}")
    ResponseEntity<byte[]> one(Page page, @PathVariable("invoice") String invoice) {
        return one(page, HttpStatus.OK, invoice, "");
    }

    private ResponseEntity<byte[]> one(Page page, HttpStatus status, String invoice, String problem) {
        Charge charge = payments.charge(invoice)
                .orElseThrow(() -> Refusal.notFound("payment-not-owed", "Nothing is to be paid for that."));
        return page.show(
                status,
                "payment/one",
                Map.of(
                        "charge",
                        charge,
                        "means",
                        payments.means(charge.customer()),
                        "refunds",
                        payments.refunds(invoice),
                        "problem",
                        problem));
    }

    @Needs(Permission.BILLING_MANAGE)
    @Fresh
    @PostMapping("/console/payments/collect")
    ResponseEntity<byte[]> collect(Page page, @RequestParam("invoice") String invoice) {
        try {
            payments.collect(invoice.strip(), page.signedIn().actor());
            return page.see(PATH + "/" + invoice.strip(), Flash.good("payment.done.collect"));
        } catch (Refusal refusal) {
            return all(page, HttpStatus.UNPROCESSABLE_CONTENT, "", "", page.say(refusal));
        }
    }

    @Needs(Permission.BILLING_MANAGE)
    @Fresh
    @PostMapping("/console/payments/{invoice}/refund")
    ResponseEntity<byte[]> refund(
            Page page,
            @PathVariable("invoice") String invoice,
            @RequestParam(name = "net", defaultValue = "") String net,
            @RequestParam("cause") String cause) {
        try {
            payments.refund(
                    invoice,
                    minor(net),
                    "refund/" + invoice + "/" + cause,
                    page.signedIn().actor());
            return page.see(PATH + "/" + invoice, Flash.good("payment.done.refund"));
        } catch (Refusal refusal) {
            return one(page, HttpStatus.UNPROCESSABLE_CONTENT, invoice, page.say(refusal));
        }
    }

    private static Optional<Long> minor(String typed) {
        String amount = typed.strip();
        if (amount.isEmpty()) {
            return Optional.empty();
        }
        if (!AMOUNT.matcher(amount).matches()) {
            throw Refusal.invalid("payment-amount", "An amount is a number such as 49.90.");
        }
        return Optional.of(
                new BigDecimal(amount.replace(',', '.')).movePointRight(2).longValueExact());
    }
}
