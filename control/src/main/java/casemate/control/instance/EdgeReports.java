package casemate.control.instance;

import casemate.wire.EdgeReport;
import casemate.wire.ReportDesk;
import java.time.Clock;
import java.util.List;
import org.springframework.transaction.support.TransactionTemplate;

/// Takes in what edges saw, each report once, and passes it on to the rooms that it concerns.
final class EdgeReports implements ReportDesk {
    private final SnapshotTable table;
    private final TransactionTemplate transaction;
    private final Clock clock;
    /// Found late: the rooms that listen stand on this one.
    private final java.util.function.Supplier<List<EdgeEar>> ears;

    EdgeReports(
            SnapshotTable table,
            TransactionTemplate transaction,
            Clock clock,
            java.util.function.Supplier<List<EdgeEar>> ears) {
        this.table = table;
        this.transaction = transaction;
        this.clock = clock;
        this.ears = ears;
    }

    @Override
    public void receive(byte[] bytes) {
        EdgeReport report = EdgeReport.decode(bytes);
        transaction.executeWithoutResult(_ -> {
            if (table.hearEdge(report.edge(), report.run(), report.number(), clock.instant())) {
                ears.get().forEach(ear -> ear.hear(report));
            }
        });
    }
}
