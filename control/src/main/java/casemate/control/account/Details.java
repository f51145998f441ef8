package casemate.control.account;

import casemate.base.Refusal;
import casemate.control.web.PlainName;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a customer may tell about itself for its invoices, every part of it optional: all that ACC-1 allows, and no
/// more.
public record Details(
        Optional<String> company,
        Optional<String> contactName,
        Optional<String> address,
        Optional<String> postcode,
        Optional<String> country,
        Optional<String> vatNumber) {
    /// The longest line that fits on an envelope, with room to spare.
    static final int MAX_CHARS = 200;

    /// By their two letters (ISO 3166).
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private static final String UNFIT = "account.error.detail";

    public Details {
        for (Optional<String> part : List.of(company, contactName, address, postcode, country, vatNumber)) {
            if (part.filter(Details::unfit).isPresent()) {
                throw Refusal.invalid(
                        "details-malformed", "A detail has up to " + MAX_CHARS + " characters on one line.");
            }
        }
    }

    public static Details none() {
        return typed("", "", "", "", "", "");
    }

    /// Reads what a person typed: blank means untold.
    ///
    /// @throws Refusal `details-malformed`
    public static Details typed(
            String company, String contactName, String address, String postcode, String country, String vatNumber) {
        Details typed = read(company, contactName, address, postcode, country, vatNumber);
        Map<String, String> problems = typed.problems();
        if (!problems.isEmpty()) {
            throw Refusal.invalid(
                    "details-malformed", "Look at these details again: " + String.join(", ", problems.keySet()) + ".");
        }
        return typed;
    }

    static Details read(
            String company, String contactName, String address, String postcode, String country, String vatNumber) {
        return new Details(
                told(company),
                told(contactName),
                told(address),
                told(postcode),
                told(country),
                told(VatRules.spelling(vatNumber)));
    }

    /// What is wrong, as keys of words by the field's name in forms. Asked of what is typed; what was taken in earlier
    /// years is shown as it was.
    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        Map.of("company", company, "contact-name", contactName, "address", address, "postcode", postcode)
                .forEach((field, told) ->
                        told.filter(t -> !PlainName.isLine(t, MAX_CHARS)).ifPresent(_ -> problems.put(field, UNFIT)));
        // An address may well be written in two scripts; a name in two is made to be taken for another.
        Map.of("company", company, "contact-name", contactName)
                .forEach((field, told) -> told.filter(t -> !PlainName.isOfOneScript(t))
                        .ifPresent(_ -> problems.putIfAbsent(field, "account.error.scripts")));
        country.filter(c -> !COUNTRIES.contains(c)).ifPresent(_ -> problems.put("country", "account.error.country"));
        vatNumber
                .filter(v -> !VatRules.fits(v, country.orElse("")))
                .ifPresent(_ -> problems.put("vat-number", "account.error.vat"));
        return problems;
    }

    private static Optional<String> told(String typed) {
        return Optional.of(Normalizer.normalize(typed.strip(), Normalizer.Form.NFC))
                .filter(t -> !t.isEmpty());
    }

    static boolean unfit(String part) {
        return part.isBlank() || part.length() > MAX_CHARS || part.chars().anyMatch(Character::isISOControl);
    }
}
