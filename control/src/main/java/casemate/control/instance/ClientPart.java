package casemate.control.instance;

import casemate.wire.PodOrder;
import java.util.function.UnaryOperator;

/// The say of the room that is a provider of OpenID Connect. Whoever changes it calls [Instances#clientsChanged] in the
/// same transaction.
public interface ClientPart {
    /// What pods whose application speaks OpenID Connect are told of it. Read inside the transaction that makes a
    /// snapshot, once for all of them.
    UnaryOperator<PodOrder> telling();
}
