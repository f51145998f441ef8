package casemate.trust;

import casemate.promise.Language;
import java.util.Optional;

/// What a reader asks for.
///
/// @param path without query
/// @param language in which to answer
/// @param chosen whether the reader named the language in the address
/// @param before of a history, the entry that the outcomes lie before
record Wanted(String path, Language language, boolean chosen, Optional<Long> before) {

    /// Whether the answer is worth keeping: there are few such pages, while single entries and old pages of
    /// history are as many as the ledger is long, and would crowd them out.
    boolean lasting() {
        return before.isEmpty() && !path.startsWith(Paths.ENTRY);
    }
}
