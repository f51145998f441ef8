package casemate.control.instance;

import casemate.base.InstanceId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// A room's say about further host names of instances, besides those under the platform's domain. Whoever changes them
/// calls [Instances#edgeChanged] in the same transaction.
public interface OwnHosts {
    /// Read inside the transaction that makes a snapshot. No name may stand twice.
    Map<InstanceId, List<String>> all();

    /// Which instances answer at these hosts; others are left out.
    Map<String, InstanceId> at(Collection<String> hosts);
}
