package casemate.control.account;

import casemate.base.Refusal;
import java.util.List;
import java.util.Optional;

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
    public static Details typed(
            String company, String contactName, String address, String postcode, String country, String vatNumber) {
        return new Details(
                told(company), told(contactName), told(address), told(postcode), told(country), told(vatNumber));
    }

    private static Optional<String> told(String typed) {
        return Optional.of(typed.strip()).filter(t -> !t.isEmpty());
    }

    static boolean unfit(String part) {
        return part.isBlank() || part.length() > MAX_CHARS || part.chars().anyMatch(Character::isISOControl);
    }
}
