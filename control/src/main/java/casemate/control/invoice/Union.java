package casemate.control.invoice;

import casemate.base.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// The member states and their standard rates of VAT, each from a day on: `vat-rates.txt`.
final class Union {
    private static final String RATES = "/invoice/vat-rates.txt";
    private static final int LETTERS = 2;
    private static final int FIELDS = 3;

    private final Map<String, NavigableMap<LocalDate, Integer>> rates = new HashMap<>();

    Union() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Union.class.getResourceAsStream(RATES)), StandardCharsets.UTF_8))) {
            lines.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String line) {
        String[] fields = line.split(" +", -1);
        if (fields.length != FIELDS) {
            throw new IllegalStateException("not a rate: " + line);
        }
        rates.computeIfAbsent(fields[0], _ -> new TreeMap<>())
                .put(LocalDate.parse(fields[1]), Integer.valueOf(fields[2]));
    }

    boolean has(String country) {
        return rates.containsKey(country);
    }

    /// In hundredths of a per cent.
    ///
    /// @throws Refusal `invoice-rate-unknown` for a day before the first that is known
    int rate(String country, LocalDate day) {
        return Optional.ofNullable(rates.get(country))
                .map(r -> r.floorEntry(day))
                .map(Map.Entry::getValue)
                .orElseThrow(() -> Refusal.invalid(
                        "invoice-rate-unknown", "The rate of VAT in that country on that day is not known here."));
    }

    /// Where a country's VAT is another's: Monaco is taxed as France.
    static String territory(String country) {
        return country.equals("MC") ? "FR" : country;
    }

    /// The country of a VAT number: Greece writes EL.
    static String countryOf(String vatNumber) {
        String letters = vatNumber.substring(0, LETTERS);
        return letters.equals("EL") ? "GR" : letters;
    }
}
