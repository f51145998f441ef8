package casemate.control.replica;

import casemate.base.Actor;
import casemate.base.Refusal;
import casemate.control.backup.Backup;
import casemate.control.backup.Backups;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// Brings each standby, and each move, a step further. A test asks it for one turn.
final class ReplicaClerk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaClerk.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final String ARCHIVE = "archive";
    private static final Actor SELF = new Actor.Program("replicas");

    private final ReplicaTable table;
    private final PlaceTable places;
    private final Replicas replicas;
    private final ReplicaReports reports;
    private final ReplicaAlarm alarm;
    private final Instances instances;
    private final Backups backups;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final ScheduledExecutorService executor;

    ReplicaClerk(
            ReplicaTable table,
            PlaceTable places,
            Replicas replicas,
            ReplicaReports reports,
            ReplicaAlarm alarm,
            Instances instances,
            Backups backups,
            TransactionTemplate transaction,
            Clock clock) {
        this.table = table;
        this.places = places;
        this.replicas = replicas;
        this.reports = reports;
        this.alarm = alarm;
        this.instances = instances;
        this.backups = backups;
        this.transaction = transaction;
        this.clock = clock;
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("replica-clerk").factory());
        var _ = executor.scheduleWithFixedDelay(
                this::quietly, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void turn() {
        for (Replica each : table.all()) {
            try {
                transaction.executeWithoutResult(
                        _ -> table.lock(each.instance()).ifPresent(this::further));
                alarm.look(each);
            } catch (Refusal e) {
                // One instance that cannot go on holds up no other.
                LOG.warn("the standby of {} does not go on: {}", each.instance(), e.getMessage());
            }
        }
    }

    private void further(Replica replica) {
        if (instances.living(java.util.List.of(replica.instance())).isEmpty()) {
            Instant now = clock.instant();
            places.leave(replica.instance(), "", now);
            // Its own host has said so already: that is how it came to be erased.
            places.gone(replica.instance(), replica.primary(), now);
            table.remove(replica.instance());
            return;
        }
        switch (replica.state()) {
            case SEEDING -> seed(replica);
            case FOLLOWING -> {
                if (replica.moving() && ReplicaRules.near(replica, clock.instant())) {
                    replicas.fence(replica, false, false, SELF);
                }
            }
            case FENCING -> fence(replica);
            case PROMOTING -> {
                // The standby's host has the next word.
                if (ReplicaRules.givenUp(replica, clock.instant())) {
                    reports.giveUp(replica, false, "the standby did not become the instance: " + replica.detail());
                }
            }
            case ALONE -> {
                // A person has.
            }
        }
    }

    /// The backup after the log began, so that the log leads on from it.
    private void seed(Replica replica) {
        if (replica.lineage().isEmpty()) {
            return;
        }
        if (replica.seed().backup().isEmpty()) {
            Instance instance = instances.get(replica.instance(), SELF);
            String id = backups.before(instance, SELF);
            table.keep(replica.with(new Replica.Seed(id, "", Optional.empty(), "")));
            return;
        }
        Backup backup = backups.get(replica.instance(), replica.seed().backup(), SELF);
        if (backup.ended().isEmpty()) {
            return;
        }
        Optional<Backup.Copy> copy = backup.copies().stream()
                .filter(c -> c.done() && c.engine().equals(ARCHIVE) && c.site().equals(replica.site()))
                .findFirst();
        if (copy.isEmpty()) {
            table.keep(replica.with(Replica.Seed.NONE));
            return;
        }
        table.keep(replica.with(new Replica.Seed(
                        backup.id(), copy.get().copy(), Optional.of(backup.ordered()), backup.manifest()))
                .following());
    }

    /// The primary said that it has stopped, and then how much of the log there is; or its lease has run out.
    private void fence(Replica replica) {
        Instant now = clock.instant();
        Instance instance = instances.get(replica.instance(), SELF);
        long works = instances.hostVersion(replica.primary());
        if (replica.stopped().isEmpty() && ReplicaRules.stopped(replica, instance, works)) {
            table.keep(replica.stopped(now));
        } else if (ReplicaRules.givenUp(replica, now)) {
            reports.giveUp(replica, true, "the end of the log did not arrive; --lossy moves without it");
        } else if (replica.stopped().isPresent()
                ? ReplicaRules.longSince(replica, ReplicaRules.LAST_WORD, now)
                : ReplicaRules.fenced(replica, instance, works, now)) {
            table.keep(replica.promoting(0));
        }
    }

    private void quietly() {
        try {
            turn();
        } catch (DataAccessException | TransactionException | Refusal e) {
            LOG.warn(
                    "standbys could not be brought further, trying again: {}",
                    e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
