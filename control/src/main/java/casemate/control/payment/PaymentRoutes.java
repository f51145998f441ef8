package casemate.control.payment;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import casemate.control.offer.Offer;
import casemate.control.offer.Offers;
import casemate.control.signin.Doorstep;
import casemate.control.web.Flash;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.control.web.Shell;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// By what a customer pays, and what was paid. No field of these pages takes a number of a card or an account: for that
/// one is led to the provider's page.
@Controller
final class PaymentRoutes {
    private static final String PATH = "/account/payment";

    private final Payments payments;
    private final Wallet wallet;
    private final PlanChanges changes;
    private final Offers offers;

    PaymentRoutes(Payments payments, Wallet wallet, PlanChanges changes, Offers offers) {
        this.payments = payments;
        this.wallet = wallet;
        this.changes = changes;
        this.offers = offers;
    }

    @Needs(Permission.BILLING_VIEW)
    @GetMapping("/portal/account/payment")
    ResponseEntity<byte[]> show(Page page, @RequestParam(name = "done", defaultValue = "") String done) {
        if (!done.isEmpty()) {
            try {
                wallet.arrived(own(page));
            } catch (Unavailable | Refusal _) {
                // The provider's event tells it a little later.
            }
            return page.see(PATH, Flash.good("payment.done.back"));
        }
        return show(page, HttpStatus.OK, "");
    }

    /// The page of all payments.
    ResponseEntity<byte[]> show(Page page, HttpStatus status, String problem) {
        CustomerId customer = own(page);
        Map<String, Object> model = new HashMap<>();
        model.put("taken", payments.taken());
        model.put("test", payments.test());
        model.put("means", payments.means(customer));
        model.put("charges", payments.charges(customer));
        model.put("next", payments.renewal(customer).map(Renewal::next));
        List<Offer> paid = offers.onSale().stream().filter(o -> o.kind().paid()).toList();
        model.put("offers", payments.canSubscribe(customer) ? paid : List.of());
        Optional<Renewal> renewal = payments.renewal(customer);
        Optional<PlanChange> change = changes.open(customer);
        model.put("others", renewal.map(r -> others(paid, r)).orElse(List.of()));
        model.put("wanted", change.map(c -> offers.version(c.to().offer(), c.to().version())));
        model.put("wantedOn", change.map(PlanChange::on));
        model.put("charging", change.filter(c -> !c.waiting()).isPresent());
        model.put("problem", problem);
        return page.show(status, "payment/own", model);
    }

    private static List<Offer> others(List<Offer> paid, Renewal renewal) {
        return paid.stream()
                .filter(o -> !o.name().equals(renewal.offer()) || o.version() != renewal.version())
                .toList();
    }

    @Needs(Permission.BILLING_MANAGE)
    @PostMapping("/portal/account/payment/add")
    ResponseEntity<byte[]> add(Page page, @RequestParam("method") String method) {
        return leave(page, () -> wallet.enter(own(page), Method.parse(method), back(page)));
    }

    @Needs(Permission.BILLING_MANAGE)
    @PostMapping("/portal/account/payment/{invoice}/pay")
    ResponseEntity<byte[]> pay(Page page, @PathVariable("invoice") String invoice) {
        return leave(page, () -> payments.pay(own(page), invoice, back(page)));
    }

    @Needs(Permission.BILLING_MANAGE)
    @PostMapping("/portal/account/payment/{means}/remove")
    ResponseEntity<byte[]> remove(
            Page page,
            @PathVariable("means") String means,
            @RequestParam(name = "warned", defaultValue = "") String warned) {
        if (warned.isEmpty() && wallet.last(own(page), means)) {
            return page.see(PATH + "/" + means + "/remove");
        }
        wallet.remove(own(page), means, !warned.isEmpty(), page.signedIn().actor());
        return page.see(PATH, Flash.good("payment.done.removed"));
    }

    /// The last one of somebody whose plan runs.
    @Needs(Permission.BILLING_MANAGE)
    @GetMapping("/portal/account/payment/{means}/remove")
    ResponseEntity<byte[]> removing(Page page, @PathVariable("means") String means) {
        return page.show(
                "payment/remove",
                Map.of(
                        "one",
                        wallet.one(own(page), means),
                        "next",
                        payments.renewal(own(page)).map(Renewal::next)));
    }

    @Needs(Permission.BILLING_MANAGE)
    @PostMapping("/portal/account/payment/{means}/use")
    ResponseEntity<byte[]> use(Page page, @PathVariable("means") String means) {
        wallet.choose(own(page), means, page.signedIn().actor());
        return page.see(PATH, Flash.good("payment.done.used"));
    }

    @Needs(Permission.BILLING_MANAGE)
    @PostMapping("/portal/account/payment/plan")
    ResponseEntity<byte[]> plan(Page page, @RequestParam("offer") String offer) {
        try {
            payments.subscribe(own(page), offer, page.signedIn().actor());
            return page.see(PATH, Flash.good("payment.done.plan"));
        } catch (Refusal refusal) {
            return show(page, HttpStatus.UNPROCESSABLE_CONTENT, page.say(refusal));
        }
    }

    /// Something that gives a page of the provider's.
    private interface Way {
        URI open();
    }

    private ResponseEntity<byte[]> leave(Page page, Way way) {
        try {
            return Doorstep.leave(page, way.open(), "payment.leave");
        } catch (Refusal refusal) {
            return show(page, HttpStatus.UNPROCESSABLE_CONTENT, page.say(refusal));
        }
    }

    private static URI back(Page page) {
        return URI.create(page.site().origin(Shell.PORTAL) + PATH);
    }

    private static CustomerId own(Page page) {
        return Optional.of(page.signedIn())
                .flatMap(v -> v.customer())
                .orElseThrow(() -> Refusal.forbidden("customers-only", "This page is for customers."));
    }
}
