package casemate.control.subscription;

import casemate.control.policy.Policies;
import casemate.control.region.Regions;
import casemate.control.region.Residence;
import casemate.promise.Policy;
import casemate.promise.Region;
import java.time.Period;
import java.util.Optional;

/// The figures of one policy for whoever asks: read once for many.
final class Figures {
    private final Optional<Policy> policy;
    private final Regions regions;

    private Figures(Optional<Policy> policy, Regions regions) {
        this.policy = policy;
        this.regions = regions;
    }

    static Figures inForce(Policies policies, Regions regions) {
        return new Figures(policies.policy(), regions);
    }

    /// Of a policy that is not in force, to see what it would do.
    static Figures of(Policy candidate, Regions regions) {
        return new Figures(Optional.of(candidate), regions);
    }

    /// How long until what comes next, after what the clock counts from; empty where nothing comes.
    Optional<Period> next(Subscription s) {
        return s.next().flatMap(move -> move.after(policy, s.boundAs(), region(s)));
    }

    /// Asked only where the policy tells regions apart. Who has none yet is where the policy's first region is.
    private Region region(Subscription s) {
        Optional<Region> own = regioned() ? regions.of(s.customer()).map(Residence::region) : Optional.empty();
        return own.or(() -> policy.flatMap(p -> p.regions().stream().findFirst()))
                .orElseGet(() -> new Region("IE"));
    }

    private boolean regioned() {
        return policy.stream()
                .flatMap(p -> p.promises().values().stream())
                .anyMatch(e -> !e.scope().regions().isEmpty()
                        || e.variants().stream()
                                .anyMatch(v -> !v.scope().regions().isEmpty()));
    }
}
