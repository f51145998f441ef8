package casemate.edge;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// The parts of one request's body that wait for the firewall or for the application. All such bodies share a bound.
final class HeldBody {
    private final Inspections all;
    private final Queue<byte[]> parts = new ArrayDeque<>();
    /// What the rules have not been shown yet: it came before they had spoken about the head.
    private final Queue<byte[]> unseen = new ArrayDeque<>();
    private long bytes;

    HeldBody(Inspections all) {
        this.all = all;
    }

    /// @param judged whether the rules need not see it any more
    /// @return whether there was room
    boolean add(byte[] part, boolean judged) {
        if (!all.hold(part.length)) {
            return false;
        }
        parts.add(part);
        bytes += part.length;
        if (!judged) {
            unseen.add(part);
        }
        return true;
    }

    /// The next part for the rules; null when they have seen all.
    byte @Nullable [] show() {
        return unseen.poll();
    }

    /// The next part for the application.
    byte[] take() {
        byte[] next = parts.remove();
        bytes -= next.length;
        all.free(next.length);
        return next;
    }

    /// How many parts wait for the application.
    int size() {
        return parts.size();
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    void drop() {
        all.free(bytes);
        bytes = 0;
        parts.clear();
        unseen.clear();
    }
}
