package casemate.control.offer;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What a fresh platform offers, for the vendor to change: one of each kind, under the names of the embedded policy.
final class FirstOffers {
    private static final int TRIAL_DAYS = 30;
    private static final String EURO = "EUR";

    private FirstOffers() {}

    static List<Offer> at(Instant now) {
        return List.of(
                first(
                        "trial",
                        OfferKind.TRIAL,
                        Map.of("en", "Trial", "fr", "Essai", "pl", "Okres próbny"),
                        0,
                        4_096,
                        100,
                        now),
                first("free", OfferKind.FREE, Map.of("en", "Free", "fr", "Gratuit", "pl", "Bezpłatny"), 0, 512, 5, now),
                first(
                        "standard",
                        OfferKind.PUBLIC,
                        Map.of("en", "Standard", "fr", "Standard", "pl", "Standardowy"),
                        4_900,
                        8_192,
                        500,
                        now),
                first(
                        "private",
                        OfferKind.PRIVATE,
                        Map.of("en", "Private", "fr", "Dédié", "pl", "Prywatny"),
                        49_000,
                        32_768,
                        5_000,
                        now));
    }

    private static Offer first(
            String name,
            OfferKind kind,
            Map<String, String> titles,
            long minor,
            long mebibytes,
            int users,
            Instant now) {
        return new Offer(
                name,
                1,
                kind,
                titles,
                new Price(minor, EURO, Price.Term.MONTH),
                Allowance.ofMebibytes(mebibytes, users),
                kind == OfferKind.TRIAL ? TRIAL_DAYS : 0,
                new TreeSet<>(),
                name,
                true,
                now);
    }
}
