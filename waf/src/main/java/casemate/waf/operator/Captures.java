package casemate.waf.operator;

import casemate.waf.text.Bytes;
import org.jspecify.annotations.Nullable;

/// What an operator matched: up to ten parts of the value, 0 the whole match. One per transaction, cleared before each
/// call.
public final class Captures {
    /// TX.0 to TX.9.
    public static final int MOST = 10;

    private final @Nullable Bytes[] parts = new @Nullable Bytes[MOST];
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
}
