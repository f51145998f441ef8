package casemate.control.site;

import casemate.base.Actor;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import casemate.control.audit.Audit;
import casemate.control.policy.Policies;
import casemate.promise.BackupPromise.BackupDiversity;
import casemate.promise.InstancePromise.DataResidency;
import casemate.promise.Policy;
import casemate.promise.Region;
import casemate.wire.BackupPlace;
import casemate.wire.SiteAccess;
import casemate.wire.SitePlace;
import casemate.wire.SiteProbe;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to backup sites: declares them once they were tried, and says which of them the policy in force allows.
public final class Sites {
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final SiteTable table;
    private final SiteSeal seal;
    private final Policies policies;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final AtomicReference<Optional<SiteProbe>> probe = new AtomicReference<>(Optional.empty());

    Sites(
            SiteTable table,
            SiteSeal seal,
            Policies policies,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.table = table;
        this.seal = seal;
        this.policies = policies;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// Takes who tries sites from now on.
    public void tryWith(SiteProbe fresh) {
        probe.set(Optional.of(fresh));
    }

    /// Declares the platform's own directories at its first start; later ones only say where they lie now.
    public void embed(List<BackupSite> own) {
        transaction.executeWithoutResult(_ -> {
            table.lock();
            if (table.any()) {
                own.forEach(table::moveEmbedded);
            } else {
                own.forEach(site -> table.put(site, seal.seal(site.name(), SiteAccess.NONE), true, clock.instant()));
            }
        });
    }

    /// All that are declared.
    public List<BackupSite> all() {
        return table.living();
    }

    /// Those where data may rest: the only ones that backups are planned for.
    public List<BackupSite> allowed() {
        return all().stream().filter(site -> allows(site.region())).toList();
    }

    /// Whether the policy in force lets data rest there.
    public boolean allows(Region region) {
        Optional<Policy> policy = policies.policy();
        if (policy.isEmpty()) {
            return true;
        }
        Collection<Region> regions = policy.get()
                .find(DataResidency.class)
                .<Collection<Region>>map(DataResidency::regions)
                .orElse(policy.get().regions());
        return regions.isEmpty() || regions.contains(region);
    }

    /// What opens one that is declared.
    public SiteAccess access(BackupSite site) {
        SiteAccess opened = table.sealed(site.name())
                .map(kept -> seal.open(site.name(), kept))
                .orElse(SiteAccess.NONE);
        boolean locked = site.appendOnly() && opened.pruning().length() == 0;
        return new SiteAccess(opened.hostKeys(), opened.credentials(), opened.pruning(), locked);
    }

    /// All, opened: for the drills that look at what lies there.
    public List<BackupPlace> places() {
        return opened(all());
    }

    /// Those where data may rest, opened: for the copies of the house itself.
    public List<BackupPlace> allowedPlaces() {
        return opened(allowed());
    }

    /// Those that are declared as refusing to remove, with the credentials that backups are written with.
    public List<BackupPlace> lockedPlaces() {
        return opened(all().stream().filter(BackupSite::appendOnly).toList());
    }

    private List<BackupPlace> opened(List<BackupSite> sites) {
        return sites.stream()
                .map(site -> new BackupPlace(site.name(), site.place(), access(site)))
                .toList();
    }

    /// Tries a site and declares it. One that is said to be append-only, or has other credentials for pruning, must
    /// refuse to remove what was written.
    ///
    /// @throws Refusal `site-exists`, `site-region`, `site-unusable`, `site-loose`, and those of a malformed wish
    public BackupSite add(BackupSite wish, SiteAccess access, Actor actor) throws InterruptedException {
        refuseUnfit(wish);
        boolean appendOnly = probe().refusesRemoval(new BackupPlace(wish.name(), wish.place(), access));
        if (!appendOnly && (wish.appendOnly() || access.pruning().length() > 0)) {
            throw Refusal.conflict(
                    "site-loose",
                    "The site " + wish.name() + " let the credentials that write remove a file; take that right from "
                            + "them at the site, or declare it without --append-only and --pruning-credentials.");
        }
        BackupSite site = new BackupSite(wish.name(), wish.region(), wish.place(), appendOnly);
        transaction.executeWithoutResult(_ -> {
            table.lock();
            refuseUnfit(site);
            table.put(site, seal.seal(site.name(), access), false, clock.instant());
            audit.record(
                    actor,
                    "site.add",
                    site.name(),
                    Json.object()
                            .put("kind", site.kind())
                            .put("region", site.region().code())
                            .put("appendOnly", appendOnly)
                            .build());
        });
        return site;
    }

    private void refuseUnfit(BackupSite wish) {
        if (!allows(wish.region())) {
            throw Refusal.conflict(
                    "site-region",
                    "The policy in force does not let data rest in " + wish.region()
                            + "; choose a site in one of its regions.");
        }
        for (BackupSite each : all()) {
            if (each.name().equals(wish.name())) {
                throw Refusal.conflict("site-exists", "There is a site " + wish.name() + "; remove it first.");
            }
            if (SitePlace.parse(each.place()).equals(SitePlace.parse(wish.place()))) {
                throw Refusal.conflict("site-exists", "The site " + each.name() + " is at this very place.");
            }
        }
    }

    /// Tries one that is declared. One that refuses removal now is held to that from now on; one that was declared as
    /// refusing stays so declared, whatever it does now: only [#loosen] takes that back.
    ///
    /// @throws Refusal `site-unknown`, `site-unusable`; `site-loose` for one that should refuse and removes
    public BackupSite check(String name, Actor actor) throws InterruptedException {
        BackupSite site = get(name);
        boolean refuses = refusesRemoval(site);
        transaction.executeWithoutResult(_ -> {
            if (refuses) {
                table.declare(name, true);
            }
            audit.record(
                    actor,
                    "site.check",
                    name,
                    Json.object().put("appendOnly", refuses).build());
        });
        if (site.appendOnly() && !refuses) {
            throw Refusal.conflict(
                    "site-loose",
                    "The site " + name
                            + " is declared as refusing removal and removed a file; take that right from its "
                            + "credentials again, or take the declaration back with casemate site loosen " + name
                            + ".");
        }
        return get(name);
    }

    /// Takes back that a site refuses removal: copies there are as well kept as its credentials are from then on.
    ///
    /// @throws Refusal `site-unknown`, `site-unusable`; `site-removable` for one that is not so declared;
    /// `site-refuses` for one that still refuses, where nothing could be pruned
    public BackupSite loosen(String name, Actor actor) throws InterruptedException {
        BackupSite site = get(name);
        if (!site.appendOnly()) {
            throw Refusal.conflict("site-removable", "The site " + name + " is not declared as refusing removal.");
        }
        if (refusesRemoval(site)) {
            throw Refusal.conflict(
                    "site-refuses",
                    "The site " + name
                            + " refuses removal, so nothing could be pruned there; let its credentials remove "
                            + "first, or leave it as it is.");
        }
        transaction.executeWithoutResult(_ -> {
            table.declare(name, false);
            audit.record(actor, "site.loosen", name);
        });
        return get(name);
    }

    private boolean refusesRemoval(BackupSite site) throws InterruptedException {
        return probe().refusesRemoval(new BackupPlace(site.name(), site.place(), access(site)));
    }

    /// Plans no more copies for it and forgets its credentials; what lies there stays.
    ///
    /// @throws Refusal `site-unknown`, `site-needed`
    public void remove(String name, Actor actor) {
        transaction.executeWithoutResult(_ -> {
            table.lock();
            BackupSite site = get(name);
            int needed = policies.policy()
                    .flatMap(p -> p.find(BackupDiversity.class))
                    .map(BackupDiversity::sites)
                    .orElse(1);
            long left = allowed().stream().filter(each -> !each.equals(site)).count();
            if (allows(site.region()) && left < needed) {
                throw Refusal.conflict(
                        "site-needed", "Copies go to at least " + needed + " sites; declare another one first.");
            }
            table.remove(name, clock.instant());
            audit.record(actor, "site.remove", name);
        });
    }

    private BackupSite get(String name) {
        return all().stream()
                .filter(site -> site.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("site-unknown", "There is no site of that name; list them first."));
    }

    private SiteProbe probe() {
        return java.util.Objects.requireNonNull(probe.get())
                .orElseThrow(
                        () -> new Unavailable("No agent is there to try the site", RETRY, new IOException("no agent")));
    }
}
