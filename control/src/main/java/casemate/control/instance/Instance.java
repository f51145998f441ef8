package casemate.control.instance;

import casemate.base.CustomerId;
import casemate.base.InstanceId;
import casemate.wire.PodOrder.Wanted;
import java.time.Instant;
import java.util.Optional;

/// One customer's application, as rooms and pages speak of it.
///
/// @param slug the first label of its address, as text: a name that gets reserved later stays readable here
/// @param title what its owner calls it; empty once erased
/// @param host the name under which the edge serves it
/// @param changed when its wanted state last changed
/// @param erased when the agent confirmed that nothing is left
/// @param listener the edge's private listener that alone serves it; empty for the shared one
public record Instance(
        InstanceId id,
        CustomerId customer,
        String slug,
        String title,
        String blueprint,
        String host,
        Wanted wanted,
        Seen seen,
        Instant created,
        Instant changed,
        Optional<Instant> erased,
        String listener) {

    public InstanceState state() {
        return InstanceState.of(wanted, seen.phase());
    }
}
