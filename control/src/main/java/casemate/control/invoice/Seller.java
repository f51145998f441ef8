package casemate.control.invoice;

import casemate.base.Json;
import casemate.base.Refusal;
import java.util.List;
import java.util.Optional;

/// Who sells, as it stands on every document.
///
/// @param vatNumber empty for whoever is not registered for VAT: then nothing is taxed
/// @param registration in the register of companies; stands on documents that carry no VAT number
/// @param iban where to pay to; empty where nobody pays by transfer
public record Seller(
        String name,
        String address,
        String postcode,
        String city,
        String country,
        Optional<String> vatNumber,
        String registration,
        String email,
        Optional<String> iban,
        Optional<String> bic) {
    /// A line on an envelope, with room to spare.
    private static final int MAX_CHARS = 120;

    private static final int LETTERS = 2;

    public Seller {
        for (String told : List.of(name, address, postcode, city, registration, email)) {
            if (told.isBlank() || !fits(told)) {
                throw malformed();
            }
        }
        if (!vatNumber.map(v -> v.matches("[A-Z]{2}[A-Z0-9+*]{2,13}")).orElse(true)
                || !iban.map(Iban::sound).orElse(true)
                || !bic.map(b -> b.matches("[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")).orElse(true)
                || country.length() != LETTERS) {
            throw malformed();
        }
        // A foreign number would have every rule below decide by the wrong country.
        if (vatNumber.filter(v -> !Union.countryOf(v).equals(country)).isPresent()) {
            throw Refusal.invalid(
                    "invoice-entity-vat", "The VAT number is another country's; it begins with that of the seat.");
        }
    }

    private static boolean fits(String told) {
        return told.length() <= MAX_CHARS && told.chars().noneMatch(Character::isISOControl);
    }

    private static Refusal malformed() {
        return Refusal.invalid(
                "invoice-entity-malformed", "Look at the details of the company again; each is one short line.");
    }

    Json.Obj json() {
        return Json.object()
                .put("name", name)
                .put("address", address)
                .put("postcode", postcode)
                .put("city", city)
                .put("country", country)
                .put("vat_number", vatNumber.orElse(""))
                .put("registration", registration)
                .put("email", email)
                .put("iban", iban.orElse(""))
                .put("bic", bic.orElse(""))
                .build();
    }

    static Seller read(Json.Obj json) {
        return new Seller(
                json.text("name"),
                json.text("address"),
                json.text("postcode"),
                json.text("city"),
                json.text("country"),
                told(json.text("vat_number")),
                json.text("registration"),
                json.text("email"),
                told(json.text("iban")),
                told(json.text("bic")));
    }

    static Optional<String> told(String text) {
        return Optional.of(text).filter(t -> !t.isEmpty());
    }
}
