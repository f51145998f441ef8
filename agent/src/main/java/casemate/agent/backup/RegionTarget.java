package casemate.agent.backup;

import casemate.agent.site.Site;
import casemate.base.InstanceId;
import casemate.promise.Region;
import casemate.promise.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// Where data lies, and the planner that decides where it may.
///
/// @param sites those that are declared, with their regions
/// @param host where this host stands
/// @param held instances whose data is on this host
/// @param home where the data of an instance's customer rests
/// @param planner whether data may be laid in a region
/// @param canaries an empty place for the drill's own sites
/// @param end takes it away
record RegionTarget(
        List<Placed> sites,
        Optional<Region> host,
        Set<InstanceId> held,
        Function<InstanceId, Optional<Region>> home,
        Predicate<Region> planner,
        Path canaries,
        Runnable end)
        implements Target {
    /// @param region empty for one that is nowhere, as far as anybody said
    record Placed(Site site, Optional<Region> region) {}

    RegionTarget {
        sites = List.copyOf(sites);
        held = Set.copyOf(held);
    }

    @Override
    public void close() {
        end.run();
    }
}
