package casemate.control.instance;

import casemate.wire.Defence;

/// A room's say about how edges defend the whole platform, such as bans and figures of the policy. Whoever changes it
/// calls [Instances#edgeChanged] in the same transaction.
public interface DefencePart {
    /// Read inside the transaction that makes a snapshot.
    ///
    /// @param before what the rooms before this one said
    Defence shape(Defence before);
}
