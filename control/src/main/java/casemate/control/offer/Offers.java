package casemate.control.offer;

import casemate.base.Actor;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.audit.Audit;
import casemate.control.policy.Policies;
import casemate.promise.Entry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to what customers can have.
public final class Offers {
    /// A vendor's price list fits on a page.
    private static final int MOST = 50;
    /// What the history of one shows.
    private static final int MAX_VERSIONS = 20;

    /// The migration's name for it.
    private static final String BEFORE = "before";

    private static final Actor START = new Actor.Program("start");

    private final OfferTable table;
    private final Policies policies;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Clock clock;

    Offers(OfferTable table, Policies policies, Audit audit, TransactionTemplate transactions, Clock clock) {
        this.table = table;
        this.policies = policies;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// Puts up the offers of a fresh platform, unless there are some.
    void seed() {
        transactions.executeWithoutResult(_ -> {
            table.lock();
            // What customers from before there were offers have is not on anybody's list.
            if (table.heads().stream().allMatch(offer -> offer.name().equals(BEFORE))) {
                FirstOffers.at(clock.instant()).forEach(offer -> {
                    table.add(offer);
                    audit.record(START, "offer.put", offer.name());
                });
            }
        });
    }

    /// The newest version of each, the cheapest first.
    public List<Offer> all() {
        return table.heads();
    }

    public List<Offer> onSale() {
        return all().stream().filter(Offer::onSale).toList();
    }

    /// What a new customer begins with; empty where the vendor gives no trial.
    public Optional<Offer> trial() {
        return onSale().stream().filter(o -> o.kind() == OfferKind.TRIAL).findFirst();
    }

    /// @throws Refusal `offer-unknown`
    public Offer get(String name) {
        return table.head(name).orElseThrow(Offers::unknown);
    }

    /// What somebody signed, on sale or not.
    ///
    /// @throws Refusal `offer-unknown`
    public Offer version(String name, int version) {
        return table.version(name, version).orElseThrow(Offers::unknown);
    }

    /// The newest first.
    public List<Offer> versions(String name) {
        return table.versions(name, MAX_VERSIONS);
    }

    /// The policy's promises that bind an offer, somewhere at least.
    public List<Entry> binding(Offer offer) {
        return policies.policy().stream()
                .flatMap(policy -> policy.inOrder().stream())
                .filter(entry -> entry.scope().offers().isEmpty()
                        || entry.scope().offers().contains(offer.boundAs()))
                .toList();
    }

    /// Puts up another version, which holds for those who sign from now on.
    ///
    /// @param wish its version is the one that the wisher saw plus one; its `since` is not looked at
    /// @throws Refusal `offer-changed`, `offer-kind`, `offers-too-many`, `offer-unbound`, `offer-region`
    public Offer put(Offer wish, Actor actor) {
        fits(wish);
        return transactions.execute(_ -> {
            table.lock();
            Optional<Offer> before = table.head(wish.name());
            if (before.map(Offer::version).orElse(0) != wish.version() - 1) {
                throw Refusal.conflict("offer-changed", "Somebody has changed this offer meanwhile; look at it again.");
            }
            if (before.filter(b -> b.kind() != wish.kind()).isPresent()) {
                throw Refusal.conflict("offer-kind", "An offer stays of its kind; make one of another name.");
            }
            if (before.isEmpty() && table.heads().size() >= MOST) {
                throw Refusal.conflict("offers-too-many", "There are 50 offers already; change one of them.");
            }
            Offer made = new Offer(
                    wish.name(),
                    wish.version(),
                    wish.kind(),
                    wish.titles(),
                    wish.price(),
                    wish.allowance(),
                    wish.trialDays(),
                    wish.regions(),
                    wish.boundAs(),
                    wish.onSale(),
                    clock.instant());
            table.add(made);
            audit.record(
                    actor,
                    "offer.put",
                    made.name(),
                    Json.object().put("version", made.version()).build());
            return made;
        });
    }

    /// What the policy in force does not know would be bound by nothing, or could be had nowhere.
    private void fits(Offer wish) {
        policies.policy().ifPresent(policy -> {
            if (!policy.offers().isEmpty() && !policy.offers().contains(wish.boundAs())) {
                throw Refusal.invalid(
                        "offer-unbound",
                        "The policy in force names no such offer; name one of " + policy.offers() + ".");
            }
            if (!policy.regions().isEmpty()
                    && !policy.regions().stream().map(r -> r.code()).toList().containsAll(wish.regions())) {
                throw Refusal.invalid(
                        "offer-region", "The policy in force knows these regions only: " + policy.regions() + ".");
            }
        });
    }

    /// Lets new customers have it, or no more; those who have it keep it.
    ///
    /// @throws Refusal `offer-unknown`
    public void sell(String name, boolean onSale, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            table.lock();
            if (get(name).onSale() != onSale) {
                table.sell(name, onSale);
                audit.record(actor, onSale ? "offer.sell" : "offer.withdraw", name);
            }
        });
    }

    private static Refusal unknown() {
        return Refusal.notFound("offer-unknown", "There is no such offer; look at the list of offers.");
    }
}
