package casemate.control.instance;

import casemate.base.InstanceId;
import casemate.wire.RouteRules;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A room's say about what holds on the way to instances, such as who may come in. Whoever changes it calls
/// [Instances#edgeChanged] in the same transaction.
public interface RoutePart {
    /// Read inside the transaction that makes a snapshot, for all instances at once.
    ///
    /// @return by instance, what this room adds to its rules; those without an entry keep the usual
    Map<InstanceId, UnaryOperator<RouteRules>> parts();
}
