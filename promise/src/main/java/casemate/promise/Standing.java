package casemate.promise;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// What is known of a promise at one moment: pure arithmetic over what the ledger holds.
///
/// A promise stands as its worst drill does. For each drill (and each tenant concerned) the latest run counts. A red
/// stays red until a later run says otherwise, however old it is; a green counts only while it is fresh and the
/// promised figures are still those that it measured against. A tenant's outcome that went stale drops out once the
/// same drill has fresh outcomes for others: that tenant has left.
///
/// @param evidence the outcome that decides, if there is one
/// @param latest what was looked at, one for each drill and tenant
public record Standing(
        PromiseId promise, State state, Reason reason, Optional<Evidence> evidence, List<Evidence> latest) {
    /// Why it stands so.
    public enum Reason {
        /// Every drill found it kept, and lately.
        PROVED,
        /// A drill broke it.
        BROKEN,
        /// A drill could not tell.
        INCONCLUSIVE,
        /// The last proof is too old.
        STALE,
        /// The figures were changed after the last proof.
        FIGURES_CHANGED,
        /// A drill exists, or may exist, and has not run yet.
        NEVER,
        /// Nothing can prove it yet.
        NO_DRILL
    }

    private record Verdict(State state, Reason reason, Optional<Evidence> evidence) {}

    public Standing {
        latest = List.copyOf(latest);
    }

    /// Every promise's standing, from the ledger alone: which drills exist is not known.
    ///
    /// @param evidence in the ledger's order
    public static Map<PromiseId, Standing> of(
            Collection<PromiseMade> promises, Collection<Evidence> evidence, Instant now) {
        return all(promises, evidence, _ -> Optional.empty(), now);
    }

    /// Every promise's standing where it is known which drills there are.
    ///
    /// @param drills the names of the drills of each promise; one that has not run leaves its promise unproved
    public static Map<PromiseId, Standing> of(
            Collection<PromiseMade> promises,
            Collection<Evidence> evidence,
            Map<PromiseId, Set<String>> drills,
            Instant now) {
        return all(promises, evidence, id -> Optional.of(drills.getOrDefault(id, Set.of())), now);
    }

    private static Map<PromiseId, Standing> all(
            Collection<PromiseMade> promises,
            Collection<Evidence> evidence,
            Function<PromiseId, Optional<Set<String>>> drills,
            Instant now) {
        Map<PromiseId, List<Evidence>> byPromise = byPromise(evidence);
        Map<PromiseId, Standing> standings = new LinkedHashMap<>();
        for (PromiseMade made : promises) {
            List<Evidence> own = byPromise.getOrDefault(made.promise(), List.of());
            standings.put(made.promise(), judge(made, own, drills.apply(made.promise()), now));
        }
        return standings;
    }

    private static Map<PromiseId, List<Evidence>> byPromise(Collection<Evidence> evidence) {
        Map<PromiseId, List<Evidence>> byPromise = new HashMap<>();
        evidence.forEach(e ->
                byPromise.computeIfAbsent(e.promise(), _ -> new ArrayList<>()).add(e));
        return byPromise;
    }

    private static Standing judge(
            PromiseMade made, List<Evidence> evidence, Optional<Set<String>> drills, Instant now) {
        Map<String, List<Evidence>> latest = latest(evidence);
        // A drill that was taken out of the house no longer decides where the house is known.
        drills.ifPresent(names -> latest.keySet().retainAll(names));
        List<Verdict> verdicts = new ArrayList<>();
        List<Evidence> seen = new ArrayList<>();
        for (List<Evidence> runs : latest.values()) {
            List<Evidence> counted = counted(runs, now);
            seen.addAll(counted);
            counted.forEach(e -> verdicts.add(verdict(made, e, now)));
        }
        if (drills.isEmpty() ? latest.isEmpty() : !latest.keySet().containsAll(drills.get())) {
            verdicts.add(new Verdict(State.UNPROVED, Reason.NEVER, Optional.empty()));
        }
        if (drills.isPresent() && drills.get().isEmpty()) {
            verdicts.add(new Verdict(State.UNPROVED, Reason.NO_DRILL, Optional.empty()));
        }
        Verdict worst = verdicts.stream()
                .max(Comparator.comparingInt(Standing::gravity))
                .orElseThrow();
        return new Standing(made.promise(), worst.state(), worst.reason(), worst.evidence(), seen);
    }

    /// By drill, the latest run for each tenant concerned; later in the ledger wins between equals.
    private static Map<String, List<Evidence>> latest(List<Evidence> evidence) {
        Map<String, Map<String, Evidence>> found = new TreeMap<>();
        for (Evidence e : evidence) {
            found.computeIfAbsent(e.drill(), _ -> new LinkedHashMap<>())
                    .merge(e.subject().orElse(""), e, (a, b) -> b.finished().isBefore(a.finished()) ? a : b);
        }
        Map<String, List<Evidence>> latest = new TreeMap<>();
        found.forEach((drill, bySubject) -> latest.put(drill, List.copyOf(bySubject.values())));
        return latest;
    }

    private static List<Evidence> counted(List<Evidence> runs, Instant now) {
        boolean someFresh = runs.stream().anyMatch(e -> fresh(e, now));
        return someFresh
                ? runs.stream()
                        .filter(e -> fresh(e, now) || e.subject().isEmpty())
                        .toList()
                : runs;
    }

    private static boolean fresh(Evidence e, Instant now) {
        return !now.isAfter(e.freshUntil());
    }

    private static Verdict verdict(PromiseMade made, Evidence e, Instant now) {
        Optional<Evidence> by = Optional.of(e);
        if (e.state() == State.BROKEN) {
            return new Verdict(State.BROKEN, Reason.BROKEN, by);
        }
        if (!e.promised().equals(made.figures())) {
            return new Verdict(State.UNPROVED, Reason.FIGURES_CHANGED, by);
        }
        if (!fresh(e, now)) {
            return new Verdict(State.UNPROVED, Reason.STALE, by);
        }
        return switch (e.state()) {
            case KEPT -> new Verdict(State.KEPT, Reason.PROVED, by);
            case UNPROVED -> new Verdict(State.UNPROVED, Reason.INCONCLUSIVE, by);
            case BROKEN -> new Verdict(State.BROKEN, Reason.BROKEN, by);
        };
    }

    private static int gravity(Verdict verdict) {
        return switch (verdict.state()) {
            case KEPT -> 0;
            case UNPROVED -> 1;
            case BROKEN -> 2;
        };
    }
}
