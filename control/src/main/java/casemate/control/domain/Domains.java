package casemate.control.domain;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.account.Token;
import casemate.control.audit.Audit;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.instance.OwnHosts;
import casemate.wire.PodOrder.Wanted;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to customers' own domains. What is proven here is served by the edges within seconds.
public final class Domains implements OwnHosts {
    private static final int MAX_PER_INSTANCE = 20;

    private final ClaimTable table;
    private final DomainCheck check;
    private final Instances instances;
    private final DomainLetters letters;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final SecureRandom chance;
    private final Clock clock;
    private final String platform;

    Domains(
            ClaimTable table,
            DomainCheck check,
            Instances instances,
            DomainLetters letters,
            Audit audit,
            TransactionTemplate transactions,
            SecureRandom chance,
            Clock clock,
            String platform) {
        this.table = table;
        this.check = check;
        this.instances = instances;
        this.letters = letters;
        this.audit = audit;
        this.transactions = transactions;
        this.chance = chance;
        this.clock = clock;
        this.platform = platform;
    }

    /// In the order of their names.
    public List<Claim> of(InstanceId instance, Actor actor) {
        instances.get(instance, actor);
        return table.of(instance);
    }

    /// Notes the wish, and makes the word that the TXT record must say.
    ///
    /// @throws Refusal `domain-name-malformed`, `domain-platform`, `domain-there`, `domains-too-many`
    public Claim claim(InstanceId id, String typed, Actor actor) {
        open(id, actor);
        DomainName name = DomainName.parse(typed, platform);
        Claim claim = new Claim(
                id,
                name.value(),
                Token.random(chance).reveal(),
                actor.label(),
                clock.instant(),
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty());
        transactions.executeWithoutResult(_ -> {
            if (table.lock(id).size() >= MAX_PER_INSTANCE) {
                throw Refusal.conflict(
                        "domains-too-many",
                        "An instance has at most " + MAX_PER_INSTANCE + " domains; remove one first.");
            }
            if (!table.add(claim)) {
                throw Refusal.conflict("domain-there", "This domain is on the list already.");
            }
            audit.record(actor, "domain.claim", id.value(), told(claim));
        });
        return claim;
    }

    /// Looks in DNS now, and serves the name if it is proven.
    ///
    /// @throws Refusal `domain-unknown`
    public Claim check(InstanceId id, String host, Actor actor) {
        Instance instance = open(id, actor);
        Claim before = find(id, host);
        Finding found = check.look(before.host(), before.token(), instance.host());
        try {
            return taken(instance, host, found, actor);
        } catch (DuplicateKeyException _) {
            // Two proved it at the same moment; the index let one through.
            return second(id, host, actor);
        }
    }

    private Claim taken(Instance instance, String host, Finding found, Actor actor) {
        return java.util.Objects.requireNonNull(transactions.execute(_ -> {
            Claim before = locked(instance.id(), host);
            Instant now = clock.instant();
            if (found == Finding.PROVEN && before.proven().isEmpty() && table.taken(host, instance.id())) {
                Claim second = before.taken(now);
                table.save(second);
                return second;
            }
            Claim after = before.after(found, now);
            table.save(after);
            told(instance, before, after, actor);
            return after;
        }));
    }

    private Claim second(InstanceId id, String host, Actor actor) {
        return java.util.Objects.requireNonNull(transactions.execute(_ -> {
            Claim second = locked(id, host).taken(clock.instant());
            table.save(second);
            audit.record(actor, "domain.second", id.value(), told(second));
            return second;
        }));
    }

    /// Writes down what has changed for visitors, and tells whom it concerns.
    private void told(Instance instance, Claim before, Claim after, Actor actor) {
        if (before.state().equals(after.state())) {
            return;
        }
        if (before.proven().isPresent() != after.proven().isPresent()) {
            audit.record(
                    actor,
                    after.proven().isPresent() ? "domain.prove" : "domain.release",
                    instance.id().value(),
                    told(after));
            instances.edgeChanged();
        } else {
            audit.record(
                    actor,
                    after.lost().isPresent() ? "domain.lose" : "domain.find",
                    instance.id().value(),
                    told(after));
        }
        letters.changed(instance, before, after);
    }

    /// From now on it is not served, and another instance may prove it.
    ///
    /// @throws Refusal `domain-unknown`
    public void remove(InstanceId id, String host, Actor actor) {
        instances.get(id, actor);
        transactions.executeWithoutResult(_ -> {
            Claim claim = find(id, host);
            table.remove(id, host);
            audit.record(actor, "domain.remove", id.value(), told(claim));
            if (claim.proven().isPresent()) {
                instances.edgeChanged();
            }
        });
    }

    private Claim locked(InstanceId id, String host) {
        return table.lock(id).stream()
                .filter(claim -> claim.host().equals(host))
                .findFirst()
                .orElseThrow(Domains::unknown);
    }

    private Claim find(InstanceId id, String host) {
        return table.find(id, host).orElseThrow(Domains::unknown);
    }

    private Instance open(InstanceId id, Actor actor) {
        Instance instance = instances.get(id, actor);
        if (instance.wanted() == Wanted.ERASED) {
            throw Refusal.conflict("instance-erased", "This instance is erased; create a new one.");
        }
        return instance;
    }

    private static Json.Obj told(Claim claim) {
        return Json.object()
                .put("host", claim.host())
                .put("finding", claim.finding())
                .build();
    }

    private static Refusal unknown() {
        return Refusal.notFound("domain-unknown", "There is no such domain on the list; look at it again.");
    }

    @Override
    public Map<InstanceId, List<String>> all() {
        Map<InstanceId, List<String>> all = new HashMap<>();
        table.proven()
                .forEach(claim -> all.computeIfAbsent(claim.instance(), _ -> new ArrayList<>())
                        .add(claim.host()));
        return all;
    }

    @Override
    public Map<String, InstanceId> at(Collection<String> hosts) {
        return table.at(hosts);
    }
}
