package casemate.control.region;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.account.Details;
import casemate.control.audit.Audit;
import casemate.control.place.Places;
import casemate.control.policy.Policies;
import casemate.promise.InstancePromise.DataResidency;
import casemate.promise.Policy;
import casemate.promise.Region;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to where customers' data rests.
public final class Regions {
    private final RegionTable table;
    private final Policies policies;
    private final Places places;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Clock clock;

    Regions(
            RegionTable table,
            Policies policies,
            Places places,
            Audit audit,
            TransactionTemplate transactions,
            Clock clock) {
        this.table = table;
        this.policies = policies;
        this.places = places;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// Says where a host stands.
    public void declare(String agent, Region region) {
        table.declare(agent, region, clock.instant());
    }

    /// The same, unless that is known.
    public void declareUnlessSaid(String agent, Region region) {
        table.declareUnlessSaid(agent, region, clock.instant());
    }

    /// Where a host stands; empty for one of which nobody said it.
    public Optional<Region> standing(String agent) {
        return table.host(agent);
    }

    /// Where new customers' data can rest: where the policy in force allows it and a host stands, in the policy's
    /// order.
    public SequencedSet<Region> available() {
        Set<Region> hosts = table.hosts();
        SequencedSet<Region> allowed = new LinkedHashSet<>(
                policies.policy().map(p -> regions(p, Optional.empty())).orElse(List.of()));
        if (hosts.isEmpty()) {
            return allowed;
        }
        if (allowed.isEmpty()) {
            allowed.addAll(hosts);
        }
        allowed.retainAll(hosts);
        return allowed;
    }

    /// Where copies of what rests in a region may be; empty where the policy says nothing of places.
    private static Collection<Region> regions(Policy policy, Optional<Region> home) {
        return policy.find(DataResidency.class)
                .map(general -> home.flatMap(region -> policy.find(DataResidency.class, "", region))
                        .orElse(general))
                .<Collection<Region>>map(DataResidency::regions)
                .orElse(policy.regions());
    }

    /// Whether the policy in force lets data of this customer rest there.
    public boolean allows(CustomerId customer, Region place) {
        Optional<Policy> policy = policies.policy();
        if (policy.isEmpty()) {
            return true;
        }
        Collection<Region> allowed = regions(policy.get(), table.find(customer).map(Residence::region));
        return allowed.isEmpty() || allowed.contains(place);
    }

    /// Where this customer's data rests, or will; empty for somebody from before there were regions who has no
    /// instance yet, and where there is no region at all.
    public Optional<Residence> of(CustomerId customer) {
        return table.find(customer);
    }

    /// Chooses for a new customer, in the caller's transaction: by the country that it declared, else by the address
    /// from which it came.
    public void begin(CustomerId customer, Details details, Optional<String> address) {
        Optional<String> declared = details.country().filter(c -> c.length() == 2);
        Optional<String> looked = declared.isPresent() ? Optional.empty() : address.flatMap(places::country);
        Residence.Source source = declared.isPresent()
                ? Residence.Source.COUNTRY
                : looked.isPresent() ? Residence.Source.ADDRESS : Residence.Source.FIRST;
        RegionRules.of(declared.or(() -> looked), available())
                .ifPresent(region -> table.put(customer, region, source, clock.instant()));
    }

    /// Changes it, before anything rests there.
    ///
    /// @throws Refusal `region-fixed`, `region-closed`
    public void choose(CustomerId customer, String code, Actor actor) {
        Region region = new Region(code);
        if (!available().contains(region)) {
            throw closed();
        }
        transactions.executeWithoutResult(_ -> {
            if (!table.put(customer, region, Residence.Source.CHOSEN, clock.instant())) {
                throw Refusal.conflict(
                        "region-fixed",
                        "Your data rests where it is since your first instance was made; it stays there.");
            }
            audit.record(
                    customer,
                    actor,
                    "region.choose",
                    customer.value(),
                    Json.object().put("region", region.code()).build());
        });
    }

    /// Fixes it, in the transaction that makes an instance on a host.
    ///
    /// @throws Refusal `region-closed` when that host stands elsewhere
    void fix(CustomerId customer, String agent) {
        Optional<Region> host = table.host(agent);
        Optional<Residence> residence = table.lock(customer);
        if (residence.isEmpty()) {
            // From before there were regions: where the host is.
            host.or(() -> RegionRules.of(Optional.empty(), available()))
                    .ifPresent(region -> table.put(customer, region, Residence.Source.FIRST, clock.instant()));
        } else if (host.isPresent() && !host.get().equals(residence.get().region())) {
            throw closed();
        }
        table.fix(customer, clock.instant());
    }

    void forget(CustomerId customer) {
        table.remove(customer);
    }

    private static Refusal closed() {
        return Refusal.conflict(
                "region-closed", "There is no host in that region now; choose another region, or ask the vendor.");
    }
}
