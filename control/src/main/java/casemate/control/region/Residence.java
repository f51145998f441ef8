package casemate.control.region;

import casemate.promise.Region;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Where one customer's data rests.
///
/// @param fixedAt since when it cannot be changed, because an instance was made there
public record Residence(Region region, Source source, Instant chosenAt, Optional<Instant> fixedAt) {
    /// What it was chosen by.
    public enum Source {
        /// The country that the customer declared.
        COUNTRY,
        /// The network address from which it signed up.
        ADDRESS,
        /// The customer itself, or an operator for it.
        CHOSEN,
        /// Nothing was known: the first of the regions that there are.
        FIRST;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
