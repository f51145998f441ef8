package casemate.control.offer;

import casemate.base.Refusal;
import casemate.control.web.Flash;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
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

/// The operator's price list.
@Controller
final class OfferRoutes {
    private static final String PATH = "/offers";

    private final Offers offers;

    OfferRoutes(Offers offers) {
        this.offers = offers;
    }

    @Needs(Permission.BILLING_VIEW)
    @GetMapping("/console/offers")
    ResponseEntity<byte[]> list(Page page) {
        return page.show("offer/list", Map.of("offers", offers.all()));
    }

    @Needs(Permission.BILLING_MANAGE)
    @GetMapping("/console/offers/new")
    ResponseEntity<byte[]> fresh(Page page) {
        return form(page, HttpStatus.OK, OfferForm.empty(), "");
    }

    @Needs(Permission.BILLING_VIEW)
    @GetMapping("/console/offers/{name}")
    ResponseEntity<byte[]> one(Page page, @PathVariable("name") String name) {
        Offer offer = offers.get(name);
        return page.show(
                "offer/one",
                Map.of("offer", offer, "versions", offers.versions(name), "binding", offers.binding(offer)));
    }

    @Needs(Permission.BILLING_MANAGE)
    @GetMapping("/console/offers/{name}/change")
    ResponseEntity<byte[]> change(Page page, @PathVariable("name") String name) {
        return form(page, HttpStatus.OK, OfferForm.of(offers.get(name)), "");
    }

    @Needs(Permission.BILLING_MANAGE)
    @PostMapping("/console/offers")
    ResponseEntity<byte[]> put(Page page, @RequestParam MultiValueMap<String, String> typed) {
        OfferForm form = OfferForm.typed(typed);
        try {
            boolean onSale = form.fresh() || offers.get(form.name()).onSale();
            Offer made = offers.put(form.wish(onSale), page.signedIn().actor());
            return page.see(PATH + "/" + made.name(), Flash.good("offer.done.put"));
        } catch (Refusal refusal) {
            return form(page, HttpStatus.UNPROCESSABLE_CONTENT, form, page.say(refusal));
        }
    }

    @Needs(Permission.BILLING_MANAGE)
    @PostMapping("/console/offers/{name}/sell")
    ResponseEntity<byte[]> sell(Page page, @PathVariable("name") String name) {
        offers.sell(name, true, page.signedIn().actor());
        return page.see(PATH + "/" + name, Flash.good("offer.done.sell"));
    }

    @Needs(Permission.BILLING_MANAGE)
    @PostMapping("/console/offers/{name}/withdraw")
    ResponseEntity<byte[]> withdraw(Page page, @PathVariable("name") String name) {
        offers.sell(name, false, page.signedIn().actor());
        return page.see(PATH + "/" + name, Flash.good("offer.done.withdraw"));
    }

    private static ResponseEntity<byte[]> form(Page page, HttpStatus status, OfferForm form, String problem) {
        return page.show(
                status,
                "offer/form",
                Map.of("form", form, "kinds", List.copyOf(OfferForm.kinds()), "problem", problem));
    }
}
