package casemate.waf.body;

import casemate.waf.text.Bytes;

/// What a part of a multipart body holds: a view of the chunk while it lies in one, else a copy. The line end
/// before the next boundary is not part of it, so the last line end waits until another line follows.
final class PartContent {
    private static final byte[] CRLF = {'\r', '\n'};

    private final int mostKept;
    private byte[] array = Bytes.EMPTY.array();
    private int from;
    private int to;
    /// Whether `array` is ours to write to.
    private boolean own;

    private long size;
    /// The line end that waits, or its first half when a chunk ended there.
    private byte[] waiting = Bytes.EMPTY.array();

    private int waitingFrom;
    private int waitingTo;

    /// @param mostKept how many bytes are kept; more are counted only
    PartContent(int mostKept) {
        this.mostKept = mostKept;
    }

    /// Adds a piece of a line, or all of it; a line end may only be its last bytes.
    void add(byte[] a, int start, int stop) {
        if (a[start] == '\n' && waitingTo - waitingFrom == 1 && waiting[waitingFrom] == '\r') {
            waiting = CRLF;
            waitingFrom = 0;
            waitingTo = 2;
            return;
        }
        keep(waiting, waitingFrom, waitingTo);
        int end = stop;
        if (a[end - 1] == '\n') {
            end--;
        }
        if (end > start && a[end - 1] == '\r') {
            end--;
        }
        keep(a, start, end);
        waiting = a;
        waitingFrom = end;
        waitingTo = stop;
    }

    /// The content so far, without the line end that waits.
    Bytes bytes() {
        return from == to ? Bytes.EMPTY : new Bytes(array, from, to);
    }

    long size() {
        return size;
    }

    @SuppressWarnings("ReferenceEquality") // views can only be joined in the same array, not in an equal one
    private void keep(byte[] a, int start, int stop) {
        size += stop - start;
        int kept = to - from;
        int end = (int) Math.min(stop, (long) start + mostKept - kept);
        if (end <= start) {
            return;
        }
        if (kept == 0) {
            array = a;
            from = start;
            to = end;
        } else if (!own && a == array && start == to) {
            to = end;
        } else {
            int needed = kept + end - start;
            if (!own || array.length < needed) {
                byte[] grown = new byte[Math.max(needed, 2 * kept)];
                System.arraycopy(array, from, grown, 0, kept);
                array = grown;
                from = 0;
                to = kept;
                own = true;
            }
            System.arraycopy(a, start, array, to, end - start);
            to = needed;
        }
    }
}
