package casemate.control.account;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.util.MultiValueMap;

/// The optional fields that sign-up and the account page share.
final class DetailsForm {
    private static final List<String> FIELDS =
            List.of("company", "contact-name", "address", "postcode", "country", "vat-number");

    private DetailsForm() {}

    static Map<String, String> errors(MultiValueMap<String, String> typed) {
        Map<String, String> errors = new LinkedHashMap<>();
        for (String field : FIELDS) {
            String value = SignUpForm.text(typed, field).strip();
            if (!value.isEmpty() && Details.unfit(value)) {
                errors.put(field, "account.error.detail");
            }
        }
        return errors;
    }
}
