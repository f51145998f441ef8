package casemate.control.factor;

import casemate.base.UserId;
import java.time.Instant;
import java.util.Optional;

/// An app or a token that shows one-time codes, as its owner sees it in the list.
///
/// @param position the last step or count whose code was accepted; -1 for none
/// @param confirmedAt empty until its owner has shown a first code
public record Generator(
        String id,
        UserId person,
        Method method,
        Algorithm algorithm,
        String name,
        long position,
        Instant createdAt,
        Optional<Instant> confirmedAt,
        Optional<Instant> lastUsedAt) {
    /// What a sealed secret is bound to, so that it opens in no other row.
    String row() {
        return person + "/" + id;
    }
}
