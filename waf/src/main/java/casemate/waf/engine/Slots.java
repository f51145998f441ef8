package casemate.waf.engine;

import java.util.Arrays;

/// Where a rule stands in the lanes that scan its sources: for each source a lane and the rule's bit in it.
final class Slots {
    private static final int NONE = -1;

    private final int[] lanes;
    private final int[] bits;

    /// For a rule without lanes.
    Slots(int sources) {
        lanes = new int[sources];
        bits = new int[sources];
        Arrays.fill(lanes, NONE);
    }

    void set(int source, int lane, int bit) {
        lanes[source] = lane;
        bits[source] = bit;
    }

    /// Whether no lane scans this source for the rule, so that all its values have to be tried.
    boolean isOpen(int source) {
        return lanes[source] == NONE;
    }

    int lane(int source) {
        return lanes[source];
    }

    int bit(int source) {
        return bits[source];
    }
}
