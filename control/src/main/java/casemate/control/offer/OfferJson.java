package casemate.control.offer;

import casemate.base.Json;
import casemate.base.Refusal;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// An offer as programs write and read it.
final class OfferJson {
    private OfferJson() {}

    static Json.Obj of(Offer offer) {
        Json.Builder titles = Json.object();
        offer.titles().forEach(titles::put);
        return Json.object()
                .put("name", offer.name())
                .put("version", offer.version())
                .put("kind", offer.kind().code())
                .put("titles", titles.build())
                .put("price", offer.price().amount())
                .put("currency", offer.price().currency())
                .put("term", offer.price().term().code())
                .put("memoryMebibytes", offer.allowance().mebibytes())
                .put("users", offer.allowance().users())
                .put("trialDays", offer.trialDays())
                .put("regions", Json.texts(offer.regions().stream().toList()))
                .put("boundAs", offer.boundAs())
                .put("onSale", offer.onSale())
                .build();
    }

    /// @throws Refusal for what no offer can be
    static Offer read(Json.Obj wish) {
        wish.only(
                "name",
                "version",
                "kind",
                "titles",
                "price",
                "currency",
                "term",
                "memoryMebibytes",
                "users",
                "trialDays",
                "regions",
                "boundAs",
                "onSale");
        Json.Obj said = wish.obj("titles");
        Map<String, String> titles = new TreeMap<>();
        said.members().keySet().forEach(language -> titles.put(language, said.text(language)));
        return new Offer(
                wish.text("name"),
                number(wish, "version"),
                OfferKind.parse(wish.text("kind")),
                titles,
                Price.typed(wish.text("price"), wish.text("currency"), wish.text("term")),
                Allowance.ofMebibytes(wish.integer("memoryMebibytes"), number(wish, "users")),
                number(wish, "trialDays"),
                new TreeSet<>(wish.list("regions", r -> ((Json.Text) r).value())),
                wish.text("boundAs"),
                wish.bool("onSale"),
                Instant.EPOCH);
    }

    private static int number(Json.Obj wish, String member) {
        return Math.toIntExact(Math.clamp(wish.integer(member), Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
}
