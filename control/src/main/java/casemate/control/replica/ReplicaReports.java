package casemate.control.replica;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.audit.Audit;
import casemate.control.backup.Backups;
import casemate.control.instance.Instances;
import casemate.wire.LogReport;
import casemate.wire.ReplicaReport;
import casemate.wire.ReportDesk;
import casemate.wire.StandbyReport;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/// Takes in what hosts say of standbys. A host is believed about instances that it runs or follows, and no others.
final class ReplicaReports implements ReportDesk {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaReports.class);
    private static final Actor SELF = new Actor.Program("replicas");

    private final ReplicaTable table;
    private final PlaceTable places;
    private final Instances instances;
    private final Backups backups;
    private final ReplicaAlarm alarm;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ReplicaReports(
            ReplicaTable table,
            PlaceTable places,
            Instances instances,
            Backups backups,
            ReplicaAlarm alarm,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.table = table;
        this.places = places;
        this.instances = instances;
        this.backups = backups;
        this.alarm = alarm;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Override
    public void receive(byte[] bytes) {
        ReplicaReport report = ReplicaReport.decode(bytes);
        if (!instances.hostKnown(report.agent())) {
            throw Refusal.forbidden("agent-unknown", "This report does not come from an agent of this platform.");
        }
        report.sends().forEach(sent -> transaction.executeWithoutResult(_ -> sent(report.agent(), sent)));
        report.stands().forEach(stand -> transaction.executeWithoutResult(_ -> stand(report.agent(), stand)));
        report.left().forEach(each -> transaction.executeWithoutResult(_ -> left(report.agent(), each)));
    }

    private void left(String host, InstanceId instance) {
        if (places.gone(instance, host, clock.instant())) {
            audit.record(
                    SELF,
                    "replica.gone",
                    instance.value(),
                    Json.object().put("host", host).build());
        }
    }

    private void sent(String host, LogReport sent) {
        Optional<Replica> known =
                table.lock(sent.instance()).filter(r -> r.primary().equals(host));
        if (known.isEmpty()) {
            return;
        }
        Replica replica = known.get();
        boolean follows = replica.state() == Replica.State.SEEDING || replica.state() == Replica.State.FOLLOWING;
        if (follows && replica.lineage().isEmpty() && sent.chunks() > 0) {
            table.keep(replica.on(sent.lineage()));
        } else if (follows && !replica.lineage().isEmpty() && !replica.lineage().equals(sent.lineage())) {
            table.keep(replica.seeding("the log broke off: " + sent.detail()));
        } else if (replica.state() == Replica.State.FENCING
                && replica.stopped().isPresent()
                && sent.detail().isEmpty()
                && replica.lineage().equals(sent.lineage())) {
            // Said after the pod had stopped: there will be no more.
            table.keep(replica.promoting(sent.chunks()));
        }
    }

    private void stand(String host, StandbyReport stand) {
        Optional<Replica> known =
                table.lock(stand.instance()).filter(r -> r.standby().equals(host) && stand.epoch() == r.epoch() + 1);
        if (known.isEmpty()) {
            return;
        }
        Replica replica = known.get();
        if (stand.phase() == StandbyReport.Phase.PROMOTED) {
            if (replica.state() == Replica.State.PROMOTING) {
                moved(replica);
            }
            return;
        }
        if (stand.phase() == StandbyReport.Phase.BROKEN && replica.state() == Replica.State.FOLLOWING) {
            LOG.warn("the standby of {} is made anew: {}", replica.instance(), stand.detail());
            table.keep(replica.seeding(stand.detail()));
            return;
        }
        // A host that is silent cannot take the instance back: what the standby has is all that there will be.
        boolean back = replica.state() == Replica.State.PROMOTING
                || (replica.state() == Replica.State.FENCING
                        && replica.stopped().isPresent());
        if (stand.phase() == StandbyReport.Phase.BROKEN && back) {
            giveUp(replica, false, "the standby broke: " + stand.detail());
            return;
        }
        Instant now = clock.instant();
        Optional<Instant> reached =
                stand.replayed().equals(Instant.EPOCH) ? Optional.empty() : Optional.of(stand.replayed());
        Optional<Instant> laid = stand.files().equals(Instant.EPOCH) ? Optional.empty() : Optional.of(stand.files());
        table.keep(replica.heard(reached, laid, now, stand.detail()));
    }

    /// Has the host that stopped the instance run it again, in the caller's transaction.
    ///
    /// @param whole whether the standby is good for another move
    void giveUp(Replica replica, boolean whole, String why) {
        LOG.warn("the move of {} is given up: {}", replica.instance(), why);
        table.keep(replica.back(whole, why));
        instances.clientsChanged();
        audit.record(SELF, "replica.back", replica.instance().value());
        alarm.write(replica.instance(), ReplicaAlarm.Of.BACK, why);
    }

    private void moved(Replica replica) {
        table.keep(replica.moved(clock.instant()));
        instances.move(replica.instance(), replica.standby());
        backups.moved();
        audit.record(SELF, "replica.moved", replica.instance().value());
    }
}
