package casemate.agent.backup;

import casemate.agent.site.Site;
import casemate.base.InstanceId;
import casemate.promise.Target;
import casemate.wire.BackupPlace;
import casemate.wire.DamagedCopy;
import casemate.wire.SitePlace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The sites, and what should be found there.
///
/// @param locked those of them that must refuse to remove what was written
/// @param lost copies that are known to be damaged: they do not count
/// @param instances those that hold data, by since when
/// @param end takes away what was put up for a twin
public record SiteTarget(
        List<Site> sites, List<Site> locked, List<Lost> lost, Map<InstanceId, Instant> instances, Runnable end)
        implements Target {
    /// A copy that was found damaged when it was read again.
    ///
    /// @param site one of the target's
    /// @param found when that was
    public record Lost(Site site, String engine, InstanceId instance, String copy, Instant found) {
        boolean is(Site where, String technology, InstanceId of, String file) {
            return site.equals(where)
                    && engine.equals(technology)
                    && instance.equals(of)
                    // restic's files are named by the whole of an id.
                    && file.startsWith(copy);
        }
    }

    /// Where no damage is known.
    public SiteTarget(List<Site> sites, List<Site> locked, Map<InstanceId, Instant> instances, Runnable end) {
        this(sites, locked, List.of(), instances, end);
    }

    /// The platform's own.
    ///
    /// @param damaged also of instances that are not here
    public static SiteTarget of(
            List<BackupPlace> sites,
            List<BackupPlace> locked,
            List<DamagedCopy> damaged,
            Map<InstanceId, Instant> instances) {
        Map<String, Site> named = new LinkedHashMap<>();
        sites.forEach(place -> named.put(place.name(), open(place)));
        List<Lost> lost = new ArrayList<>();
        for (DamagedCopy copy : damaged) {
            Optional.ofNullable(named.get(copy.site()))
                    .filter(_ -> instances.containsKey(copy.instance()))
                    .ifPresent(site ->
                            lost.add(new Lost(site, copy.engine(), copy.instance(), copy.copy(), copy.found())));
        }
        return new SiteTarget(
                List.copyOf(named.values()),
                locked.stream().map(SiteTarget::open).toList(),
                lost,
                instances,
                () -> {});
    }

    private static Site open(BackupPlace place) {
        return Site.of(SitePlace.parse(place.place()), place.access());
    }

    public SiteTarget {
        lost = List.copyOf(lost);
        sites = List.copyOf(sites);
        locked = List.copyOf(locked);
        instances = Map.copyOf(instances);
    }

    @Override
    public void close() {
        end.run();
    }
}
