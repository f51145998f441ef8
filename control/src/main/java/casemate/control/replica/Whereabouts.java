package casemate.control.replica;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.control.backup.Backups;
import casemate.control.instance.Hosts;
import casemate.control.instance.Instance;
import casemate.control.region.Regions;
import casemate.control.site.BackupSite;
import casemate.promise.Region;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which hosts there are and where they stand; and where a standby goes, and its log on the way.
final class Whereabouts {
    private final Hosts machines;
    private final Regions regions;
    private final Backups backups;
    /// By name.
    private final Map<String, Region> hosts = new ConcurrentHashMap<>();

    Whereabouts(Hosts machines, Regions regions, Backups backups) {
        this.machines = machines;
        this.regions = regions;
        this.backups = backups;
    }

    void take(String host, Region region) {
        hosts.put(host, region);
    }

    void leave(String host) {
        hosts.remove(host);
    }

    /// Empty for a host that is not there any more.
    Optional<Region> of(String host) {
        return Optional.ofNullable(hosts.get(host));
    }

    /// Whether two hosts are known to be two machines.
    boolean apart(String one, String other) {
        return machines.apart(one, other);
    }

    /// @param wanted empty for the first other one in a region where this customer's data may be
    String standby(String primary, String wanted, Instance instance) {
        if (!wanted.isEmpty()) {
            Region stands = hosts.get(wanted);
            if (stands == null || wanted.equals(primary)) {
                throw Refusal.invalid("host-unknown", "Name a host of this platform that the instance is not on.");
            }
            ReplicaRules.mayRest(wanted, stands, regions.allows(instance.customer(), stands));
            return wanted;
        }
        List<String> others = hosts.keySet().stream()
                .filter(host -> !host.equals(primary))
                .sorted()
                .toList();
        if (others.isEmpty()) {
            throw Refusal.conflict(
                    "host-unknown",
                    "This platform has one host; casemate node add NAME or casemate up --standby-region REGION adds one.");
        }
        return others.stream()
                .filter(host -> Optional.ofNullable(hosts.get(host))
                        .filter(region -> regions.allows(instance.customer(), region))
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> ReplicaRules.nowhere());
    }

    /// One in the standby's region where there is any: what lies there survives the primary's. A directory of the
    /// house's
    /// is one for two hosts that both find it.
    String site(InstanceId id, String primary, String standby, Actor actor) {
        boolean directories = machines.sharesDirectories(primary) && machines.sharesDirectories(standby);
        List<BackupSite> allowed = backups.sites(id, actor);
        List<BackupSite> sites = allowed.stream()
                .filter(site -> directories || !site.directory())
                .toList();
        if (sites.isEmpty() && !allowed.isEmpty()) {
            throw ReplicaRules.directoriesOnly();
        }
        return sites.stream()
                .filter(site -> site.region().equals(hosts.get(standby)))
                .findFirst()
                .or(() -> sites.stream().findFirst())
                .map(BackupSite::name)
                .orElseThrow(() -> Refusal.conflict("backup-nowhere", "No backup site may hold this instance's data."));
    }
}
