package casemate.control.instance;

import casemate.wire.EdgeReport;

/// A room that wants to know what edges see.
public interface EdgeEar {
    /// Called once for each report, in the transaction that takes it in: what fails here is reported again.
    void hear(EdgeReport report);
}
