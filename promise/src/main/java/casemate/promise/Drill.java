package casemate.promise;

/// Code that tries to break one promise, from outside wherever that is possible, and measures. Lives beside the control
/// it attacks.
///
/// Rules: an attempt carries its own positive control (the allowed act must succeed beside the refused one, or it finds
/// [Finding.Unproved]); it never reads what the control believes, only what reality does; every wait is bounded; it
/// leaves nothing behind.
///
/// @param <T> the target that this drill knows how to attack
public interface Drill<T extends Target> {
    DrillCard card();

    /// Attacks once.
    Finding attempt(T target) throws InterruptedException;

    /// The real thing.
    T real() throws InterruptedException;

    /// The same with the control switched off. The attempt on it must find [Finding.Broken], or the drill itself is
    /// reported broken.
    T sabotaged() throws InterruptedException;

    default PromiseId promise() {
        return card().promise();
    }

    default String name() {
        return card().name();
    }

    default Cadence cadence() {
        return card().cadence();
    }

    default ProofKind proof() {
        return card().proof();
    }
}
