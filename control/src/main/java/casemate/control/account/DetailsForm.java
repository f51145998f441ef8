package casemate.control.account;

import casemate.base.Refusal;
import casemate.control.web.Language;
import java.text.Collator;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
        return errors.isEmpty() ? problems(typed) : errors;
    }

    private static Map<String, String> problems(MultiValueMap<String, String> typed) {
        try {
            return Details.read(
                            SignUpForm.text(typed, "company"),
                            SignUpForm.text(typed, "contact-name"),
                            SignUpForm.text(typed, "address"),
                            SignUpForm.text(typed, "postcode"),
                            SignUpForm.text(typed, "country"),
                            SignUpForm.text(typed, "vat-number"))
                    .problems();
        } catch (Refusal _) {
            // What each field passed by itself may still be too long in its composed form.
            return Map.of("company", "account.error.detail");
        }
    }

    /// The countries' names by their two letters, in the reader's order.
    static Map<String, String> countries(Language language) {
        Map<String, String> names = new LinkedHashMap<>();
        Arrays.stream(Locale.getISOCountries())
                .sorted(Comparator.comparing(code -> name(code, language), Collator.getInstance(language.locale())))
                .forEach(code -> names.put(code, name(code, language)));
        return names;
    }

    /// A country's name; what was once taken in as it was typed, as it was typed.
    static String name(String country, Language language) {
        return country.length() == 2 ? Locale.of("", country).getDisplayCountry(language.locale()) : country;
    }
}
