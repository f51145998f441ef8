package casemate.control.field;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.audit.Audit;
import casemate.vault.HeldKey;
import casemate.vault.KeyOwner;
import casemate.vault.Vault;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/// Keys made anew while everything runs: the new one seals at once, what the old ones sealed is sealed
/// again in the background, and the old ones are destroyed when nothing needs them any more.
public final class Rotations {
    /// Copies of the database are kept for 30 days and hold values under the old keys; a day more, since a
    /// copy takes time.
    public static final Duration KEPT = Duration.ofDays(31);

    /// After rows that others held, or that could not be opened.
    private static final Duration AGAIN = Duration.ofSeconds(10);

    /// A page of them.
    private static final int SHOWN = 200;

    private final RotationTable table;
    private final SealedRows rows;
    private final Resealing resealing;
    private final List<SealedTable> tables;
    private final Vault vault;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Clock clock;

    Rotations(
            RotationTable table,
            SealedRows rows,
            Resealing resealing,
            List<SealedTable> tables,
            Vault vault,
            Audit audit,
            TransactionTemplate transactions,
            Clock clock) {
        this.table = table;
        this.rows = rows;
        this.resealing = resealing;
        this.tables = List.copyOf(tables);
        this.vault = vault;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// Asks for another key; made within seconds.
    ///
    /// @param customer empty: everybody who has one, and the platform
    /// @return how many were asked for; none while they are under way
    /// @throws Refusal `key-unknown` for a customer without one
    public int rotate(Optional<CustomerId> customer, Actor actor) {
        List<KeyOwner> owners = customer.map(KeyOwner::of).map(List::of).orElseGet(vault::owners);
        if (customer.isPresent() && vault.keys(owners.getFirst()).isEmpty()) {
            throw Refusal.notFound("key-unknown", "That customer has no key: nothing was sealed, or it was destroyed.");
        }
        return transactions.execute(_ -> {
            int asked = 0;
            for (KeyOwner owner : owners) {
                if (table.ask(owner, clock.instant())) {
                    audit.record(actor, "field.rotate-key", owner.name());
                    asked++;
                }
            }
            return asked;
        });
    }

    /// The newest first.
    public List<Rotation> newest() {
        return table.newest(SHOWN);
    }

    /// Values of this owner that lie under an older key now.
    public long left(KeyOwner owner) {
        List<HeldKey> keys = vault.keys(owner);
        return keys.isEmpty()
                ? 0
                : tables.stream()
                        .mapToLong(t -> resealing.left(t, owner, keys.getLast().id()))
                        .sum();
    }

    /// Goes one step on with one of them.
    ///
    /// @return whether there was one
    boolean step() {
        Optional<Rotation> due = transactions.execute(_ -> table.lockDue(clock.instant()));
        due.ifPresent(r -> {
            switch (r.state()) {
                case WANTED -> make(r.owner());
                case RESEALING -> reseal(r.owner());
                case KEPT -> decide(r.owner());
                case DROPPING -> drop(r.owner());
                case DONE -> {}
            }
        });
        return due.isPresent();
    }

    private void make(KeyOwner owner) {
        transactions.executeWithoutResult(_ -> {
            try {
                // Killed before the commit, it makes one more key the next time; that one goes with the old ones.
                vault.rotate(owner);
                table.go(owner, Rotation.State.RESEALING, clock.instant());
            } catch (Refusal _) {
                // Erased meanwhile: there is nothing to rotate.
                table.go(owner, Rotation.State.DONE, clock.instant());
            }
        });
    }

    private void reseal(KeyOwner owner) {
        List<HeldKey> keys = vault.keys(owner);
        if (keys.isEmpty()) {
            transactions.executeWithoutResult(_ -> table.go(owner, Rotation.State.DONE, clock.instant()));
            return;
        }
        Resealing.Swept swept = tables.stream()
                .map(t -> resealing.renew(t, owner, keys.getLast().id()))
                .reduce(Resealing.Swept.NOTHING, Resealing.Swept::plus);
        boolean all = swept.stuck() == 0 && left(owner) == 0;
        transactions.executeWithoutResult(_ -> {
            table.count(owner, swept.resealed());
            table.go(
                    owner,
                    all ? Rotation.State.KEPT : Rotation.State.RESEALING,
                    clock.instant().plus(all ? KEPT : AGAIN));
        });
    }

    private void decide(KeyOwner owner) {
        List<HeldKey> old = old(owner);
        boolean used = old.stream().anyMatch(k -> rows.uses(k.id()) > 0);
        transactions.executeWithoutResult(_ -> {
            if (used) {
                table.go(owner, Rotation.State.RESEALING, clock.instant().plus(AGAIN));
                return;
            }
            // The record stands before the deed: a key never goes without one.
            old.forEach(k -> audit.record(
                    new Actor.Program("rotation"),
                    "field.destroy-key",
                    owner.name(),
                    Json.object().put("key", k.id().toString()).build()));
            table.go(owner, Rotation.State.DROPPING, clock.instant());
        });
    }

    private void drop(KeyOwner owner) {
        old(owner).forEach(k -> vault.drop(owner, k.id()));
        transactions.executeWithoutResult(_ -> table.go(owner, Rotation.State.DONE, clock.instant()));
    }

    /// All but the newest; blind indexes are made with the platform's first, which stays.
    private List<HeldKey> old(KeyOwner owner) {
        List<HeldKey> keys = vault.keys(owner);
        int first = owner.equals(KeyOwner.PLATFORM) ? 1 : 0;
        return keys.size() <= first + 1 ? List.of() : keys.subList(first, keys.size() - 1);
    }
}
