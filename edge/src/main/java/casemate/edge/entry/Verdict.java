package casemate.edge.entry;

import java.util.Optional;

/// What becomes of a request by the rules of its route.
public sealed interface Verdict {
    /// Let in.
    ///
    /// @param device by which display device, if one was shown
    record In(Optional<String> device) implements Verdict {}

    /// Not let in, and there is nothing that this visitor could do about it here.
    record Refused() implements Verdict {}

    /// Not let in yet.
    ///
    /// @param password whether the password would help
    /// @param signOn whether signing in would help
    record Asked(boolean password, boolean signOn) implements Verdict {}
}
