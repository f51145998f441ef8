package casemate.control.policy;

import casemate.base.Actor;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.audit.Audit;
import casemate.promise.Policy;
import casemate.promise.PolicyLeaves;
import casemate.promise.PolicyProblems;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to the policy in force. A policy takes effect in one transaction, with its audit entry and its
/// leaves for the ledger.
public final class Policies {
    /// What the history page shows.
    private static final int MAX_HISTORY = 100;
    /// Enough problems to see what is wrong with a file.
    private static final int MAX_PROBLEMS = 50;

    private final PolicyTable table;
    private final PolicyInUse inUse;
    private final Outbox outbox;
    private final ScheduleTable schedule;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Bells bells;
    /// Found late: the rooms that listen stand on this one.
    private final Supplier<List<PolicyEar>> ears;

    Policies(
            PolicyTable table,
            PolicyInUse inUse,
            Outbox outbox,
            ScheduleTable schedule,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock,
            Bells bells,
            Supplier<List<PolicyEar>> ears) {
        this.table = table;
        this.inUse = inUse;
        this.outbox = outbox;
        this.schedule = schedule;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
        this.bells = bells;
        this.ears = ears;
    }

    /// Puts a policy file into force, unless it is in force already. A file that is no policy changes nothing;
    /// the console says why until a good one follows.
    ///
    /// @return whether the file given is in force now
    /// @throws Refusal `policy-invalid` for a file that is no policy where none is in force yet
    public boolean adopt(byte[] yaml, Actor actor) {
        Policy policy;
        try {
            policy = PolicyInUse.parse(yaml);
        } catch (PolicyProblems problems) {
            refuse(yaml, problems.problems().stream().map(Object::toString).toList(), actor);
            return false;
        } catch (Refusal refusal) {
            refuse(yaml, List.of(refusal.text()), actor);
            return false;
        }
        transaction.executeWithoutResult(_ -> adopt(policy, yaml, actor));
        bells.queued().ring();
        bells.due().ring();
        return true;
    }

    private void adopt(Policy policy, byte[] yaml, Actor actor) {
        table.lockAdopting();
        if (table.inForce().filter(now -> now.digest().equals(policy.hash())).isPresent()) {
            return;
        }
        Instant now = clock.instant();
        table.adopt(
                policy.hash(), yaml, policy.vendor().name(), policy.promises().size(), now);
        PolicyLeaves.of(policy, now).forEach(leaf -> outbox.queue(leaf, now));
        schedule.askAll(now);
        ears.get().forEach(PolicyEar::adopted);
        audit.record(
                actor,
                "policy.adopt",
                policy.hash(),
                Json.object().put("promises", policy.promises().size()).build());
    }

    private void refuse(byte[] yaml, List<String> problems, Actor actor) {
        String digest = Outbox.id(yaml);
        transaction.executeWithoutResult(_ -> {
            table.lockAdopting();
            if (standingRefusal().filter(r -> r.digest().equals(digest)).isEmpty()) {
                String told = problems.stream().limit(MAX_PROBLEMS).collect(Collectors.joining("\n"));
                table.refuse(digest, told, clock.instant());
                audit.record(actor, "policy.refuse", digest);
            }
        });
        if (table.inForce().isEmpty()) {
            throw Refusal.invalid(
                    "policy-invalid",
                    "The policy file has problems; the first is: " + problems.getFirst()
                            + " (casemate policy check FILE shows all)");
        }
    }

    public Optional<PolicyVersion> inForce() {
        return table.inForce();
    }

    /// The policy itself, with its figures: what controls read.
    public Optional<Policy> policy() {
        return inUse.now();
    }

    /// Newest first.
    public List<PolicyVersion> history() {
        return table.history(MAX_HISTORY);
    }

    /// How many leaves the ledger does not have yet.
    public long waiting() {
        return outbox.count();
    }

    /// The file that was refused last, unless a good one followed it.
    public Optional<RefusedPolicy> standingRefusal() {
        Optional<Instant> adopted = table.inForce().map(PolicyVersion::adopted);
        return table.refused()
                .filter(r -> adopted.map(at -> !r.at().isBefore(at)).orElse(true));
    }
}
