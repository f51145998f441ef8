package casemate.control.instance;

import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.wire.EndedPasses;
import java.time.Instant;

/// The say of the room that signs people in to instances. Whoever changes it calls [Instances#signOnsChanged]
/// in the same transaction.
public interface SignOnPart {
    /// With which edges tell this instance's application who asks; the pod has it too.
    Secret identityKey(InstanceId instance);

    /// Read inside the transaction that makes a snapshot.
    ///
    /// @param issued when the snapshot's version came to be; what has ended by then by itself is left out
    EndedPasses ended(Instant issued);
}
