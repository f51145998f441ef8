package casemate.control.invoice;

import casemate.base.CustomerId;
import casemate.control.web.Language;
import java.util.Optional;

/// What tests of this room sell, and to whom.
final class Papers {
    static final CustomerId CUSTOMER = new CustomerId("cus_0" + "a".repeat(25));

    private Papers() {}

    static Seller seller() {
        return new Seller(
                "Éditeur SAS",
                "1 rue de la Paix",
                "75002",
                "Paris",
                "FR",
                Optional.of("FR40303265045"),
                "RCS Paris 303265045",
                "billing@vendor.example",
                Optional.of("FR7630006000011234567890189"),
                Optional.of("AGRIFRPP"));
    }

    static LegalEntity entity(boolean oneStop, boolean trusting) {
        return new LegalEntity("ent_1", "ED", seller(), oneStop, trusting);
    }

    static LegalEntity unregistered() {
        Seller s = seller();
        return new LegalEntity(
                "ent_2",
                "NO",
                new Seller(
                        s.name(),
                        s.address(),
                        s.postcode(),
                        s.city(),
                        s.country(),
                        Optional.empty(),
                        s.registration(),
                        s.email(),
                        s.iban(),
                        s.bic()),
                false,
                false);
    }

    static Buyer buyer(String country, String number) {
        return new Buyer(
                CUSTOMER,
                "Zażółć Gęślą Sp. z o.o.",
                Optional.of("Ann"),
                Optional.of("Długa 1"),
                Optional.of("00-238"),
                country,
                Optional.of(number).filter(n -> !n.isEmpty()),
                "ann@example.org",
                Language.PL);
    }
}
