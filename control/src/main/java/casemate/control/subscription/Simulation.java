package casemate.control.subscription;

import casemate.control.policy.Policies;
import casemate.control.region.Regions;
import casemate.control.subscription.ClockRules.Turn;
import casemate.promise.Policy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the clock would do until a date if nobody did anything, by the policy in force or by another one. Changes
/// nothing.
public final class Simulation {
    /// Looked at; more would keep the console waiting.
    static final int MOST = 20_000;
    /// Named one by one.
    private static final int SHOWN = 100;
    /// Moves and notices of one.
    private static final int MOST_TURNS = 60;

    /// @param counts of moves
    /// @param first the earliest ones
    /// @param all whether none was left out
    public record Outlook(Map<Move, Integer> counts, List<Moved> first, boolean all) {}

    private final SubscriptionTable table;
    private final Policies policies;
    private final Regions regions;
    private final Clock clock;

    Simulation(SubscriptionTable table, Policies policies, Regions regions, Clock clock) {
        this.table = table;
        this.policies = policies;
        this.regions = regions;
        this.clock = clock;
    }

    /// @param candidate a policy that is not in force; empty for the one that is
    public Outlook until(Instant date, Optional<Policy> candidate) {
        Figures figures =
                candidate.map(p -> Figures.of(p, regions)).orElseGet(() -> Figures.inForce(policies, regions));
        List<SubscriptionTable.Kept> waking = table.waking(date, MOST);
        List<Moved> moves = new ArrayList<>();
        waking.forEach(kept -> follow(kept, figures, date, moves));
        Map<Move, Integer> counts = new EnumMap<>(Move.class);
        moves.forEach(m -> counts.merge(m.move(), 1, Integer::sum));
        List<Moved> first = moves.stream()
                .sorted((a, b) -> a.at().compareTo(b.at()))
                .limit(SHOWN)
                .toList();
        return new Outlook(counts, first, waking.size() < MOST);
    }

    private void follow(SubscriptionTable.Kept kept, Figures figures, Instant date, List<Moved> moves) {
        Instant start = clock.instant();
        Instant now = kept.wake().filter(start::isBefore).orElse(start);
        Subscription s = kept.subscription();
        for (int i = 0; i < MOST_TURNS; i++) {
            switch (ClockRules.turn(s, figures.next(s), ZoneOffset.UTC, now)) {
                case Turn.Wait(Subscription then, Optional<Instant> wake) -> {
                    if (wake.filter(at -> !at.isAfter(date)).isEmpty()) {
                        return;
                    }
                    s = then;
                    now = wake.get();
                }
                case Turn.Tell tell -> s = tell.then();
                case Turn.Go(Move move, Instant due) -> {
                    moves.add(new Moved(s.customer(), move, s.state(), move.to(), Optional.of(due), now));
                    s = s.moved(move.to(), move.clock() == Move.Clock.NEW ? now : s.counted(), now);
                }
            }
        }
    }
}
