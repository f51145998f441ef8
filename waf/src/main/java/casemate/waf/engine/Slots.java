package casemate.waf.engine;

import java.util.Arrays;
import java.util.List;

/// A rule's sources in the order of its targets, none for one that always matches, and where it stands in the lanes
/// that scan them: for each a lane and the rule's bit in it. Arrays, as every rule of a phase is asked for them.
final class Slots {
    private static final int NONE = -1;

    private final Source[] sources;
    private final int[] lanes;
    private final int[] bits;

    /// In no lanes yet.
    Slots(List<Source> sources) {
        this.sources = sources.toArray(Source[]::new);
        lanes = new int[sources.size()];
        bits = new int[sources.size()];
        Arrays.fill(lanes, NONE);
    }

    void set(int source, int lane, int bit) {
        lanes[source] = lane;
        bits[source] = bit;
    }

    int size() {
        return sources.length;
    }

    Source source(int index) {
        return sources[index];
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
