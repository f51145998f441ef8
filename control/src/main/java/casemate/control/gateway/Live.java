package casemate.control.gateway;

import casemate.base.InstanceId;
import java.util.List;
import java.util.Map;

/// All that the live page shows.
///
/// @param hosts the first few in the chosen order
/// @param instances which of those hosts are instances
/// @param alarms how many certificates need somebody
public record Live(
        Traffic total,
        List<Traffic> hosts,
        Map<String, InstanceId> instances,
        List<EdgeSeen> edges,
        List<CertificateSeen> certificates,
        long certificateCount,
        long alarms,
        long bans,
        Order order) {}
