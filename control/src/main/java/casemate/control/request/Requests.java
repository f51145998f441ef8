package casemate.control.request;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.Customer;
import casemate.control.account.Membership;
import casemate.control.account.Memberships;
import casemate.control.audit.Audit;
import casemate.control.policy.Policies;
import casemate.control.web.Viewer;
import casemate.promise.AccountPromise.AccountDeletion;
import casemate.promise.PrivacyPromise.ExportAndErasure;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/// The door of this room. A request is asked for, ripens, is taken in hand by an operator or a job, and is
/// done; until it is taken, whoever may ask for it may withdraw it. Each step is an audit row and a letter.
public final class Requests {
    /// More than anybody asks for in years.
    private static final int MOST_LISTED = 50;
    /// More open ones than this are not read by hand.
    private static final int MOST_OPEN = 500;

    private final RequestTable table;
    private final Accounts accounts;
    private final Memberships memberships;
    private final Policies policies;
    private final RequestLetters letters;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final Clock clock;

    Requests(
            RequestTable table,
            Accounts accounts,
            Memberships memberships,
            Policies policies,
            RequestLetters letters,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        this.table = table;
        this.accounts = accounts;
        this.memberships = memberships;
        this.policies = policies;
        this.letters = letters;
        this.audit = audit;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    /// Asks for a copy of all that is the customer's.
    ///
    /// @throws Refusal `request-open`
    public DataRequest askExport(Viewer by) {
        return ask(RequestKind.EXPORT, own(by).value(), by);
    }

    /// Asks for the deletion of the customer with all that is its.
    ///
    /// @param typed the customer's address, typed once more
    /// @throws Refusal `request-confirmation-wrong`, `request-open`
    public DataRequest askDeletion(Viewer by, String typed) {
        Customer customer = customer(own(by));
        RequestRules.confirmed(customer.email().value(), typed);
        return ask(RequestKind.DELETION, customer.id().value(), by);
    }

    /// Asks for the deletion of one's own account.
    ///
    /// @param typed one's own address, typed once more
    /// @throws Refusal `request-confirmation-wrong`, `request-open`, `request-last-owner`
    public DataRequest askOwnDeletion(Viewer by, String typed) {
        own(by);
        RequestRules.confirmed(by.email(), typed);
        if (memberships.of(by.user()).stream().anyMatch(this::lastOwner)) {
            throw Refusal.conflict(
                    "request-last-owner",
                    "You are the last owner of an account: make somebody else an owner first, or ask for the deletion of"
                            + " that account.");
        }
        return ask(RequestKind.OWN_DELETION, by.user().value(), by);
    }

    private boolean lastOwner(Membership membership) {
        return membership.owner() && memberships.countOwners(membership.customer()) == 1;
    }

    private DataRequest ask(RequestKind kind, String subject, Viewer by) {
        Instant now = clock.instant();
        Instant due = RequestRules.due(now, within(kind));
        DataRequest request = new DataRequest(
                ids.make("drq"),
                kind,
                subject,
                by.user(),
                RequestState.ASKED,
                now,
                RequestRules.ripe(kind, now, due),
                due,
                Optional.empty(),
                Optional.empty());
        try {
            transactions.executeWithoutResult(_ -> {
                table.add(request);
                audit.record(by.actor(), "request.ask", request.id(), told(request));
                letters.asked(request);
            });
        } catch (DuplicateKeyException _) {
            throw Refusal.conflict(
                    "request-open", "There is an open request of this kind; withdraw it first, or wait for it.");
        }
        return request;
    }

    /// Withdraws the open request of a kind.
    ///
    /// @throws Refusal `request-none`, `request-in-hand`
    public void cancel(RequestKind kind, Viewer by) {
        String subject = kind == RequestKind.OWN_DELETION ? by.user().value() : own(by).value();
        transactions.executeWithoutResult(_ -> {
            DataRequest request = table.lockOpen(subject, kind).orElseThrow(RequestRules::none);
            RequestRules.cancellable(request);
            table.end(request.id(), RequestState.CANCELLED, clock.instant());
            audit.record(by.actor(), "request.cancel", request.id(), told(request));
            letters.cancelled(request);
        });
    }

    /// Takes a ripe request in hand: from now on it cannot be withdrawn.
    ///
    /// @throws Refusal `request-none`, `request-cooling`, `request-not-waiting`
    public void take(String id, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            DataRequest request = table.lock(id).orElseThrow(RequestRules::none);
            RequestRules.takeable(request, clock.instant());
            table.take(id, clock.instant());
            record(actor, "request.take", request);
        });
    }

    /// Says that a request was carried out. A person says so of copies only.
    ///
    /// @throws Refusal `request-none`, `request-only-erasure`, `request-not-in-hand`
    public void done(String id, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            DataRequest request = table.lock(id).orElseThrow(RequestRules::none);
            RequestRules.finishable(request, actor);
            table.end(id, RequestState.DONE, clock.instant());
            record(actor, "request.done", request);
            letters.done(request);
        });
    }

    private void record(Actor actor, String action, DataRequest request) {
        request.customer()
                .ifPresentOrElse(
                        customer -> audit.record(customer, actor, action, request.id(), told(request)),
                        () -> audit.record(actor, action, request.id(), told(request)));
    }

    /// A customer's, the newest first.
    public List<DataRequest> of(CustomerId customer) {
        return table.of(customer.value(), MOST_LISTED);
    }

    /// A person's own, the newest first.
    public List<DataRequest> of(UserId person) {
        return table.of(person.value(), MOST_LISTED);
    }

    /// All that are open, what is due first on top.
    public List<DataRequest> open() {
        return table.open(MOST_OPEN);
    }

    /// Deletions that may be carried out now, and those that somebody has taken in hand; what is due first
    /// on top.
    public List<DataRequest> deletions() {
        return table.deletions(clock.instant(), MOST_OPEN);
    }

    public Optional<DataRequest> find(String id) {
        return table.find(id);
    }

    /// Those that are over.
    ///
    /// @param before the smallest id already seen; empty to begin
    List<DataRequest> ended(String before, int size) {
        return table.ended(before, size);
    }

    Customer customer(CustomerId id) {
        return accounts.customer(id)
                .orElseThrow(() -> Refusal.notFound("customer-unknown", "There is no such customer."));
    }

    Instant now() {
        return clock.instant();
    }

    private Period within(RequestKind kind) {
        return policies.policy()
                .flatMap(p -> kind.deletes()
                        ? p.find(AccountDeletion.class).map(AccountDeletion::within)
                        : p.find(ExportAndErasure.class).map(ExportAndErasure::within))
                .orElse(RequestRules.AT_THE_LATEST);
    }

    private static Json.Obj told(DataRequest request) {
        return Json.object().put("kind", request.kind().code()).build();
    }

    private static CustomerId own(Viewer viewer) {
        return viewer.customer().orElseThrow(() -> Refusal.forbidden("customers-only", "This page is for customers."));
    }
}
