package casemate.edge;

import org.jspecify.annotations.Nullable;

/// One reason why a request may have to stay outside. Guards are asked in the order of [Edge], on the event loop of the
/// request: they never block, and cost nothing to speak of when they have nothing against it.
interface Guard {
    /// @return null to let the request on; otherwise the guard answers it, and this takes the rest of it
    @Nullable
    Receiver stop(Request request);

    /// Whether a tunnel that was opened for a request may go on, as things are now. Answers nothing.
    default boolean lets(Request request) {
        return true;
    }
}
