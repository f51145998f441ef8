package casemate.control.backup;

import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.control.instance.Instance;
import casemate.control.region.Regions;
import casemate.control.site.BackupSite;
import casemate.control.site.Sites;
import casemate.vault.KeyOwner;
import casemate.vault.Place;
import casemate.vault.Vault;
import casemate.wire.BackupStore;
import casemate.wire.SitePlace;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Where an instance's copies rest: every technology at every site, each with a key of its own that the
/// vault seals under the customer's.
final class Stores {
    /// Two, from different makers: a flaw of one does not take both.
    static final List<String> ENGINES = List.of("restic", "archive");

    static final String KIND = "backup.repository.key";

    private final BackupTable table;
    private final Vault vault;
    private final Clock clock;
    private final Sites sites;
    private final Regions regions;
    private final Predicate<InstanceId> directories;

    /// @param directories whether the host of an instance finds what is in the house's directories
    Stores(
            BackupTable table,
            Sites sites,
            Regions regions,
            Vault vault,
            Clock clock,
            Predicate<InstanceId> directories) {
        this.directories = directories;
        this.sites = sites;
        this.regions = regions;
        this.table = table;
        this.vault = vault;
        this.clock = clock;
    }

    /// Where data may rest by the policy in force: nothing is planned for any other site.
    List<BackupSite> sites() {
        return sites.allowed();
    }

    /// Those of them where the data of this one's customer may rest.
    List<BackupSite> sites(Instance instance) {
        return sites().stream()
                .filter(site -> regions.allows(instance.customer(), site.region()))
                .toList();
    }

    /// Those of them that its host reaches: on a node of its own machine, a directory would be another one.
    List<BackupSite> reached(Instance instance) {
        boolean all = directories.test(instance.id());
        return sites(instance).stream().filter(site -> all || !site.directory()).toList();
    }

    /// Whether the host of an instance reaches what lies at a place.
    boolean reaches(InstanceId instance, String place) {
        return !(SitePlace.parse(place) instanceof SitePlace.Directory) || directories.test(instance);
    }

    /// restic removes its own locks, and waits minutes where it may not: what only adds keeps archives.
    static List<String> engines(BackupSite site) {
        return site.appendOnly() ? List.of("archive") : ENGINES;
    }

    /// Makes the keys that an instance lacks.
    void prepare(Instance instance) {
        for (BackupSite site : sites(instance)) {
            for (String engine : engines(site)) {
                if (table.key(instance.id(), engine, site.name()).isEmpty()) {
                    byte[] fresh = vault.makeDataKey(owner(instance), place(instance, engine, site))
                            .sealed();
                    table.addKey(instance.id(), engine, site.name(), fresh, clock.instant());
                }
            }
        }
    }

    /// All of an instance, opened.
    List<BackupStore> open(Instance instance) {
        List<BackupStore> all = new ArrayList<>();
        for (BackupSite site : sites(instance)) {
            for (String engine : engines(site)) {
                open(instance, engine, site).ifPresent(all::add);
            }
        }
        return all;
    }

    /// One of an instance, opened; empty when there is no such site or key.
    Optional<BackupStore> open(Instance instance, String engine, String siteName) {
        return sites(instance).stream()
                .filter(site -> site.name().equals(siteName))
                .findFirst()
                .flatMap(site -> open(instance, engine, site));
    }

    private Optional<BackupStore> open(Instance instance, String engine, BackupSite site) {
        return table.key(instance.id(), engine, site.name())
                .map(kept -> new BackupStore(
                        engine,
                        site.name(),
                        site.place(),
                        Secret.of(vault.open(owner(instance), place(instance, engine, site), kept)),
                        sites.access(site)));
    }

    private static KeyOwner owner(Instance instance) {
        return KeyOwner.of(instance.customer());
    }

    private static Place place(Instance instance, String engine, BackupSite site) {
        return new Place(KIND, instance.id().value() + "/" + engine + "/" + site.name());
    }
}
