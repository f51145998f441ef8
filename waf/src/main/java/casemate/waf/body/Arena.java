package casemate.waf.body;

import casemate.waf.text.Bytes;

/// Room for the many small byte strings that a reader makes: written once, then only viewed.
/// A few large arrays instead of one per string.
final class Arena {
    /// A body's names and decoded values usually fit into one.
    private static final int BLOCK = 2_048;
    /// So that a body of many short strings does not come in thousands of blocks.
    private static final int LARGEST_BLOCK = 65_536;

    private byte[] block = Bytes.EMPTY.array();
    private int start;
    private int used;
    private int next = BLOCK;

    /// Makes room for `count` more bytes of the string being written.
    void need(int count) {
        if (block.length - used >= count) {
            return;
        }
        int written = used - start;
        byte[] fresh = new byte[Math.max(next, Math.max(written + count, Math.min(2 * written, 1 << 30)))];
        next = Math.min(2 * next, LARGEST_BLOCK);
        System.arraycopy(block, start, fresh, 0, written);
        block = fresh;
        start = 0;
        used = written;
    }

    /// Only after [#need].
    void put(int value) {
        block[used++] = (byte) value;
    }

    void put(byte[] array, int from, int to) {
        need(to - from);
        System.arraycopy(array, from, block, used, to - from);
        used += to - from;
    }

    /// How many bytes the string being written has.
    int written() {
        return used - start;
    }

    /// The string that was written; the next one begins.
    Bytes take() {
        Bytes taken = used == start ? Bytes.EMPTY : new Bytes(block, start, used);
        start = used;
        return taken;
    }
}
