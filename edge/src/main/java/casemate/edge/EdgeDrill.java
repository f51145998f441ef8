package casemate.edge;

import casemate.promise.Drill;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.util.Optional;
import java.util.function.Supplier;

/// What all drills on the way in share: they stand outside, and their twin is an edge of its own with their control
/// switched off.
abstract class EdgeDrill implements Drill<EdgeTarget> {
    private final PromiseId promise;
    private final Supplier<Optional<EdgeTarget>> real;

    /// @param real the edge with a name that it serves now, or empty while it serves none
    EdgeDrill(PromiseId promise, Supplier<Optional<EdgeTarget>> real) {
        this.promise = promise;
        this.real = real;
    }

    @Override
    public final PromiseId promise() {
        return promise;
    }

    @Override
    public ProofKind proof() {
        return ProofKind.OUTSIDE_PROBE;
    }

    @Override
    public final EdgeTarget real() {
        return real.get().orElseThrow(() -> new IllegalStateException("the edge serves no host yet"));
    }

    @Override
    public final EdgeTarget sabotaged() throws InterruptedException {
        return Canary.without(promise);
    }
}
