package casemate.control.policy;

import casemate.promise.Drill;
import casemate.promise.DrillRun;
import casemate.promise.Evidence;
import casemate.promise.Policy;
import casemate.promise.State;
import casemate.promise.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionTemplate;

/// Runs drills that are due, each by one runner at a time whichever replica it lives in, and records what they found:
/// the outcome, its leaf for the ledger and the next due time in one transaction.
final class DrillRunner {
    private static final Logger LOG = LoggerFactory.getLogger(DrillRunner.class);

    /// A runner that dies loses its claim after so long.
    static final Duration LEASE = Duration.ofMinutes(1);
    /// Two renewals may fail before the claim is lost.
    private static final Duration RENEW = LEASE.dividedBy(3);

    private final DrillRegistry drills;
    private final ScheduleTable schedule;
    private final EvidenceTable evidence;
    private final Outbox outbox;
    private final PolicyInUse policies;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final RandomGenerator chance;

    DrillRunner(
            DrillRegistry drills,
            ScheduleTable schedule,
            EvidenceTable evidence,
            Outbox outbox,
            PolicyInUse policies,
            TransactionTemplate transaction,
            Clock clock,
            RandomGenerator chance) {
        this.drills = drills;
        this.schedule = schedule;
        this.evidence = evidence;
        this.outbox = outbox;
        this.policies = policies;
        this.transaction = transaction;
        this.clock = clock;
        this.chance = chance;
    }

    /// Runs the drill that has been due longest, if any. A promise that the policy in force does not make is not
    /// drilled.
    ///
    /// @return whether there was one
    boolean turn() throws InterruptedException {
        Optional<Policy> policy = policies.now();
        if (policy.isEmpty()) {
            return false;
        }
        List<String> able = drills.all().values().stream()
                .filter(drill -> policy.get().entry(drill.promise()).isPresent())
                .map(Drill::name)
                .toList();
        Instant now = clock.instant();
        Optional<ScheduleTable.Claim> claim = schedule.claim(able, now, now.plus(LEASE));
        if (claim.isEmpty()) {
            return false;
        }
        Drill<?> drill = drills.find(claim.get().drill()).orElseThrow();
        Thread keeper = Thread.ofVirtual().start(() -> keep(claim.get()));
        try {
            record(drill, claim.get(), now, run(drill, policy.get()));
        } finally {
            keeper.interrupt();
        }
        return true;
    }

    private <T extends Target> Evidence run(Drill<T> drill, Policy policy) throws InterruptedException {
        return new DrillRun(policy, clock).run(drill);
    }

    private void keep(ScheduleTable.Claim claim) {
        try {
            while (true) {
                Thread.sleep(RENEW);
                schedule.renew(claim, clock.instant().plus(LEASE));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (DataAccessException e) {
            LOG.warn("the claim on drill {} could not be renewed", claim.drill(), e);
        }
    }

    private void record(Drill<?> drill, ScheduleTable.Claim claim, Instant claimed, Evidence outcome) {
        transaction.executeWithoutResult(_ -> {
            Instant next = DrillRules.next(clock.instant(), drill.cadence(), chance);
            if (!schedule.release(claim, claimed, next)) {
                // The lease ran out and another runner has the drill: its outcome counts, not this one.
                return;
            }
            String id = outbox.queue(outcome, clock.instant());
            evidence.add(id, outcome);
            if (outcome.state() == State.BROKEN) {
                evidence.open(id, outcome);
            } else if (outcome.state() == State.KEPT) {
                evidence.recover(outcome.drill(), outcome.finished());
            }
        });
    }
}
