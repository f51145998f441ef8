package casemate.control.restore;

import casemate.base.Actor;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Slug;
import casemate.control.audit.Audit;
import casemate.control.backup.Backup;
import casemate.control.backup.Backups;
import casemate.control.backup.Logs;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.wire.PodOrder.Wanted;
import casemate.wire.RestoreTask;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to restores: an instance is brought back to a backup in place, or a copy of it is made beside.
public final class Restores {
    private static final int MOST_SHOWN = 30;

    private final RestoreTable table;
    private final Backups backups;
    private final Logs logs;
    private final Instances instances;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Ids ids;
    private final Clock clock;

    Restores(
            RestoreTable table,
            Backups backups,
            Logs logs,
            Instances instances,
            Audit audit,
            TransactionTemplate transaction,
            Ids ids,
            Clock clock) {
        this.table = table;
        this.backups = backups;
        this.logs = logs;
        this.instances = instances;
        this.audit = audit;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
    }

    /// Replaces an instance's data by what a backup holds. The present state is backed up first.
    ///
    /// @param confirmation the instance's name as it stands, typed by whoever asks
    /// @throws Refusal `restore-confirmation-wrong`, `backup-unknown`, `backup-none`, `backup-running`,
    ///     `moment-unreachable`, `restore-running`, `instance-suspended`, `instance-erased`, `instance-unknown`
    Restore inPlace(InstanceId id, RestoreWish wish, String confirmation, Actor actor) {
        Instance instance = living(id, actor);
        if (!instance.slug().equals(confirmation.strip())) {
            throw Refusal.invalid(
                    "restore-confirmation-wrong",
                    "To replace its data by the backup, type the name of the instance as it stands.");
        }
        notWithheld(instance, actor);
        Chosen chosen = chosen(instance, wish, actor);
        return ask(() -> {
            String before = backups.before(instance, actor);
            return add(instance.id(), instance, chosen, wish, before, actor);
        });
    }

    /// Makes another instance of the same customer, and gives it what a backup holds; this one is left alone.
    ///
    /// @throws Refusal as [#inPlace], and those of [Instances#beside]
    Restore beside(InstanceId id, RestoreWish wish, Slug name, Actor actor) {
        Instance instance = living(id, actor);
        notWithheld(instance, actor);
        Chosen chosen = chosen(instance, wish, actor);
        return ask(() -> {
            Instance made = instances.beside(id, name, actor);
            return add(made.id(), instance, chosen, wish, "", actor);
        });
    }

    /// What the vendor withholds from a customer, no copy of it gives back.
    private static void notWithheld(Instance instance, Actor actor) {
        if (instance.wanted() == Wanted.SUSPENDED && actor instanceof Actor.Customer) {
            throw Refusal.conflict("instance-suspended", "This instance is suspended; ask the vendor to resume it.");
        }
    }

    private Restore ask(java.util.function.Supplier<Restore> asked) {
        try {
            return java.util.Objects.requireNonNull(transaction.execute(_ -> asked.get()));
        } catch (DuplicateKeyException _) {
            throw Refusal.conflict("restore-running", "A restore of this instance is on its way; wait for it.");
        }
    }

    private Restore add(
            InstanceId target, Instance source, Chosen chosen, RestoreWish wish, String before, Actor actor) {
        Restore restore = new Restore(
                ids.make("rst"),
                target,
                source.id(),
                chosen.backup().id(),
                wish.engine(),
                wish.site(),
                before,
                Restore.State.WAITING,
                Optional.empty(),
                "",
                "",
                clock.instant(),
                Optional.empty(),
                wish.at(),
                chosen.lineage());
        table.add(restore);
        audit.record(
                actor,
                restore.beside() ? "restore.beside" : "restore.over",
                source.id().value(),
                Json.object()
                        .put("restore", restore.id())
                        .put("backup", chosen.backup().id())
                        .put("moment", wish.at().map(Instant::toString).orElse(""))
                        .build());
        return restore;
    }

    private Instance living(InstanceId id, Actor actor) {
        Instance instance = instances.get(id, actor);
        if (instance.wanted() == Wanted.ERASED) {
            throw Refusal.conflict("instance-erased", "An erased instance cannot be restored.");
        }
        return instance;
    }

    /// @param lineage of the log that leads on from the backup; empty for the backup as it is
    private record Chosen(Backup backup, String lineage) {}

    private Chosen chosen(Instance instance, RestoreWish wish, Actor actor) {
        if (wish.at().isPresent()) {
            Logs.Way way = logs.way(instance.id(), wish.at().get(), actor);
            return new Chosen(whole(instance, way.backup(), wish), way.log().lineage());
        }
        Backup backup = wish.backup().isEmpty()
                ? restorable(instance.id(), actor).stream()
                        .findFirst()
                        .orElseThrow(() -> Refusal.conflict("backup-none", "There is no backup to restore from yet."))
                : backups.get(instance.id(), wish.backup(), actor);
        return new Chosen(whole(instance, backup, wish), "");
    }

    private Backup whole(Instance instance, Backup backup, RestoreWish wish) {
        if (sources(instance, backup, wish.engine(), wish.site()).isEmpty()) {
            throw Refusal.conflict(
                    "copy-none", "This backup has no whole copy of that technology at that site; choose another.");
        }
        return backup;
    }

    /// The copies that may be used, as they were asked for.
    List<RestoreTask.Source> sources(Instance source, Backup backup, String engine, String site) {
        return backups.sources(source, backup).stream()
                .filter(s -> engine.isEmpty() || s.store().engine().equals(engine))
                .filter(s -> site.isEmpty() || s.store().site().equals(site))
                .toList();
    }

    /// Backups of an instance that hold something, the newest first.
    List<Backup> restorable(InstanceId id, Actor actor) {
        return backups.of(id, actor).stream().filter(Backup::restorable).toList();
    }

    /// From an instance's backups or into it, the newest first.
    ///
    /// @throws Refusal `instance-unknown`, also for another customer's
    public List<Restore> of(InstanceId id, Actor actor) {
        return table.of(instances.get(id, actor).id(), MOST_SHOWN);
    }

    /// One of an instance's.
    ///
    /// @throws Refusal `restore-unknown`, `instance-unknown`
    Restore get(InstanceId id, String restore, Actor actor) {
        InstanceId known = instances.get(id, actor).id();
        return table.find(restore)
                .filter(r -> r.instance().equals(known) || r.source().equals(known))
                .orElseThrow(() -> Refusal.notFound("restore-unknown", "There is no such restore of this instance."));
    }
}
