package casemate.edge;

import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// How long something took, in a dozen steps. Recording costs two additions that do not contend.
final class MetricHistogram {
    /// Upper bounds in microseconds: from what a cached page takes to where visitors have left.
    static final long[] BOUNDS = {
        500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 10_000_000
    };

    private final LongAdder[] buckets =
            Stream.generate(LongAdder::new).limit(BOUNDS.length + 1).toArray(LongAdder[]::new);
    private final LongAdder sum = new LongAdder();

    void record(long micros) {
        int i = 0;
        while (i < BOUNDS.length && micros > BOUNDS[i]) {
            i++;
        }
        buckets[i].increment();
        sum.add(micros);
    }

    /// How many took up to the bound of each step, and last, how many there were.
    long[] cumulative() {
        long[] counts = new long[buckets.length];
        long all = 0;
        for (int i = 0; i < counts.length; i++) {
            all += buckets[i].sum();
            counts[i] = all;
        }
        return counts;
    }

    long sumMicros() {
        return sum.sum();
    }
}
