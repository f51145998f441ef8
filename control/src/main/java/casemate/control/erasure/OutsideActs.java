package casemate.control.erasure;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Json;
import casemate.control.audit.Audit;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.site.BackupSite;
import casemate.control.site.Sites;
import casemate.vault.Destruction;
import casemate.vault.KeyOwner;
import casemate.wire.PodOrder.Wanted;
import casemate.wire.PodReport.Phase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.springframework.transaction.support.TransactionTemplate;

/// The steps that reach outside the database: instances, the key, volumes, sites.
final class OutsideActs {
    static final Actor SELF = new Actor.Program("erasure");

    /// A host that is lost runs nothing; waiting for it longer would keep the key alive.
    static final Duration STANDSTILL = Duration.ofHours(1);
    /// Between two tries at a site that would not let go.
    static final Duration AGAIN = Duration.ofMinutes(10);

    private static final Set<Phase> MOVING = Set.of(Phase.PREPARING, Phase.STARTING, Phase.RUNNING, Phase.UNHEALTHY);

    private final ErasureTable table;
    private final ReachTable reach;
    private final Instances instances;
    private final Sites sites;
    private final Function<List<String>, List<String>> standbys;
    private final ToLongFunction<List<String>> lostPlaces;
    private final Function<KeyOwner, Destruction> destroyer;
    private final Consumer<CustomerId> payments;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Runnable ordered;
    private final Ids ids;
    private final Clock clock;

    /// @param standbys the other hosts that hold something of any of these instances
    /// @param lostPlaces how many places of these were lost with their hosts
    /// @param destroyer of keys
    /// @param payments makes the payment provider forget by what somebody paid
    /// @param ordered tells hosts that there is something to remove
    OutsideActs(
            ErasureTable table,
            ReachTable reach,
            Instances instances,
            Sites sites,
            Function<List<String>, List<String>> standbys,
            ToLongFunction<List<String>> lostPlaces,
            Function<KeyOwner, Destruction> destroyer,
            Consumer<CustomerId> payments,
            Audit audit,
            TransactionTemplate transactions,
            Runnable ordered,
            Ids ids,
            Clock clock) {
        this.table = table;
        this.reach = reach;
        this.instances = instances;
        this.sites = sites;
        this.standbys = standbys;
        this.lostPlaces = lostPlaces;
        this.destroyer = destroyer;
        this.payments = payments;
        this.audit = audit;
        this.transactions = transactions;
        this.ordered = ordered;
        this.ids = ids;
        this.clock = clock;
    }

    /// What moved out of the served states was suspended already; what was not, is.
    Turn stop(ErasureCase c) {
        List<Instance> all = instances.of(c.customer());
        all.stream()
                .filter(instance -> instance.wanted() == Wanted.RUNNING)
                .forEach(instance -> instances.suspend(instance.id(), SELF));
        long moving = all.stream()
                .filter(instance ->
                        instance.seen().phase().filter(MOVING::contains).isPresent())
                .count();
        if (moving > 0 && clock.instant().isBefore(c.begun().plus(STANDSTILL))) {
            return new Turn.Wait(moving + " instances have not stopped yet");
        }
        return new Turn.Done(() ->
                Json.object().put("instances", all.size()).put("moving", moving).build());
    }

    Turn key(ErasureCase c) {
        Destruction gone = destroyer.apply(KeyOwner.of(c.customer()));
        return new Turn.Done(() -> {
            audit.record(
                    c.customer(), SELF, "erasure.key", c.id(), Json.object().build());
            return Json.object()
                    .put("keys", gone.keys().size())
                    .put("at", gone.at())
                    .build();
        });
    }

    /// The host removes volume, configuration and log, and says so once it has looked; so does every other host that
    /// kept a standby. What was lost with its host is counted as left: its key is destroyed, and nobody has looked.
    Turn spaces(ErasureCase c) {
        instances.eraseAll(c.customer(), SELF);
        int left = instances.of(c.customer()).size();
        if (left > 0) {
            return new Turn.Wait(left + " instances are not gone yet");
        }
        List<String> all = reach.instances(c.subject());
        List<String> hosts = standbys.apply(all);
        if (!hosts.isEmpty()) {
            return new Turn.Wait("standbys are not gone yet from " + String.join(", ", hosts));
        }
        long lost = lostPlaces.applyAsLong(all);
        return new Turn.Done(() ->
                Json.object().put("instances", all.size()).put("left", lost).build());
    }

    /// Every instance that there ever was, at every site that is declared; and what the payment provider holds.
    Turn sites(ErasureCase c) {
        List<BackupSite> places = sites.all();
        List<ErasureTable.Sweep> known = table.sweeps(c.id());
        int open = 0;
        long left = 0;
        String stubborn = "";
        for (String instance : reach.instances(c.subject())) {
            for (BackupSite site : places) {
                Optional<ErasureTable.Sweep> last = latest(known, instance, site.name());
                if (last.isEmpty() || again(last.get(), site)) {
                    order(c, instance, site.name());
                    open++;
                } else if (last.get().ended().isEmpty()) {
                    open++;
                } else if (!last.get().clean() && !site.appendOnly()) {
                    stubborn = site.name();
                } else {
                    left += last.get().found();
                }
            }
        }
        if (open > 0) {
            return new Turn.Wait("the host is at work at the sites: " + open + " to go");
        }
        if (!stubborn.isEmpty()) {
            return new Turn.Wait("files are left at the site " + stubborn + "; it is tried again every 10 minutes");
        }
        payments.accept(c.customer());
        Json.Obj figures = Json.object()
                .put("sites", places.size())
                .put(
                        "removed",
                        known.stream().mapToLong(ErasureTable.Sweep::removed).sum())
                .put("left", left)
                .build();
        return new Turn.Done(() -> figures);
    }

    private boolean again(ErasureTable.Sweep last, BackupSite site) {
        Instant due = last.ended().map(at -> at.plus(AGAIN)).orElse(Instant.MAX);
        return !last.clean() && !site.appendOnly() && !clock.instant().isBefore(due);
    }

    private void order(ErasureCase c, String instance, String site) {
        transactions.executeWithoutResult(_ -> {
            // A replica that lost its claim orders nothing twice.
            if (table.holds(c)) {
                table.order(ids.make("ers"), c.id(), instance, site, clock.instant());
                // In the same transaction: an order of which no host hears would be waited for in vain.
                ordered.run();
            }
        });
    }

    private static Optional<ErasureTable.Sweep> latest(List<ErasureTable.Sweep> all, String instance, String site) {
        return all.stream()
                .filter(sweep -> sweep.instance().value().equals(instance)
                        && sweep.site().equals(site))
                .reduce((_, later) -> later);
    }
}
