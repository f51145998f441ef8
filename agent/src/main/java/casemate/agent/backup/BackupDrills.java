package casemate.agent.backup;

import casemate.agent.site.Site;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.promise.Drill;
import casemate.promise.Policy;
import casemate.wire.BackupPlace;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The drills on what lies at the sites: BAK-1, BAK-2, BAK-3, INS-7, CRY-3 and PRI-4.
public final class BackupDrills {
    private BackupDrills() {}

    /// @param sites the platform's, with the instances that hold data
    /// @param loose those of them from which files can be removed, opened with what may
    /// @param policy the one in force: its figures are what is held against the sites
    /// @param twins a directory for the drills' own sites
    public static List<Drill<?>> of(
            Supplier<SiteTarget> sites,
            Supplier<List<Site>> loose,
            Supplier<Optional<Policy>> policy,
            Path twins,
            Clock clock) {
        List<Drill<?>> all = new ArrayList<>(SiteDrill.all(sites, policy, new SiteTwins(twins, clock), clock));
        all.add(new CipherDrill(new CipherTarget.Targets(twins, sites, clock)));
        all.add(new EraseDrill(loose, () -> EraseTarget.twin(twins), new Ids(clock, new SecureRandom())));
        return all;
    }

    /// The drill on where data lies: INS-3.
    ///
    /// @param sites declared, with what opens them
    /// @param held the instances whose data is on this host
    /// @param place a directory for the drill's own sites
    public static Drill<?> region(
            Supplier<List<BackupPlace>> sites,
            Function<BackupPlace, Site> opened,
            Supplier<Map<InstanceId, Instant>> held,
            Residency residency,
            Supplier<Optional<Policy>> policy,
            Path place,
            Clock clock) {
        return RegionDrill.of(sites, opened, held, residency, policy, place, clock);
    }
}
