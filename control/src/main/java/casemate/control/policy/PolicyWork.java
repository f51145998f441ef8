package casemate.control.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The workers of this room: they run drills that are due and bring leaves into the ledger until the program stops.
final class PolicyWork implements AutoCloseable {
    /// Drills mostly wait for the network; more at a time would measure the machine's load instead of the promise.
    private static final int RUNNERS = 2;
    /// How late a due drill may start, and how long a leaf of another replica may wait.
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final List<Loop> loops = new ArrayList<>();

    PolicyWork(DrillRunner runner, LedgerForwarder forwarder, Bells bells) {
        for (int i = 1; i <= RUNNERS; i++) {
            loops.add(new Loop("drills-" + i, () -> run(runner, bells), bells.due(), LOOK_EVERY));
        }
        loops.add(new Loop("ledger", () -> forwarder.turn() > 0, bells.queued(), LOOK_EVERY));
        loops.forEach(Loop::start);
    }

    private static boolean run(DrillRunner runner, Bells bells) throws InterruptedException {
        boolean ran = runner.turn();
        if (ran) {
            bells.recorded().ring();
            bells.queued().ring();
        }
        return ran;
    }

    @Override
    public void close() {
        // All at once: a drill in the middle of an attempt takes its time to put its target away.
        loops.forEach(Loop::stop);
        loops.forEach(Loop::close);
    }
}
