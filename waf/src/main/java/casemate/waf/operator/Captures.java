package casemate.waf.operator;

import casemate.waf.text.Bytes;
import org.jspecify.annotations.Nullable;

/// What an operator matched: up to ten parts of the value, 0 the whole match. One per transaction, cleared before each
/// call.
public final class Captures {
    /// TX.0 to TX.9.
    public static final int MOST = 10;

    private final @Nullable Bytes[] parts = new @Nullable Bytes[MOST];
    private final int[] scratch = new int[2 * MOST];
    private int count;

    public void clear() {
        count = 0;
    }

    /// Notes the next part; null for a group that took no part. Past ten, parts are dropped.
    public void add(@Nullable Bytes part) {
        if (count < MOST) {
            parts[count++] = part;
        }
    }

    public int count() {
        return count;
    }

    public @Nullable Bytes part(int index) {
        return index < count ? parts[index] : null;
    }

    /// Room for the groups of one search, so that searching allocates nothing.
    int[] scratch() {
        return scratch;
    }

    /// Notes groups up to the last one that took part, as their starts and ends in the array of the value.
    void addGroups(Bytes value, int[] found) {
        int groups = found.length / 2;
        while (groups > 0 && found[2 * groups - 2] < 0) {
            groups--;
        }
        for (int i = 0; i < groups; i++) {
            int start = found[2 * i];
            add(start < 0 ? null : value.slice(start - value.from(), found[2 * i + 1] - value.from()));
        }
    }
}
