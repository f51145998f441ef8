package casemate.edge;

import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.util.Optional;
import java.util.function.Supplier;

/// What all drills on the way in share: they stand outside, and their twin is an edge of its own with their control
/// switched off.
abstract class EdgeDrill implements Drill<EdgeTarget> {
    private final DrillCard card;
    private final Supplier<Optional<EdgeTarget>> real;

    /// @param real the edge with a name that it serves now, or empty while it serves none
    EdgeDrill(DrillCard card, Supplier<Optional<EdgeTarget>> real) {
        this.card = card;
        this.real = real;
    }

    /// What stands over a drill that looks from outside, as most here do.
    static DrillCard outside(PromiseId promise, String name, Cadence cadence) {
        return new DrillCard(promise, name, cadence, ProofKind.OUTSIDE_PROBE);
    }

    @Override
    public final DrillCard card() {
        return card;
    }

    @Override
    public final EdgeTarget real() {
        return real.get().orElseThrow(() -> new IllegalStateException("the edge serves no host yet"));
    }

    @Override
    public final EdgeTarget sabotaged() throws InterruptedException {
        return Canary.without(card.promise());
    }
}
