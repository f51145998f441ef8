package casemate.agent;

import casemate.wire.BackupOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/// Rounds of recoveries as the drills ask for them: control draws and orders them with the keys, this host's desk
/// carries them out like any other order, and what is believed is what this host saw. Drills that ask at the same
/// time get one round.
final class Recoveries implements RecoveryTarget.Round {
    /// As long as a drill may take.
    private static final Duration LONGEST = Duration.ofMinutes(9);
    /// Two drills put two questions to one round, not to one of the hour before.
    private static final Duration SHARED = Duration.ofMinutes(1);

    private final Supplier<List<String>> order;
    private final BackupDesk desk;
    private final Clock clock;
    private List<BackupOutcome> last = List.of();
    private Instant ended = Instant.MIN;

    /// @param order has control order a recovery from each technology at each site, and says their ids
    Recoveries(Supplier<List<String>> order, BackupDesk desk, Clock clock) {
        this.order = order;
        this.desk = desk;
        this.clock = clock;
    }

    @Override
    public synchronized List<BackupOutcome> hold() throws InterruptedException {
        if (last.isEmpty() || clock.instant().isAfter(ended.plus(SHARED))) {
            last = desk.await(order.get(), LONGEST);
            ended = clock.instant();
        }
        return last;
    }
}
