package casemate.waf.injection;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/// Objects that are expensive to make, kept for whoever needs one next: at most one in each of a fixed number of
/// places. Unlike a `ThreadLocal` this also serves virtual threads, which are many and short. Nobody waits: who
/// finds the place empty makes another object, who finds it full lets his go.
final class Spares<T> {
    private static final int PLACES = 64;

    /// References between two places in use, so that processors do not share a cache line.
    private static final int STRIDE = 16;

    private final AtomicReferenceArray<T> places = new AtomicReferenceArray<>(PLACES * STRIDE);
    private final Supplier<T> make;

    Spares(Supplier<T> make) {
        this.make = make;
    }

    T take() {
        T spare = places.getAndSet(place(), null);
        return spare == null ? make.get() : spare;
    }

    void giveBack(T spare) {
        places.setRelease(place(), spare);
    }

    private static int place() {
        return (int) (Thread.currentThread().threadId() & (PLACES - 1)) * STRIDE;
    }
}
