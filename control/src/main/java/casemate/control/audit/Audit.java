package casemate.control.audit;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Json;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The door of this room. Every other door records each change here, in the change's own transaction: either both are
/// true or neither.
public final class Audit {
    private static final String CUSTOMER = "cus_";

    private final AuditTable table;
    /// Found late: the rooms that know stand on this one.
    private final Supplier<List<Ownership>> owners;

    private final Clock clock;

    Audit(AuditTable table, Supplier<List<Ownership>> owners, Clock clock) {
        this.table = table;
        this.owners = owners;
        this.clock = clock;
    }

    /// An audit whose rows live in temporary tables of one connection and vanish with it: for the sabotaged twin of a
    /// drill.
    public static Audit fleeting(JdbcClient connection, Clock clock) {
        connection
                .sql("CREATE TEMPORARY TABLE event (LIKE audit.event INCLUDING ALL)")
                .update();
        return new Audit(new AuditTable(connection, "pg_temp"), List::of, clock);
    }

    /// Adds one row.
    ///
    /// @param action what happened, as `room.verb`, such as `account.sign-up`
    /// @param object the id of the thing changed
    /// @param detail what else matters; ids and figures, nothing personal, no secret
    public void record(Actor actor, String action, String object, Json.Obj detail) {
        record(customer(actor, object), actor, action, object, detail);
    }

    /// The same about something of a customer's that no room knows by its id.
    public void record(CustomerId customer, Actor actor, String action, String object, Json.Obj detail) {
        record(Optional.of(customer), actor, action, object, detail);
    }

    private void record(Optional<CustomerId> customer, Actor actor, String action, String object, Json.Obj detail) {
        table.add(clock.instant(), customer, actor.label(), action, object, detail.text());
    }

    /// Whose account it concerns: that for which somebody acts, else that to which the thing belongs.
    private Optional<CustomerId> customer(Actor actor, String object) {
        if (object.startsWith(CUSTOMER)) {
            return Optional.of(new CustomerId(object));
        }
        return actor instanceof Actor.Customer person
                ? Optional.of(person.customer())
                : owners.get().stream()
                        .flatMap(owner -> owner.of(object).stream())
                        .findFirst();
    }

    public void record(Actor actor, String action, String object) {
        record(actor, action, object, Json.object().build());
    }

    /// What concerns a customer, the newest first.
    ///
    /// @param after where the page before ended; [Deed#NEWEST] to begin
    public List<Event> of(CustomerId customer, Deed after, int size) {
        return of(customer, Sought.ALL, after, size);
    }

    /// The same of some only.
    public List<Event> of(CustomerId customer, Sought sought, Deed after, int size) {
        return table.of(customer, sought, after, size);
    }

    /// The newest events first.
    ///
    /// @param before the smallest number already seen; [Long#MAX_VALUE] to begin
    public List<Event> page(long before, int size) {
        return table.page(before, size);
    }
}
