package casemate.control.crypto;

import java.time.LocalDate;
import java.util.Optional;

/// An asset and what the list says of it.
///
/// @param end of what the source recommends, where it names one
/// @param source whose word it is
public record Judged(Asset asset, Verdict verdict, Optional<LocalDate> end, String source) {
    /// What is to be done about it.
    public enum Verdict {
        GOOD,
        /// Recommended until a day that is known.
        ENDING,
        /// To be replaced now.
        WEAK,
        /// The list does not know it: somebody has to look.
        UNKNOWN;

        boolean fine() {
            return this == GOOD || this == ENDING;
        }
    }
}
