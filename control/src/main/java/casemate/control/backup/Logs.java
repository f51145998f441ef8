package casemate.control.backup;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.site.BackupSite;
import casemate.wire.LogOrder;
import casemate.wire.LogReport;
import casemate.wire.PodOrder.Wanted;
import casemate.wire.RestoreMoment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The door to databases' logs, which are copied all the time so that an instance can be brought back to a moment.
public final class Logs {
    /// Lines that broke off are kept for as long as backups, and a little more.
    private static final Duration REMEMBERED = Duration.ofDays(400);
    /// Each restore in place begins another line.
    private static final int MOST = 200;

    private static final String ENGINE = "archive";
    private static final Actor SELF = new Actor.Program("backups");

    private final LogTable table;
    private final BackupTable backups;
    private final Stores stores;
    private final Instances instances;
    private final Clock clock;

    Logs(LogTable table, BackupTable backups, Stores stores, Instances instances, Clock clock) {
        this.table = table;
        this.backups = backups;
        this.stores = stores;
        this.instances = instances;
        this.clock = clock;
    }

    /// From where a moment is reached: a backup before it, and a line of the log that leads on from there.
    public record Way(Backup backup, Log log) {}

    /// What agents are to copy, whole; those that keep no log copy nothing.
    List<LogOrder> orders(Instant keepFrom) {
        List<LogOrder> all = new ArrayList<>();
        for (InstanceId id : table.known()) {
            try {
                Instance instance = instances.get(id, SELF);
                if (instance.wanted() != Wanted.ERASED) {
                    for (BackupSite site : stores.reached(instance)) {
                        stores.open(instance, ENGINE, site.name())
                                .ifPresent(store -> all.add(new LogOrder(id, store, keepFrom)));
                    }
                }
            } catch (Refusal _) {
                // Erased, or its key is gone.
            }
        }
        return all;
    }

    void tell(List<LogReport> reports) {
        Instant now = clock.instant();
        reports.forEach(report -> table.tell(report, now));
        if (!reports.isEmpty()) {
            table.forgetBefore(now.minus(REMEMBERED));
        }
    }

    /// How far an instance's log is copied, at each site; empty where it keeps none.
    ///
    /// @throws Refusal `instance-unknown`, also for another customer's
    public List<Log> now(InstanceId id, Actor actor) {
        List<Log> all = table.of(instances.get(id, actor).id(), MOST);
        return all.stream()
                .map(Log::site)
                .distinct()
                .map(site -> all.stream()
                        .filter(log -> log.site().equals(site))
                        .max(Comparator.comparing(Log::told))
                        .orElseThrow())
                .toList();
    }

    /// From when to when any moment can be asked for, the newest first.
    ///
    /// @throws Refusal `instance-unknown`, also for another customer's
    public List<Log.Window> windows(InstanceId id, Actor actor) {
        List<Backup> held = restorable(instances.get(id, actor).id());
        return table.of(id, MOST).stream()
                .flatMap(log -> held.stream()
                        .filter(backup -> leads(log, backup))
                        .flatMap(backup -> backup.ended().stream())
                        .min(Comparator.naturalOrder())
                        .filter(from -> from.isBefore(log.through()))
                        .map(from -> new Log.Window(from, log.through(), log.site()))
                        .stream())
                .toList();
    }

    /// The newest backup before a moment from which a line leads on to it.
    ///
    /// @throws Refusal `moment-unreachable`, `instance-unknown`
    public Way way(InstanceId id, Instant at, Actor actor) {
        List<Backup> held = restorable(instances.get(id, actor).id());
        return table.of(id, MOST).stream()
                .filter(log -> !log.through().isBefore(at))
                .flatMap(log -> held.stream()
                        .filter(backup -> leads(log, backup))
                        .filter(backup ->
                                backup.ended().filter(e -> !e.isAfter(at)).isPresent())
                        .map(backup -> new Way(backup, log)))
                .max(Comparator.comparing((Way way) -> way.backup().ordered()))
                .orElseThrow(() -> Refusal.conflict(
                        "moment-unreachable",
                        "No backup and log lead to that moment; look from when to when there are any."));
    }

    private static boolean leads(Log log, Backup backup) {
        return !backup.ordered().isBefore(log.since());
    }

    private List<Backup> restorable(InstanceId id) {
        return backups.of(id, Backups.MOST_SHOWN).stream()
                .filter(Backup::restorable)
                .filter(Backup::done)
                .toList();
    }

    /// What the agent needs to go on from a backup to a moment; empty when the line or its key is gone.
    public Optional<RestoreMoment> moment(Instance source, Backup backup, String lineage, Instant at) {
        return table.of(source.id(), MOST).stream()
                .filter(log -> log.lineage().equals(lineage))
                .findFirst()
                .flatMap(log -> stores.open(source, ENGINE, log.site())
                        .map(store -> new RestoreMoment(at, backup.ordered(), lineage, log.chunks(), store)));
    }
}
