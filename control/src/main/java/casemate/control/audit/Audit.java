package casemate.control.audit;

import casemate.base.Actor;
import casemate.base.Json;
import casemate.control.web.RequestId;
import java.time.Clock;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The door of this room. Every other door records each change here, in the change's own transaction: either both are
/// true or neither.
public final class Audit {
    private final AuditTable table;
    private final Clock clock;

    Audit(AuditTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /// An audit whose rows live in temporary tables of one connection and vanish with it: for the sabotaged twin of a
    /// drill.
    public static Audit fleeting(JdbcClient connection, Clock clock) {
        connection
                .sql("CREATE TEMPORARY TABLE event (LIKE audit.event INCLUDING ALL)")
                .update();
        return new Audit(new AuditTable(connection, "pg_temp"), clock);
    }

    /// Adds one row.
    ///
    /// @param action what happened, as `room.verb`, such as `account.sign-up`
    /// @param object the id of the thing changed
    /// @param detail what else matters; ids and figures, nothing personal, no secret
    public void record(Actor actor, String action, String object, Json.Obj detail) {
        table.add(clock.instant(), actor.label(), action, object, detail.text(), RequestId.current());
    }

    public void record(Actor actor, String action, String object) {
        record(actor, action, object, Json.object().build());
    }

    /// The newest events first.
    ///
    /// @param before the smallest number already seen; [Long#MAX_VALUE] to begin
    public List<Event> page(long before, int size) {
        return table.page(before, size);
    }
}
