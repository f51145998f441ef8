package casemate.control.policy;

import casemate.base.Actor;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import casemate.control.audit.Audit;
import casemate.promise.Drill;
import casemate.promise.Policy;
import casemate.promise.PromiseId;
import casemate.promise.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to the drills: which there are, when they run, what they found.
public final class Drills {
    private static final int MAX_HISTORY = 100;
    private static final int MAX_FINDINGS = 200;
    /// Longer than one drill can take (see DrillAttempt), its twin included.
    private static final Duration PATIENCE = Duration.ofMinutes(25);
    /// Another replica may hold the drill: its outcome is looked for so often.
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final DrillRegistry registry;
    private final ScheduleTable schedule;
    private final EvidenceTable evidence;
    private final Policies policies;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Bells bells;

    Drills(
            DrillRegistry registry,
            ScheduleTable schedule,
            EvidenceTable evidence,
            Policies policies,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock,
            Bells bells) {
        this.registry = registry;
        this.schedule = schedule;
        this.evidence = evidence;
        this.policies = policies;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
        this.bells = bells;
    }

    /// Takes drills that this process can run; new ones are due at once, known ones when they were due.
    public void register(Collection<Drill<?>> drills) {
        registry.add(drills);
        Instant now = clock.instant();
        transaction.executeWithoutResult(_ -> drills.forEach(drill -> schedule.add(
                drill.name(),
                drill.promise().value(),
                now,
                now.plus(drill.cadence().every()))));
        bells.due().ring();
    }

    /// Every drill of this process, by promise.
    public List<DrillStanding> standings() {
        Instant now = clock.instant();
        Map<String, RecordedRun> last =
                evidence.last().stream().collect(Collectors.toMap(RecordedRun::drill, Function.identity()));
        Map<String, ScheduleTable.Due> due = schedule.due(now);
        Optional<Policy> policy = policies.policy();
        return registry.all().values().stream()
                .map(drill -> standing(
                        drill, policy, Optional.ofNullable(last.get(drill.name())), due.get(drill.name()), now))
                .sorted(java.util.Comparator.comparing(DrillStanding::promise).thenComparing(DrillStanding::drill))
                .toList();
    }

    private static DrillStanding standing(
            Drill<?> drill,
            Optional<Policy> policy,
            Optional<RecordedRun> last,
            ScheduleTable.@org.jspecify.annotations.Nullable Due due,
            Instant now) {
        return new DrillStanding(
                drill.name(),
                drill.promise(),
                policy.flatMap(p -> p.entry(drill.promise())).isPresent(),
                drill.proof(),
                drill.cadence(),
                last,
                last.map(r -> DrillRules.standing(r.state(), r.freshUntil(), now))
                        .orElse(State.UNPROVED),
                due == null ? now : due.next(),
                due != null && due.running());
    }

    /// Runs the drills of these promises now, of all when none is named, and hands on each outcome as it is recorded.
    ///
    /// @throws Unavailable when no outcome came for so long that something must be wrong
    public void run(Collection<PromiseId> promises, Actor actor, Consumer<RecordedRun> each)
            throws InterruptedException {
        Instant asked = ask(promises, actor);
        Set<String> awaited = new TreeSet<>(names(promises));
        long patience = PATIENCE.toNanos();
        long lastNews = System.nanoTime();
        while (!awaited.isEmpty()) {
            long seen = bells.recorded().count();
            List<RecordedRun> runs = evidence.since(awaited, asked);
            for (RecordedRun run : runs) {
                awaited.remove(run.drill());
                lastNews = System.nanoTime();
                each.accept(run);
            }
            if (System.nanoTime() - lastNews > patience) {
                throw new Unavailable(
                        "The drills " + awaited + " did not end; look at the console.",
                        LOOK_EVERY,
                        new TimeoutException());
            }
            if (runs.isEmpty()) {
                bells.recorded().await(seen, LOOK_EVERY);
            }
        }
    }

    /// Refuses promises that no drill attacks, before anything is begun.
    void known(Collection<PromiseId> promises) {
        names(promises);
    }

    /// The drills of these promises, of all when none is named, as far as the policy in force makes them.
    private List<String> names(Collection<PromiseId> promises) {
        Policy policy = policies.policy()
                .orElseThrow(
                        () -> Refusal.conflict("policy-missing", "No policy is in force yet, so nothing is promised."));
        for (PromiseId promise : promises) {
            if (policy.entry(promise).isEmpty()) {
                throw Refusal.notFound(
                        "promise-not-made", "The policy in force does not make the promise " + promise + ".");
            }
        }
        return registry.of(promises).stream()
                .filter(drill -> policy.entry(drill.promise()).isPresent())
                .map(Drill::name)
                .toList();
    }

    /// Makes the drills of these promises due now, of all when none is named, and does not wait.
    ///
    /// @return outcomes of runs that began at this time or later answer the wish
    public Instant ask(Collection<PromiseId> promises, Actor actor) {
        return ask(names(promises), promises.isEmpty() ? "all" : joined(promises), actor);
    }

    /// The same for one drill.
    void ask(DrillStanding drill, Actor actor) {
        ask(List.of(drill.drill()), drill.drill(), actor);
    }

    private static String joined(Collection<PromiseId> promises) {
        return promises.stream().map(PromiseId::value).collect(Collectors.joining(","));
    }

    private Instant ask(List<String> names, String told, Actor actor) {
        Instant now = clock.instant().truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
        transaction.executeWithoutResult(_ -> {
            schedule.ask(names, now);
            audit.record(
                    actor,
                    "drill.run",
                    told,
                    Json.object().put("drills", names.size()).build());
        });
        bells.due().ring();
        return now;
    }

    /// The runs of one drill, newest first.
    public List<RecordedRun> history(String drill) {
        return evidence.history(drill, MAX_HISTORY);
    }

    /// What was found broken: open findings first, then the newest.
    public List<DrillFinding> findings() {
        return evidence.findings(MAX_FINDINGS);
    }
}
