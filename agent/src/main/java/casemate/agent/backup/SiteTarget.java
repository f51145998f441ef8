package casemate.agent.backup;

import casemate.agent.site.Site;
import casemate.base.InstanceId;
import casemate.promise.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The sites, and what should be found there.
///
/// @param locked those of them that must refuse to remove what was written
/// @param instances those that hold data, by since when
/// @param end takes away what was put up for a twin
public record SiteTarget(List<Site> sites, List<Site> locked, Map<InstanceId, Instant> instances, Runnable end)
        implements Target {
    public SiteTarget {
        sites = List.copyOf(sites);
        locked = List.copyOf(locked);
        instances = Map.copyOf(instances);
    }

    @Override
    public void close() {
        end.run();
    }
}
