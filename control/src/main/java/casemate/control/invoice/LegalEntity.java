package casemate.control.invoice;

import casemate.base.Json;
import casemate.base.Refusal;

/// The vendor's company that sells, with its own series of numbers.
///
/// @param prefix before each number; never changed
/// @param oneStop whether it declares other member states' VAT by the one-stop shop; if not, consumers there pay that
///     of its own country, which is lawful only below the Union's threshold
/// @param trusting whether a VAT number counts on which the register gives no word
public record LegalEntity(String id, String prefix, Seller seller, boolean oneStop, boolean trusting) {
    public LegalEntity {
        if (!prefix.matches("[A-Z0-9][A-Z0-9-]{0,9}")) {
            throw Refusal.invalid(
                    "invoice-prefix-malformed", "A prefix is 1 to 10 capital letters, digits and hyphens.");
        }
    }

    /// At least six digits, so that lists of numbers sort as they were issued for a while.
    String number(long serial) {
        return "%s-%06d".formatted(prefix, serial);
    }

    Json.Obj details() {
        return Json.object()
                .put("seller", seller.json())
                .put("one_stop", oneStop)
                .put("trusting", trusting)
                .build();
    }

    static LegalEntity read(String id, String prefix, Json.Obj details) {
        return new LegalEntity(
                id, prefix, Seller.read(details.obj("seller")), details.bool("one_stop"), details.bool("trusting"));
    }
}
