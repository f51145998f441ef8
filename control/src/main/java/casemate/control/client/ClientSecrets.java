package casemate.control.client;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.audit.Audit;
import casemate.control.instance.Blueprint.SignOn;
import casemate.control.instance.ClientPart;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.issuer.IssuerKeys;
import casemate.wire.PodOrder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.transaction.support.TransactionTemplate;

/// By what an instance's application shows that it is that one. Derived from the issuer's key, the instance and how
/// often it was made anew; given to the instance's pod and to nobody else.
final class ClientSecrets implements ClientPart {
    /// Time for the host to take the order and start the application anew; after it the old one is worth nothing.
    static final Duration OVERLAP = Duration.ofHours(1);
    /// Made anew by the platform itself.
    static final Duration OLDEST = Duration.ofDays(365);

    private static final Actor PLATFORM = new Actor.Program("issuer");

    private final SecretTable table;
    private final Instances instances;
    private final IssuerKeys keys;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final String issuer;
    private final Clock clock;

    ClientSecrets(
            SecretTable table,
            Instances instances,
            IssuerKeys keys,
            Audit audit,
            TransactionTemplate transactions,
            String issuer,
            Clock clock) {
        this.table = table;
        this.instances = instances;
        this.keys = keys;
        this.audit = audit;
        this.transactions = transactions;
        this.issuer = issuer;
        this.clock = clock;
    }

    @Override
    public UnaryOperator<PodOrder> telling() {
        Map<InstanceId, SecretTable.Kept> kept = table.all();
        return order -> order.identifiedBy(secret(order.instance(), generation(kept.get(order.instance()))))
                .told("oidc.issuer", issuer);
    }

    /// Those that count now: the newest first.
    List<Secret> counting(InstanceId instance) {
        Optional<SecretTable.Kept> kept = table.find(instance);
        int generation = generation(kept.orElse(null));
        Secret newest = secret(instance, generation);
        return kept.filter(k -> k.previousUntil().isAfter(clock.instant()))
                .map(_ -> List.of(newest, secret(instance, generation - 1)))
                .orElse(List.of(newest));
    }

    /// Makes another one. The pod gets it with its next order, and starts anew with it.
    ///
    /// @return until when the one before it counts
    /// @throws Refusal `client-none`
    Instant rotate(Instance instance, Actor actor) {
        if (instances.signOn(instance) != SignOn.OIDC || instance.erased().isPresent()) {
            throw Refusal.conflict(
                    "client-none", "The application of " + instance.slug() + " does not sign on by OpenID Connect.");
        }
        Instant now = clock.instant();
        Instant until = now.plus(OVERLAP);
        transactions.executeWithoutResult(_ -> {
            table.rotate(instance.id(), now, until);
            audit.record(actor, "instance.client-rotated", instance.id().value());
            instances.clientsChanged();
        });
        return until;
    }

    /// Makes those anew that are a year old, and forgets what instances are gone.
    void turn() {
        List<Instance> speaking = instances.signingOn(SignOn.OIDC);
        Map<InstanceId, SecretTable.Kept> kept = table.all();
        Instant oldest = clock.instant().minus(OLDEST);
        for (Instance instance : speaking) {
            Instant made = Optional.ofNullable(kept.get(instance.id()))
                    .map(SecretTable.Kept::made)
                    .orElse(instance.created());
            if (made.isBefore(oldest)) {
                rotate(instance, PLATFORM);
            }
        }
        Set<InstanceId> alive = speaking.stream().map(Instance::id).collect(Collectors.toSet());
        List<InstanceId> gone =
                kept.keySet().stream().filter(id -> !alive.contains(id)).toList();
        Set<InstanceId> living = instances.living(gone);
        transactions.executeWithoutResult(_ ->
                table.forget(gone.stream().filter(id -> !living.contains(id)).toList()));
    }

    private Secret secret(InstanceId instance, int generation) {
        return keys.clientSecret(instance, generation);
    }

    private static int generation(SecretTable.@org.jspecify.annotations.Nullable Kept kept) {
        return kept == null ? 0 : kept.generation();
    }
}
