package casemate.control.erasure;

import casemate.vault.Destruction;
import casemate.vault.KeyOwner;
import java.time.Clock;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Erasers as they would be if something were forgotten.
final class ErasureTwins {
    private static final String LETTERS = "mail.message";

    private final BiFunction<Function<KeyOwner, Destruction>, Remains, Advance> steps;
    private final Function<KeyOwner, Destruction> destroyer;
    private final Remains remains;
    private final Clock clock;

    /// @param steps puts an eraser together
    ErasureTwins(
            BiFunction<Function<KeyOwner, Destruction>, Remains, Advance> steps,
            Function<KeyOwner, Destruction> destroyer,
            Remains remains,
            Clock clock) {
        this.steps = steps;
        this.destroyer = destroyer;
        this.remains = remains;
        this.clock = clock;
    }

    /// One that says that the key is destroyed.
    ErasureTarget leavingTheKey() {
        return new ErasureTarget(steps.apply(owner -> new Destruction(owner, List.of(), clock.instant()), remains));
    }

    /// One whose list lacks a table.
    ErasureTarget leavingLetters() {
        return new ErasureTarget(steps.apply(destroyer, remains.without(LETTERS)));
    }
}
