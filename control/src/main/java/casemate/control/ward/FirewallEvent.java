package casemate.control.ward;

import casemate.base.InstanceId;
import casemate.wire.EdgeReport.RuleHit;
import java.time.Instant;
import java.util.List;

/// A request that rules of the firewall spoke against.
///
/// @param number grows with time
/// @param request its id, as the visitor was shown it
/// @param network of the visitor; the full address is not kept
public record FirewallEvent(
        long number,
        InstanceId instance,
        String host,
        String request,
        Instant at,
        String network,
        String method,
        String path,
        boolean blocked,
        List<RuleHit> rules) {
    public FirewallEvent {
        rules = List.copyOf(rules);
    }
}
