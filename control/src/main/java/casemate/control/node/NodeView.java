package casemate.control.node;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A node as lists show it.
///
/// @param state its word
/// @param apart whether it is known to be another machine than the first host's
/// @param heard when it reported last
/// @param instances names of those that are there
/// @param standbys names of those that have something there, such as a standby, and run elsewhere
public record NodeView(
        Node node,
        String state,
        boolean apart,
        Optional<Instant> heard,
        List<String> instances,
        List<String> standbys) {
    public NodeView {
        instances = List.copyOf(instances);
        standbys = List.copyOf(standbys);
    }
}
