package casemate.control.account;

import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.password.Passwords;
import casemate.control.web.Language;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.util.MultiValueMap;

/// What a stranger typed into the sign-up page, and what is wrong with it, field by field.
///
/// @param errors keys of words by field; empty when all is well
record SignUpForm(
        String email,
        String company,
        String contactName,
        String address,
        String postcode,
        String country,
        String vatNumber,
        Map<String, String> errors) {
    static SignUpForm empty() {
        return new SignUpForm("", "", "", "", "", "", "", Map.of());
    }

    static SignUpForm read(MultiValueMap<String, String> typed) {
        return new SignUpForm(
                text(typed, "email"),
                text(typed, "company"),
                text(typed, "contact-name"),
                text(typed, "address"),
                text(typed, "postcode"),
                text(typed, "country"),
                text(typed, "vat-number"),
                errors(typed));
    }

    SignUp wish(Secret password, Language language) {
        return new SignUp(Email.parse(email), password, language, details());
    }

    Details details() {
        return Details.typed(company, contactName, address, postcode, country, vatNumber);
    }

    /// Whether any optional field was filled in, so that the page shows them again.
    boolean detailsTold() {
        return Stream.of(company, contactName, address, postcode, country, vatNumber)
                .anyMatch(s -> !s.isBlank());
    }

    /// What a list of countries offers, by their two letters.
    Map<String, String> countries(Language language) {
        return DetailsForm.countries(language);
    }

    /// Whether the country was told in other words than the list's.
    boolean foreign(Language language) {
        return !country.isEmpty() && !DetailsForm.countries(language).containsKey(country);
    }

    static String country(String told, Language language) {
        return DetailsForm.name(told, language);
    }

    /// The same, refused as a whole.
    SignUpForm refused(String words) {
        return refused("email", words);
    }

    /// The same, refused for one field.
    SignUpForm refused(String field, String words) {
        return new SignUpForm(email, company, contactName, address, postcode, country, vatNumber, Map.of(field, words));
    }

    boolean fine() {
        return errors.isEmpty();
    }

    private static Map<String, String> errors(MultiValueMap<String, String> typed) {
        Map<String, String> errors = new LinkedHashMap<>(DetailsForm.errors(typed));
        String email = text(typed, "email");
        try {
            if (!Email.parse(email).reachable()) {
                errors.put("email", "account.error.email");
            }
        } catch (Refusal _) {
            errors.put("email", "account.error.email");
        }
        List<String> known = Stream.of("email", "company", "contact-name", "address", "vat-number")
                .map(field -> text(typed, field))
                .toList();
        Passwords.obvious(Secret.of(text(typed, "password")), known).ifPresent(p -> errors.put("password", p));
        return errors;
    }

    static String text(MultiValueMap<String, String> typed, String field) {
        String value = typed.getFirst(field);
        return value == null ? "" : value;
    }
}
