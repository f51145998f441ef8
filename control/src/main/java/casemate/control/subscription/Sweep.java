package casemate.control.subscription;

import casemate.base.CustomerId;
import casemate.control.account.Accounts;
import casemate.control.account.Person;
import casemate.control.policy.Policies;
import casemate.control.region.Regions;
import casemate.control.subscription.ClockRules.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/// Makes the clock's moves, some hundred in a transaction: a row is locked, moved and written once, so that each move
/// is made at most once by however many replicas, and a process that is killed leaves nothing half done.
final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    /// Few enough that a killed process repeats little, many enough that a round trip is shared.
    static final int BATCH = 500;
    /// A clock that jumped over a year makes a few moves and writes a few notices; more is a loop.
    private static final int MOST_TURNS = 12;
    /// One that fails is left alone for so long, and does not hold the others up.
    private static final Duration PUT_OFF = Duration.ofMinutes(10);

    private final SubscriptionTable table;
    private final HistoryTable history;
    private final Accounts accounts;
    private final Policies policies;
    private final Regions regions;
    private final Readers readers;
    private final Reins reins;
    private final TransactionTemplate transactions;

    Sweep(
            SubscriptionTable table,
            HistoryTable history,
            Accounts accounts,
            Policies policies,
            Regions regions,
            Readers readers,
            Reins reins,
            TransactionTemplate transactions) {
        this.table = table;
        this.history = history;
        this.accounts = accounts;
        this.policies = policies;
        this.regions = regions;
        this.readers = readers;
        this.reins = reins;
        this.transactions = transactions;
    }

    /// One transaction's worth of those who wake.
    ///
    /// @return how many there were
    int batch(Instant now) {
        try {
            return transactions.execute(_ -> sweep(table.lockWaking(now, BATCH), now));
        } catch (RuntimeException e) {
            LOG.warn("a batch of subscriptions failed and is done one by one", e);
            return oneByOne(now);
        }
    }

    private int oneByOne(Instant now) {
        List<SubscriptionTable.Kept> all = table.waking(now, BATCH);
        for (SubscriptionTable.Kept each : all) {
            CustomerId customer = each.subscription().customer();
            try {
                one(customer, now);
            } catch (RuntimeException e) {
                LOG.error("the subscription of {} cannot be gone on with", customer, e);
                transactions.executeWithoutResult(_ -> table.putOff(customer, now.plus(PUT_OFF)));
            }
        }
        return all.size();
    }

    /// Looks at one of them now.
    void one(CustomerId customer, Instant now) {
        transactions.executeWithoutResult(_ -> table.lock(customer).ifPresent(s -> sweep(List.of(s), now)));
    }

    private int sweep(List<Subscription> waking, Instant now) {
        Figures figures = Figures.inForce(policies, regions);
        Map<CustomerId, List<Person>> owners =
                accounts.owners(waking.stream().map(Subscription::customer).toList());
        List<SubscriptionTable.Kept> after = new ArrayList<>(waking.size());
        List<Moved> moves = new ArrayList<>();
        for (Subscription s : waking) {
            after.add(go(s, figures, owners.getOrDefault(s.customer(), List.of()), now, moves));
        }
        table.write(after);
        history.moved(moves);
        reins.moved(moves);
        return waking.size();
    }

    private SubscriptionTable.Kept go(
            Subscription start, Figures figures, List<Person> owners, Instant now, List<Moved> moves) {
        Subscription s = start;
        Optional<State> told = Optional.empty();
        for (int i = 0; i < MOST_TURNS; i++) {
            switch (ClockRules.turn(s, figures.next(s), Readers.zone(owners), now)) {
                case Turn.Wait(Subscription then, Optional<Instant> wake) -> {
                    told.ifPresent(state -> readers.tell(owners, state, then.next(), then.due()));
                    return new SubscriptionTable.Kept(then, wake);
                }
                case Turn.Tell(Subscription then, Move move, int days, Instant due) -> {
                    readers.announce(owners, move, due);
                    history.noticed(s.customer(), new Notice(move, due, days, owners.size(), now));
                    s = then;
                }
                case Turn.Go(Move move, Instant due) -> {
                    moves.add(new Moved(s.customer(), move, s.state(), move.to(), Optional.of(due), now));
                    s = s.moved(move.to(), move.clock() == Move.Clock.NEW ? now : s.counted(), now);
                    told = Optional.of(s.state());
                }
            }
        }
        throw new IllegalStateException("no end of moves for " + start.customer());
    }
}
