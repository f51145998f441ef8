package casemate.control.policy;

import casemate.base.Json;
import casemate.promise.Drill;
import casemate.promise.Evidence;
import casemate.promise.Policy;
import casemate.promise.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.transaction.support.TransactionTemplate;

/// Runs drills that are due, each by one runner at a time whichever replica it lives in, and records what they found:
/// the
/// outcome, its leaf for the ledger and the next due time in one transaction.
final class DrillRunner {
    /// Long enough to restore a small backup; a drill that needs more measures a part.
    static final Duration ATTEMPT = Duration.ofMinutes(2);
    /// Two attempts and the writing. A runner that dies loses its claim after so long.
    static final Duration LEASE = ATTEMPT.multipliedBy(2).plusMinutes(1);

    private final DrillRegistry drills;
    private final ScheduleTable schedule;
    private final EvidenceTable evidence;
    private final Outbox outbox;
    private final PolicyInUse policies;
    private final Attack attack;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final RandomGenerator chance;

    DrillRunner(
            DrillRegistry drills,
            ScheduleTable schedule,
            EvidenceTable evidence,
            Outbox outbox,
            PolicyInUse policies,
            Attack attack,
            TransactionTemplate transaction,
            Clock clock,
            RandomGenerator chance) {
        this.drills = drills;
        this.schedule = schedule;
        this.evidence = evidence;
        this.outbox = outbox;
        this.policies = policies;
        this.attack = attack;
        this.transaction = transaction;
        this.clock = clock;
        this.chance = chance;
    }

    /// Runs the drill that has been due longest, if any.
    ///
    /// @return whether there was one
    boolean turn() throws InterruptedException {
        Optional<Policy> policy = policies.now();
        if (policy.isEmpty()) {
            // Nothing is promised yet, so nothing can be kept or broken.
            return false;
        }
        Instant now = clock.instant();
        Optional<ScheduleTable.Claim> claim = schedule.claim(drills.all().keySet(), now, now.plus(LEASE));
        if (claim.isEmpty()) {
            return false;
        }
        Drill<?> drill = drills.find(claim.get().drill()).orElseThrow();
        record(drill, claim.get(), now, run(drill, policy.get(), now));
        return true;
    }

    private Evidence run(Drill<?> drill, Policy policy, Instant started) throws InterruptedException {
        DrillRules.Verdict verdict = DrillRules.judge(attack.real(drill), attack.twin(drill));
        Instant finished = clock.instant();
        var made = policy.entry(drill.promise());
        return new Evidence(
                drill.promise(),
                drill.name(),
                policy.hash(),
                verdict.state(),
                verdict.measured(),
                verdict.why(),
                made.map(e -> e.promise().figures()).orElse(Json.object().build()),
                drill.proof(),
                started,
                finished,
                finished.plus(made.map(e -> e.fresh()).orElse(drill.cadence().fresh())),
                verdict.twin(),
                Optional.empty());
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
