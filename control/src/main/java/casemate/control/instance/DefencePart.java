package casemate.control.instance;

import casemate.wire.Defence;
import java.time.Instant;

/// A room's say about how edges defend the whole platform, such as bans and figures of the policy. Whoever changes it
/// calls [Instances#edgeChanged] in the same transaction.
public interface DefencePart {
    /// Read inside the transaction that makes a snapshot.
    ///
    /// @param before what the rooms before this one said
    /// @param issued when the snapshot's version came to be. What has ended by then is left out, by this
    ///   and not by a clock, so that one version never has two contents
    Defence shape(Defence before, Instant issued);
}
