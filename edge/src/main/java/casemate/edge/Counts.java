package casemate.edge;

import casemate.wire.EdgeReport.HostCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/// Counts requests per host between two reports.
final class Counts implements Witness {
    private static final int FIRST_FAILURE = 500;
    private static final long MICROS_PER_MILLI = 1_000;

    private static final class Tally {
        private final LongAdder requests = new LongAdder();
        private final LongAdder blocked = new LongAdder();
        private final LongAdder refused = new LongAdder();
        private final LongAdder failed = new LongAdder();
        private final LongAdder bytes = new LongAdder();
        private final LongAccumulator slowest = new LongAccumulator(Long::max, 0);
    }

    /// Only hosts with a route are counted, so their number is bounded.
    private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

    @Override
    public void over(Visit visit) {
        String host = visit.hostOrNull();
        if (host == null) {
            return;
        }
        Tally tally = tallies.get(host);
        if (tally == null) {
            tally = tallies.computeIfAbsent(host, _ -> new Tally());
        }
        tally.requests.increment();
        tally.bytes.add(visit.bytes());
        tally.slowest.accumulate(visit.micros() / MICROS_PER_MILLI);
        // What the edge keeps outside with a 503, such as a browser that has to work first, is no failure.
        if (visit.refusedBy().isEmpty() && visit.status() >= FIRST_FAILURE) {
            tally.failed.increment();
        }
        if (visit.refusedBy().equals(Visit.FIREWALL)) {
            tally.blocked.increment();
        } else if (!visit.refusedBy().isEmpty()) {
            tally.refused.increment();
        }
    }

    /// What was counted since the last call. A request that ends during it is counted in this or the next one.
    List<HostCount> take() {
        List<HostCount> counts = new ArrayList<>();
        for (String host : List.copyOf(tallies.keySet())) {
            Tally tally = tallies.get(host);
            if (tally == null) {
                continue;
            }
            long requests = tally.requests.sumThenReset();
            if (requests == 0) {
                tallies.remove(host);
            } else {
                counts.add(new HostCount(
                        host,
                        requests,
                        tally.blocked.sumThenReset(),
                        tally.refused.sumThenReset(),
                        tally.failed.sumThenReset(),
                        tally.bytes.sumThenReset(),
                        tally.slowest.getThenReset()));
            }
        }
        return counts;
    }
}
