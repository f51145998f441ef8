package casemate.control.erasure;

import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.Membership;
import casemate.control.account.Memberships;
import casemate.control.request.DataRequest;
import casemate.control.request.RequestKind;
import casemate.control.request.RequestState;
import casemate.control.request.Requests;
import casemate.control.subscription.Standing;
import casemate.control.subscription.Subscription;
import casemate.control.subscription.Subscriptions;
import casemate.vault.KeyOwner;
import casemate.vault.Vault;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/// What leads to erasures beside the subscriptions' clock: requests that are ripe, and numbers that an
/// older copy of the database has brought back although their tombstone stands beside the keys.
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final int CHUNK = 1_000;
    private static final String CUSTOMER = "cus_";

    private final Erasures erasures;
    private final ErasureTable table;
    private final ReachTable reach;
    private final Requests requests;
    private final Subscriptions subscriptions;
    private final Accounts accounts;
    private final Memberships memberships;
    private final Vault vault;
    private final TransactionTemplate transactions;
    private final Clock clock;

    Intake(
            Erasures erasures,
            ErasureTable table,
            ReachTable reach,
            Requests requests,
            Subscriptions subscriptions,
            Accounts accounts,
            Memberships memberships,
            Vault vault,
            TransactionTemplate transactions,
            Clock clock) {
        this.erasures = erasures;
        this.table = table;
        this.reach = reach;
        this.requests = requests;
        this.subscriptions = subscriptions;
        this.accounts = accounts;
        this.memberships = memberships;
        this.vault = vault;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// Begins what was asked for and is ripe. One that fails holds nobody up.
    void requests() {
        for (DataRequest request : requests.deletions()) {
            try {
                take(request);
            } catch (RuntimeException e) {
                LOG.error("the request {} cannot be carried out", request.id(), e);
            }
        }
    }

    private void take(DataRequest request) {
        if (table.open(request.subject()).filter(c -> c.request().isPresent()).isPresent()) {
            return;
        }
        if (request.kind() == RequestKind.DELETION) {
            customer(request, new CustomerId(request.subject()));
        } else {
            person(request, new UserId(request.subject()));
        }
    }

    private void customer(DataRequest request, CustomerId customer) {
        if (held(customer)) {
            return;
        }
        transactions.executeWithoutResult(_ -> {
            inHand(request);
            if (accounts.customer(customer).isEmpty()
                    && table.open(customer.value()).isEmpty()) {
                // The clock was first, and is done.
                requests.done(request.id(), OutsideActs.SELF);
                return;
            }
            if (living(customer)) {
                subscriptions.request(customer, OutsideActs.SELF);
            }
            erasures.begin(customer, Cause.REQUEST, Optional.of(request.id()));
        });
    }

    private void person(DataRequest request, UserId person) {
        List<Membership> all = memberships.of(person);
        if (all.stream().anyMatch(m -> held(m.customer()) || lastOwner(m))) {
            return;
        }
        transactions.executeWithoutResult(_ -> {
            inHand(request);
            if (accounts.person(person).isEmpty()) {
                requests.done(request.id(), OutsideActs.SELF);
            } else {
                erasures.begin(person, Cause.REQUEST, Optional.of(request.id()));
            }
        });
    }

    private void inHand(DataRequest request) {
        if (request.state() == RequestState.ASKED) {
            requests.take(request.id(), OutsideActs.SELF);
        }
    }

    private boolean lastOwner(Membership membership) {
        return membership.owner() && memberships.countOwners(membership.customer()) == 1;
    }

    private boolean held(CustomerId customer) {
        return subscriptions
                .of(customer)
                .map(Standing::subscription)
                .flatMap(Subscription::held)
                .filter(hold -> clock.instant().isBefore(hold.until()))
                .isPresent();
    }

    private boolean living(CustomerId customer) {
        return subscriptions.of(customer).filter(s -> s.state().living()).isPresent();
    }

    /// To be asked once after each start, before anybody is let in by what an older copy says.
    ///
    /// @return how many had come back
    int tombstones() {
        List<String> stones = vault.erased().stream().map(KeyOwner::name).toList();
        int returned = 0;
        for (int from = 0; from < stones.size(); from += CHUNK) {
            for (String number : reach.returned(stones.subList(from, Math.min(from + CHUNK, stones.size())))) {
                returned += again(number) ? 1 : 0;
            }
        }
        return returned;
    }

    /// Looks again under a lock: a drill that takes its canary away destroys the key in the same
    /// transaction.
    private boolean again(String number) {
        return Boolean.TRUE.equals(transactions.execute(_ -> {
            if (!reach.lock(number) || table.open(number).isPresent()) {
                return false;
            }
            LOG.warn("{} was erased and is in the database again: it is erased once more", number);
            if (number.startsWith(CUSTOMER)) {
                CustomerId customer = new CustomerId(number);
                if (living(customer) && !held(customer)) {
                    subscriptions.request(customer, OutsideActs.SELF);
                }
                erasures.begin(customer, Cause.TOMBSTONE, Optional.empty());
            } else {
                erasures.begin(new UserId(number), Cause.TOMBSTONE, Optional.empty());
            }
            return true;
        }));
    }
}
