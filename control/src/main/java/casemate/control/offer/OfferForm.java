package casemate.control.offer;

import casemate.base.Refusal;
import casemate.control.web.Language;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.util.MultiValueMap;

/// What was typed about an offer, shown again when it is refused.
///
/// @param regions codes with blanks between
public record OfferForm(
        String name,
        int version,
        String kind,
        Map<String, String> titles,
        String price,
        String currency,
        String term,
        String memory,
        String users,
        String trialDays,
        String regions,
        String boundAs) {
    public OfferForm {
        titles = Map.copyOf(titles);
    }

    static OfferForm empty() {
        return new OfferForm("", 0, OfferKind.PUBLIC.code(), Map.of(), "", "EUR", "month", "", "", "0", "", "");
    }

    static OfferForm of(Offer offer) {
        return new OfferForm(
                offer.name(),
                offer.version(),
                offer.kind().code(),
                offer.titles(),
                offer.price().amount(),
                offer.price().currency(),
                offer.price().term().code(),
                String.valueOf(offer.allowance().mebibytes()),
                String.valueOf(offer.allowance().users()),
                String.valueOf(offer.trialDays()),
                String.join(" ", offer.regions()),
                offer.boundAs());
    }

    /// @throws Refusal `number-malformed`
    static OfferForm typed(MultiValueMap<String, String> typed) {
        Map<String, String> titles = new TreeMap<>();
        for (Language language : Language.values()) {
            String title = first(typed, "title-" + language.code());
            if (!title.isEmpty()) {
                titles.put(language.code(), title);
            }
        }
        return new OfferForm(
                first(typed, "name"),
                number(first(typed, "version")),
                first(typed, "kind"),
                titles,
                first(typed, "price"),
                first(typed, "currency"),
                first(typed, "term"),
                first(typed, "memory"),
                first(typed, "users"),
                first(typed, "trial-days"),
                first(typed, "regions"),
                first(typed, "bound-as"));
    }

    public String title(Language language) {
        return titles.getOrDefault(language.code(), "");
    }

    public boolean fresh() {
        return version == 0;
    }

    /// @throws Refusal for what no offer can be
    Offer wish(boolean onSale) {
        String[] codes = regions.toUpperCase(Locale.ROOT).split("[\\s,]+");
        return new Offer(
                name,
                version + 1,
                OfferKind.parse(kind),
                titles,
                Price.typed(price, currency, term),
                Allowance.ofMebibytes(number(memory), number(users)),
                number(trialDays.isEmpty() ? "0" : trialDays),
                new TreeSet<>(Arrays.stream(codes).filter(c -> !c.isEmpty()).toList()),
                boundAs.isEmpty() ? name : boundAs,
                onSale,
                Instant.EPOCH);
    }

    static Set<String> kinds() {
        Set<String> kinds = new TreeSet<>();
        Arrays.stream(OfferKind.values()).forEach(k -> kinds.add(k.code()));
        return kinds;
    }

    private static int number(String typed) {
        try {
            return Integer.parseInt(typed);
        } catch (NumberFormatException _) {
            throw Refusal.invalid("offer-number", "Memory, people and days are whole numbers.");
        }
    }

    private static String first(MultiValueMap<String, String> typed, String field) {
        String value = typed.getFirst(field);
        return value == null ? "" : value.strip();
    }
}
