package casemate.waf.operator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Networks of one family of addresses, as sorted ranges that do not overlap: found by halving, however many there are.
final class AddressSet {
    private final long[] firstHigh;
    private final long[] firstLow;
    private final long[] lastHigh;
    private final long[] lastLow;

    /// An inclusive range of 128-bit numbers.
    record Range(long firstHigh, long firstLow, long lastHigh, long lastLow) {
        /// The network of the first `prefix` of `width` bits of an address.
        static Range network(long high, long low, int prefix, int width) {
            int host = width - prefix;
            long highMask = host >= 128 ? -1 : host > 64 ? (1L << (host - 64)) - 1 : 0;
            long lowMask = host >= 64 ? -1 : (1L << host) - 1;
            return new Range(high & ~highMask, low & ~lowMask, high | highMask, low | lowMask);
        }
    }

    AddressSet(List<Range> ranges) {
        List<Range> merged = merged(ranges);
        firstHigh = merged.stream().mapToLong(Range::firstHigh).toArray();
        firstLow = merged.stream().mapToLong(Range::firstLow).toArray();
        lastHigh = merged.stream().mapToLong(Range::lastHigh).toArray();
        lastLow = merged.stream().mapToLong(Range::lastLow).toArray();
    }

    private static List<Range> merged(List<Range> ranges) {
        List<Range> sorted = new ArrayList<>(ranges);
        Comparator<Range> byHigh = (a, b) -> Long.compareUnsigned(a.firstHigh(), b.firstHigh());
        sorted.sort(byHigh.thenComparing((a, b) -> Long.compareUnsigned(a.firstLow(), b.firstLow())));
        List<Range> merged = new ArrayList<>();
        for (Range next : sorted) {
            if (merged.isEmpty() || compare(next.firstHigh(), next.firstLow(), merged.getLast()) > 0) {
                merged.add(next);
            } else if (compare(next.lastHigh(), next.lastLow(), merged.getLast()) > 0) {
                Range last = merged.removeLast();
                merged.add(new Range(last.firstHigh(), last.firstLow(), next.lastHigh(), next.lastLow()));
            }
        }
        return merged;
    }

    private static int compare(long high, long low, Range toLastOf) {
        return compare(high, low, toLastOf.lastHigh(), toLastOf.lastLow());
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        int byHigh = Long.compareUnsigned(high, otherHigh);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, otherLow);
    }

    boolean contains(long high, long low) {
        int least = 0;
        int most = firstHigh.length - 1;
        while (least <= most) {
            int middle = (least + most) >>> 1;
            if (compare(high, low, firstHigh[middle], firstLow[middle]) < 0) {
                most = middle - 1;
            } else if (compare(high, low, lastHigh[middle], lastLow[middle]) > 0) {
                least = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }
}
