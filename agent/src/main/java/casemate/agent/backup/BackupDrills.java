package casemate.agent.backup;

import casemate.promise.Drill;
import casemate.promise.Policy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The drills on what lies at the sites: BAK-1, BAK-2, BAK-3, INS-7 and CRY-3.
public final class BackupDrills {
    private BackupDrills() {}

    /// @param sites the platform's, with the instances that hold data
    /// @param policy the one in force: its figures are what is held against the sites
    /// @param twins a directory for the drills' own sites
    public static List<Drill<?>> of(
            Supplier<SiteTarget> sites, Supplier<Optional<Policy>> policy, Path twins, Clock clock) {
        List<Drill<?>> all = new ArrayList<>(SiteDrill.all(sites, policy, new SiteTwins(twins, clock), clock));
        all.add(new CipherDrill(new CipherTarget.Targets(twins, sites, clock)));
        return all;
    }
}
