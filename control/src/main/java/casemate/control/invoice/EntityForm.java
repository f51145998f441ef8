package casemate.control.invoice;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.util.MultiValueMap;

/// What was typed about the company that sells, shown again when it is refused.
///
/// @param typed by the names of the fields
public record EntityForm(Map<String, String> typed, boolean oneStop, boolean trusting) {
    public EntityForm {
        typed = Map.copyOf(typed);
    }

    static EntityForm of(MultiValueMap<String, String> typed) {
        return new EntityForm(
                typed.toSingleValueMap().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, e -> e.getValue().strip())),
                typed.containsKey("one-stop"),
                typed.containsKey("trusting"));
    }

    static EntityForm of(LegalEntity entity) {
        Seller s = entity.seller();
        return new EntityForm(
                Map.of(
                        "prefix", entity.prefix(),
                        "name", s.name(),
                        "address", s.address(),
                        "postcode", s.postcode(),
                        "city", s.city(),
                        "country", s.country(),
                        "vat-number", s.vatNumber().orElse(""),
                        "registration", s.registration(),
                        "email", s.email(),
                        "bank", s.iban().orElse("") + " " + s.bic().orElse("")),
                entity.oneStop(),
                entity.trusting());
    }

    public String value(String field) {
        return typed.getOrDefault(field, "");
    }

    /// @throws casemate.base.Refusal for what no company is
    Seller seller() {
        // Typed as it is written on paper: blanks within, the bank's code after the number.
        String bank = value("bank").toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
        String code = bank.matches(".* [A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?") ? bank.substring(bank.lastIndexOf(' ')) : "";
        String number = bank.substring(0, bank.length() - code.length());
        return new Seller(
                value("name"),
                value("address"),
                value("postcode"),
                value("city"),
                value("country").toUpperCase(Locale.ROOT),
                Seller.told(plain(value("vat-number"))),
                value("registration"),
                value("email"),
                Seller.told(plain(number)),
                Seller.told(plain(code)));
    }

    private static String plain(String typed) {
        return typed.replaceAll("[\\s.-]", "").toUpperCase(Locale.ROOT);
    }
}
