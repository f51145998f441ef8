package casemate.control.offer;

import casemate.base.Actor;
import casemate.base.Json;
import casemate.control.web.JsonAnswer;
import casemate.control.web.Open;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/// The command line's way to offers.
@Controller
@Open("the token of the local API guards it")
final class OfferApi {
    private static final Actor CALLER = new Actor.Program("api");
    private static final int MAX_BODY_BYTES = 16 << 10;

    private final Offers offers;

    OfferApi(Offers offers) {
        this.offers = offers;
    }

    @GetMapping("/local/api/v1/offers")
    ResponseEntity<byte[]> list() {
        return JsonAnswer.ok(Json.object()
                .put("offers", Json.array(offers.all(), OfferJson::of))
                .build());
    }

    /// Another version of an offer, or a new one.
    @PostMapping("/local/api/v1/offers")
    ResponseEntity<byte[]> put(@RequestBody byte[] body) {
        Offer made = offers.put(OfferJson.read(Json.parseObject(body, MAX_BODY_BYTES)), CALLER);
        return JsonAnswer.of(HttpStatus.CREATED, OfferJson.of(made));
    }

    @PostMapping("/local/api/v1/offers/{name}/sell")
    ResponseEntity<byte[]> sell(@PathVariable("name") String name) {
        offers.sell(name, true, CALLER);
        return JsonAnswer.ok(OfferJson.of(offers.get(name)));
    }

    @PostMapping("/local/api/v1/offers/{name}/withdraw")
    ResponseEntity<byte[]> withdraw(@PathVariable("name") String name) {
        offers.sell(name, false, CALLER);
        return JsonAnswer.ok(OfferJson.of(offers.get(name)));
    }
}
