package casemate.waf.state;

import casemate.waf.text.Bytes;
import org.jspecify.annotations.Nullable;

/// The members that a shared record has without anybody setting them.
final class MadeUp {
    static final String TIMEOUT = "timeout";

    private static final long MILLIS = 1000;
    private static final long MILLIS_PER_MINUTE = 60_000;

    private MadeUp() {}

    /// @param record null when the record is only begun by this transaction and holds nothing yet
    /// @param begun when the transaction opened it
    static @Nullable Bytes get(
            String lower, CollectionId id, @Nullable StoredRecord record, boolean isNew, long begun, long timeout) {
        return switch (lower) {
            case "key" -> Bytes.latin1(id.key());
            case "is_new" -> Numbers.render(isNew ? 1 : 0);
            case TIMEOUT -> Numbers.render(record == null ? timeout : record.timeoutSeconds());
            case "create_time" -> Numbers.render((record == null ? begun : record.created()) / MILLIS);
            case "last_update_time" -> Numbers.render((record == null ? begun : record.updated()) / MILLIS);
            case "update_counter" -> Numbers.render(record == null ? 0 : record.updates());
            case "update_rate" -> Numbers.render(record == null ? 0 : rate(record, begun));
            default -> null;
        };
    }

    /// Updates per minute since the record was begun; in its first minute, the updates so far.
    private static long rate(StoredRecord record, long now) {
        return record.updates() / Math.max(1, (now - record.created()) / MILLIS_PER_MINUTE);
    }
}
