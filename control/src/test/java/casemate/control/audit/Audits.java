package casemate.control.audit;

import java.time.Clock;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Opens the real audit for tests of other rooms.
public final class Audits {
    private Audits() {}

    public static Audit open(JdbcClient jdbc, Clock clock) {
        return new Audit(new AuditTable(jdbc, "audit"), List::of, clock);
    }
}
