package casemate.control.instance;

import casemate.base.InstanceId;
import java.util.Map;

/// The say of the room that keeps standbys of instances on other hosts. Whoever changes it calls
/// [Instances#clientsChanged] in the same transaction.
public interface StandbyPart {
    /// @param epoch under whose leases alone it runs
    /// @param withheld stopped, as another host is about to run it
    record Reign(long epoch, boolean withheld) {}

    /// Read inside the transaction that makes a snapshot; those without an entry run without leases.
    Map<InstanceId, Reign> reigns();
}
