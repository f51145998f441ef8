package casemate.control.region;

import casemate.promise.Region;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/// Decides which region is a customer's: its own country where that is one, else the first of its area's, else the
/// first that there is. Pure.
final class RegionRules {
    /// One law, one market: Union and Economic Area.
    private static final Set<String> EUROPE = Set.of(
            "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI",
            "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK");

    private static final List<String> IN_EUROPE = List.of("DE", "FR", "IE");

    /// Where to look first, by country; whoever is not named here is nearest to Europe.
    private static final Map<String, List<String>> NEAR = Map.ofEntries(
            Map.entry("US", List.of("CA")),
            Map.entry("CA", List.of("US")),
            Map.entry("MX", List.of("US", "CA")),
            Map.entry("BR", List.of("US")),
            Map.entry("AR", List.of("BR", "US")),
            Map.entry("CL", List.of("BR", "US")),
            Map.entry("CO", List.of("US")),
            Map.entry("PE", List.of("US")),
            Map.entry("GB", IN_EUROPE),
            Map.entry("CH", IN_EUROPE),
            Map.entry("AU", List.of("NZ", "SG")),
            Map.entry("NZ", List.of("AU", "SG")),
            Map.entry("JP", List.of("KR", "SG")),
            Map.entry("KR", List.of("JP", "SG")),
            Map.entry("TW", List.of("JP", "SG")),
            Map.entry("HK", List.of("SG", "JP")),
            Map.entry("CN", List.of("SG", "JP")),
            Map.entry("SG", List.of("IN", "JP", "AU")),
            Map.entry("MY", List.of("SG", "IN")),
            Map.entry("ID", List.of("SG", "AU")),
            Map.entry("TH", List.of("SG", "IN")),
            Map.entry("VN", List.of("SG", "JP")),
            Map.entry("PH", List.of("SG", "JP")),
            Map.entry("IN", List.of("SG")),
            Map.entry("BD", List.of("IN", "SG")),
            Map.entry("LK", List.of("IN", "SG")),
            Map.entry("PK", List.of("IN")));

    private RegionRules() {}

    /// @param country of the customer; empty where nobody knows
    /// @param available in the policy's order
    /// @return empty when there is none at all
    static Optional<Region> of(Optional<String> country, SequencedSet<Region> available) {
        return country.flatMap(c -> near(c, available))
                .or(() -> available.isEmpty() ? Optional.empty() : Optional.of(available.getFirst()));
    }

    private static Optional<Region> near(String country, SequencedSet<Region> available) {
        return find(country, available)
                .or(() -> NEAR.getOrDefault(country, IN_EUROPE).stream()
                        .flatMap(near -> find(near, available).stream())
                        .findFirst())
                // Within Europe any other country of it is nearer than the rest of the world.
                .or(() -> EUROPE.contains(country)
                        ? available.stream()
                                .filter(r -> EUROPE.contains(r.code()))
                                .findFirst()
                        : Optional.empty());
    }

    private static Optional<Region> find(String code, Set<Region> available) {
        return available.stream().filter(r -> r.code().equals(code)).findFirst();
    }
}
