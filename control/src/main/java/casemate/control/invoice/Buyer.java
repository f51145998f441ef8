package casemate.control.invoice;

import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.control.web.Language;
import java.util.Optional;

/// Who buys, as it stands on the document.
///
/// @param name the company's, or the person's where there is none
/// @param vatNumber in the one spelling that is kept
/// @param email where the document is sent to
/// @param language of the document
public record Buyer(
        CustomerId customer,
        String name,
        Optional<String> contact,
        Optional<String> address,
        Optional<String> postcode,
        String country,
        Optional<String> vatNumber,
        String email,
        Language language) {
    Json.Obj json() {
        return Json.object()
                .put("customer", customer.value())
                .put("name", name)
                .put("contact", contact.orElse(""))
                .put("address", address.orElse(""))
                .put("postcode", postcode.orElse(""))
                .put("country", country)
                .put("vat_number", vatNumber.orElse(""))
                .put("email", email)
                .put("language", language.code())
                .build();
    }

    static Buyer read(Json.Obj json) {
        return new Buyer(
                new CustomerId(json.text("customer")),
                json.text("name"),
                Seller.told(json.text("contact")),
                Seller.told(json.text("address")),
                Seller.told(json.text("postcode")),
                json.text("country"),
                Seller.told(json.text("vat_number")),
                json.text("email"),
                Language.parse(json.text("language")));
    }
}
