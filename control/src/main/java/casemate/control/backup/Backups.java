package casemate.control.backup;

import casemate.base.Actor;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Wakeup;
import casemate.control.audit.Audit;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.site.BackupSite;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupReport;
import casemate.wire.BackupStore;
import casemate.wire.DamagedCopy;
import casemate.wire.PodOrder.Wanted;
import casemate.wire.ReportDesk;
import casemate.wire.RestoreTask;
import casemate.wire.SnapshotFeed;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to backups: orders them, records what came of them, and tells what there is.
public final class Backups {
    /// Two months of daily backups and their rehearsals.
    static final int MOST_SHOWN = 120;

    private static final Logger LOG = LoggerFactory.getLogger(Backups.class);
    private static final String ARCHIVE = "archive";
    private static final Actor HOUSE = new Actor.Program("restore-house");

    private final BackupTable table;
    private final Stores stores;
    private final Logs logs;
    private final Instances instances;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Ids ids;
    private final Clock clock;
    private final OrderFeed feed;
    private final Wakeup changed;
    private final Damages damages;

    Backups(
            BackupTable table,
            Damages damages,
            Stores stores,
            Logs logs,
            OrderFeed feed,
            Wakeup changed,
            Instances instances,
            Audit audit,
            TransactionTemplate transaction,
            Ids ids,
            Clock clock) {
        this.table = table;
        this.damages = damages;
        this.stores = stores;
        this.logs = logs;
        this.feed = feed;
        this.changed = changed;
        this.instances = instances;
        this.audit = audit;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
    }

    /// Where copies rest.
    public List<BackupSite> sites() {
        return stores.sites();
    }

    /// Orders a backup now.
    ///
    /// @return its id
    /// @throws Refusal `instance-unknown`, `instance-erased`, `backup-running`, `backup-nowhere`
    public String now(InstanceId id, Actor actor) {
        Instance instance = instances.get(id, actor);
        if (instance.wanted() == Wanted.ERASED) {
            throw Refusal.conflict("instance-erased", "An erased instance cannot be backed up.");
        }
        try {
            return order(instance, Backup.Reason.ASKED, Optional.empty(), actor);
        } catch (DuplicateKeyException _) {
            throw Refusal.conflict("backup-running", "A backup of this instance is on its way; wait for it.");
        }
    }

    /// @param subject what a rehearsal is of; empty for a backup
    String order(Instance instance, Backup.Reason reason, Optional<BackupTable.Subject> subject, Actor actor) {
        if (stores.reached(instance).isEmpty()) {
            throw Refusal.conflict(
                    "backup-nowhere",
                    stores.sites(instance).isEmpty()
                            ? "No backup site is declared where data may rest; casemate site add declares one."
                            : "The instance is on another machine, which reaches no directory of this one: declare an "
                                    + "SFTP or S3 site with casemate site add.");
        }
        String id = ids.make(subject.isPresent() ? "reh" : "bak");
        transaction.executeWithoutResult(_ -> {
            stores.prepare(instance);
            table.order(id, instance.id(), reason, subject, clock.instant());
            if (reason == Backup.Reason.ASKED) {
                audit.record(actor, "backup.order", instance.id().value());
            }
            table.rise();
        });
        changed.ring();
        return id;
    }

    /// Makes the keys of a new instance's copies.
    ///
    /// @throws Refusal `key-destroyed`
    void prepare(Instance instance) {
        transaction.executeWithoutResult(_ -> {
            stores.prepare(instance);
            table.rise();
        });
        changed.ring();
    }

    /// Orders a backup of the present state before something replaces it.
    ///
    /// @return its id
    /// @throws Refusal `backup-nowhere`, `backup-running`
    public String before(Instance instance, Actor actor) {
        try {
            return order(instance, Backup.Reason.RESTORE, Optional.empty(), actor);
        } catch (DuplicateKeyException _) {
            throw Refusal.conflict("backup-running", "A backup of this instance is on its way; wait for it.");
        }
    }

    /// One backup of one instance.
    ///
    /// @throws Refusal `backup-unknown`, also for one of another instance; `instance-unknown`
    public Backup get(InstanceId id, String backup, Actor actor) {
        InstanceId known = instances.get(id, actor).id();
        return table.find(backup)
                .filter(b -> b.instance().equals(known) && b.kind() == Backup.Kind.BACKUP)
                .orElseThrow(() -> Refusal.notFound(
                        "backup-unknown", "This instance has no such backup; look at its list of backups."));
    }

    /// The copies of a backup with the keys to them; the caller picks.
    public List<RestoreTask.Source> sources(Instance instance, Backup backup) {
        return backup.copies().stream()
                .filter(Backup.Copy::done)
                .flatMap(copy -> stores.open(instance, copy.engine(), copy.site()).stream()
                        .map(store -> new RestoreTask.Source(store, copy.copy())))
                .toList();
    }

    /// Takes the room that restores.
    public void restoreWith(RestoreDesk desk) {
        feed.restoreWith(desk);
    }

    /// Takes the room that erases.
    public void eraseWith(EraseDesk desk) {
        feed.eraseWith(desk);
    }

    /// Tells the agent, once the caller's transaction is committed, that what it should restore or remove
    /// has changed.
    public void restoresChanged() {
        transaction.executeWithoutResult(_ -> table.rise());
        changed.ring();
    }

    /// Of one instance, the newest first.
    ///
    /// @throws Refusal `instance-unknown`, also for another customer's
    public List<Backup> of(InstanceId id, Actor actor) {
        return table.of(instances.get(id, actor).id(), MOST_SHOWN);
    }

    /// The stores of one instance with their keys, for an operator to keep elsewhere.
    ///
    /// @throws Refusal `instance-unknown`, `instance-erased`, `key-destroyed`
    List<BackupStore> keys(InstanceId id, Actor actor) {
        Instance instance = instances.get(id, actor);
        return java.util.Objects.requireNonNull(transaction.execute(_ -> {
            if (instance.wanted() == Wanted.ERASED) {
                throw Refusal.conflict("instance-erased", "The keys of an erased instance are gone.");
            }
            stores.prepare(instance);
            audit.record(actor, "backup.keys", instance.id().value());
            return stores.open(instance);
        }));
    }

    /// The stores of one instance with their keys, for its agent to bring it back when the house was lost.
    ///
    /// @throws Refusal `instance-unknown`, `instance-erased`, `key-destroyed`
    public List<BackupStore> bringBack(InstanceId id) {
        return keys(id, HOUSE);
    }

    /// What the host's agent is to do: signed, with keys in it.
    public SnapshotFeed feed() {
        return feed;
    }

    /// The same for another host.
    public SnapshotFeed feed(String host) {
        return (version, wait) -> feed.newer(host, version, wait);
    }

    /// Has hosts told anew what is theirs: an instance has moved.
    public void moved() {
        restoresChanged();
    }

    /// Where an instance's archives rest at one site, with the key to them; made when it lacks one.
    public Optional<BackupStore> archive(InstanceId id, String site, Actor actor) {
        Instance instance = instances.get(id, actor);
        transaction.executeWithoutResult(_ -> stores.prepare(instance));
        return stores.open(instance, ARCHIVE, site);
    }

    /// Whether the host of an instance reaches what lies at a place; a directory is on one machine only.
    public boolean reaches(InstanceId instance, String place) {
        return stores.reaches(instance, place);
    }

    /// Where no copies of an instance are made as long as it is where it is.
    ///
    /// @throws Refusal `instance-unknown`
    List<BackupSite> unreached(InstanceId id, Actor actor) {
        return stores.sites(instances.get(id, actor)).stream()
                .filter(site -> !stores.reaches(id, site.place()))
                .toList();
    }

    /// Where copies of an instance may rest.
    public List<BackupSite> sites(InstanceId id, Actor actor) {
        return stores.sites(instances.get(id, actor));
    }

    /// Where that agent says how it ended.
    public ReportDesk reports() {
        return this::receive;
    }

    /// Where a host says it that is believed about its own orders alone.
    public ReportDesk reports(String host) {
        return bytes -> receive(feed.own(host, BackupReport.decode(bytes)));
    }

    private void receive(byte[] bytes) {
        receive(BackupReport.decode(bytes));
    }

    private void receive(BackupReport report) {
        if (!instances.hostKnown(report.agent())) {
            throw Refusal.forbidden("agent-unknown", "This report does not come from an agent of this platform.");
        }
        feed.restores().progress(report.progress());
        transaction.executeWithoutResult(_ -> logs.tell(report.logs()));
        boolean news = Boolean.TRUE.equals(transaction.execute(_ -> {
            long ended = report.outcomes().stream()
                    .filter(outcome -> end(outcome)
                            || feed.restores().end(outcome)
                            || feed.erasures().end(outcome))
                    .count();
            if (ended > 0) {
                table.rise();
            }
            return ended > 0;
        }));
        if (news) {
            changed.ring();
            answer();
        }
    }

    private boolean end(BackupOutcome outcome) {
        boolean ended = table.end(outcome, outcome.done());
        if (ended) {
            damages.found(outcome);
        }
        return ended;
    }

    /// Has backups made at once where a copy was found damaged; what cannot be ordered now is tried again.
    void answer() {
        damages.answer(id -> {
            try {
                Instance instance = instances.get(id, Damages.SELF);
                if (instance.wanted() != Wanted.ERASED) {
                    order(instance, Backup.Reason.DAMAGE, Optional.empty(), Damages.SELF);
                }
            } catch (DuplicateKeyException _) {
                // One that was asked for meanwhile is as good.
            } catch (Refusal refusal) {
                LOG.warn("{} has damaged copies, and is not backed up: {}", id, refusal.text());
            }
        });
    }

    /// Copies that are not whole any more: whoever counts what lies at the sites leaves them out.
    public List<DamagedCopy> damaged() {
        return damages.copies();
    }
}
