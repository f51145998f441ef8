package casemate.wire;

/// How far a restore is, in this order.
public enum RestoreStep {
    /// The copy is fetched from its site and compared with what was recorded of it.
    FETCHING,
    /// The application is started on it in a pod of its own, while the instance goes on.
    PROVING,
    /// The instance stands still, and its data is exchanged.
    EXCHANGING,
    /// The instance starts with the restored data.
    STARTING
}
