package casemate.control.subscription;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.control.offer.Offers;
import casemate.control.region.Regions;
import casemate.control.web.Flash;
import casemate.control.web.Fresh;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The customer's plan: where it stands, what comes next, and where its data rests.
@Controller
final class PlanRoutes {
    private static final String PATH = "/account/plan";

    private final Subscriptions subscriptions;
    private final Offers offers;
    private final Regions regions;

    PlanRoutes(Subscriptions subscriptions, Offers offers, Regions regions) {
        this.subscriptions = subscriptions;
        this.offers = offers;
        this.regions = regions;
    }

    @Needs(Permission.BILLING_VIEW)
    @GetMapping("/portal/account/plan")
    ResponseEntity<byte[]> plan(Page page) {
        CustomerId customer = own(page);
        Map<String, Object> model = new HashMap<>();
        model.put("standing", subscriptions.of(customer));
        model.put("moves", subscriptions.moves(customer));
        model.put("offers", offers.onSale());
        model.put("residence", regions.of(customer));
        model.put("regions", List.copyOf(regions.available()));
        return page.show("subscription/plan", model);
    }

    @Needs(Permission.BILLING_MANAGE)
    @PostMapping("/portal/account/plan/region")
    ResponseEntity<byte[]> region(Page page, @RequestParam("region") String code) {
        regions.choose(own(page), code, page.signedIn().actor());
        return page.see(PATH, Flash.good("subscription.done.region"));
    }

    @Needs(Permission.BILLING_MANAGE)
    @PostMapping("/portal/account/plan/free")
    ResponseEntity<byte[]> free(Page page) {
        subscriptions.goFree(own(page), page.signedIn().actor());
        return page.see(PATH, Flash.good("subscription.done.free"));
    }

    @Needs(Permission.BILLING_MANAGE)
    @Fresh
    @GetMapping("/portal/account/plan/cancel")
    ResponseEntity<byte[]> ask(Page page) {
        Standing standing = subscriptions
                .of(own(page))
                .orElseThrow(() -> Refusal.notFound("subscription-unknown", "There is nothing to cancel."));
        return page.show("subscription/cancel", Map.of("standing", standing));
    }

    @Needs(Permission.BILLING_MANAGE)
    @Fresh
    @PostMapping("/portal/account/plan/cancel")
    ResponseEntity<byte[]> cancel(Page page) {
        subscriptions.cancel(own(page), page.signedIn().actor());
        return page.see(PATH, Flash.good("subscription.done.cancel"));
    }

    private static CustomerId own(Page page) {
        return page.signedIn()
                .customer()
                .orElseThrow(() -> Refusal.forbidden("customers-only", "This page is for customers."));
    }
}
