package casemate.control.passkey;

import casemate.base.Refusal;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// One try before somebody who counts tries: says no, and remembers what to tell its author.
final class Attempt implements BooleanSupplier {
    private final Runnable act;
    private Optional<Refusal> refusal = Optional.empty();

    Attempt(Runnable act) {
        this.act = act;
    }

    @Override
    public boolean getAsBoolean() {
        try {
            act.run();
            return true;
        } catch (Refusal refused) {
            refusal = Optional.of(refused);
            return false;
        }
    }

    /// What to tell: why it was refused, or why it was not even tried.
    Refusal told(Refusal counted) {
        return refusal.orElse(counted);
    }
}
