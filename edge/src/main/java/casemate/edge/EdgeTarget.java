package casemate.edge;

import casemate.promise.Target;
import java.util.List;

/// An edge as a stranger sees it: an address, a port, a name that is served there, and the root to trust.
///
/// @param insidePorts where instances listen; from outside, at the edge's address, nothing may answer there
/// @param twin what was put up for one attempt; closed with the target
record EdgeTarget(
        String address, int port, String host, String authorityPem, List<Integer> insidePorts, AutoCloseable twin)
        implements Target {
    EdgeTarget {
        insidePorts = List.copyOf(insidePorts);
    }

    @Override
    public void close() {
        try {
            twin.close();
        } catch (Exception e) {
            throw new IllegalStateException("the twin could not be taken away", e);
        }
    }
}
