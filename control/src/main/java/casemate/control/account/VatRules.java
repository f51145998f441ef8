package casemate.control.account;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// How VAT numbers look, country by country: the European Commission's list (VIES), and its neighbours. Whether
/// there is such a number, [VatRegister] may know.
final class VatRules {
    private static final Map<String, String> FORMS = Map.ofEntries(
            Map.entry("AT", "U\\d{8}"),
            Map.entry("BE", "[01]\\d{9}"),
            Map.entry("BG", "\\d{9,10}"),
            Map.entry("CY", "\\d{8}[A-Z]"),
            Map.entry("CZ", "\\d{8,10}"),
            Map.entry("DE", "\\d{9}"),
            Map.entry("DK", "\\d{8}"),
            Map.entry("EE", "\\d{9}"),
            Map.entry("EL", "\\d{9}"),
            Map.entry("ES", "[A-Z0-9]\\d{7}[A-Z0-9]"),
            Map.entry("FI", "\\d{8}"),
            Map.entry("FR", "[A-HJ-NP-Z0-9]{2}\\d{9}"),
            Map.entry("HR", "\\d{11}"),
            Map.entry("HU", "\\d{8}"),
            Map.entry("IE", "\\d{7}[A-W][A-I]?|\\d[A-Z+*]\\d{5}[A-W]"),
            Map.entry("IT", "\\d{11}"),
            Map.entry("LT", "\\d{9}|\\d{12}"),
            Map.entry("LU", "\\d{8}"),
            Map.entry("LV", "\\d{11}"),
            Map.entry("MT", "\\d{8}"),
            Map.entry("NL", "[A-Z0-9+*]{12}"),
            Map.entry("PL", "\\d{10}"),
            Map.entry("PT", "\\d{9}"),
            Map.entry("RO", "\\d{2,10}"),
            Map.entry("SE", "\\d{12}"),
            Map.entry("SI", "\\d{8}"),
            Map.entry("SK", "\\d{10}"),
            Map.entry("XI", "\\d{9}|\\d{12}|GD\\d{3}|HA\\d{3}"),
            Map.entry("GB", "\\d{9}|\\d{12}|GD\\d{3}|HA\\d{3}"),
            Map.entry("CH", "E\\d{9}(MWST|TVA|IVA)?"),
            Map.entry("NO", "\\d{9}(MVA)?"));

    /// Where the letters before the number are not those of the country (ISO 3166).
    private static final Map<String, String> PREFIXES = Map.of("GR", "EL");

    /// The numbers of everybody else, such as an ABN or a GSTIN.
    private static final Pattern ELSEWHERE = Pattern.compile("[A-Z0-9]{5,20}");

    private static final Pattern FILLING = Pattern.compile("[ .\\-/]");

    private VatRules() {}

    /// The one spelling in which a number is kept.
    static String spelling(String typed) {
        return FILLING.matcher(typed.strip().toUpperCase(Locale.ROOT)).replaceAll("");
    }

    /// @param country by its two letters; empty for untold
    static boolean fits(String number, String country) {
        String prefix = PREFIXES.getOrDefault(country, country);
        if (FORMS.containsKey(prefix) && !number.startsWith(prefix)) {
            // Northern Ireland trades goods under letters of its own.
            return prefix.equals("GB") && number.startsWith("XI") && fits(number, "");
        }
        String letters = number.length() < 2 ? "" : number.substring(0, 2);
        boolean told = prefix.isEmpty() || prefix.equals(letters) || letters.equals("XI");
        return FORMS.containsKey(told ? letters : "")
                ? number.substring(2).matches(FORMS.getOrDefault(letters, ""))
                : ELSEWHERE.matcher(number).matches();
    }
}
