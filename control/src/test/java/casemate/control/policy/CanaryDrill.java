package casemate.control.policy;

import casemate.base.Json;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import casemate.promise.Target;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// A drill whose control a test switches on and off.
final class CanaryDrill implements Drill<CanaryDrill.Door> {
    /// Whether it is locked.
    record Door(boolean locked) implements Target {}

    private final PromiseId promise;
    private final String name;
    final AtomicBoolean locked = new AtomicBoolean(true);
    final AtomicInteger attempts = new AtomicInteger();
    /// What an attempt waits for; a test may put something in.
    volatile Runnable meanwhile = () -> {};

    CanaryDrill(String promise, String name) {
        this.promise = new PromiseId(promise);
        this.name = name;
    }

    @Override
    public DrillCard card() {
        return new DrillCard(
                promise, name, new Cadence(Duration.ofHours(1), Duration.ofHours(3)), ProofKind.INSIDE_PROBE);
    }

    @Override
    public Finding attempt(Door target) {
        attempts.incrementAndGet();
        meanwhile.run();
        Json.Obj measured = Json.object().put("doorsTried", 1).build();
        return target.locked() ? new Finding.Kept(measured) : new Finding.Broken(measured, "The door stood open.");
    }

    @Override
    public Door real() {
        return new Door(locked.get());
    }

    @Override
    public Door sabotaged() {
        return new Door(false);
    }
}
