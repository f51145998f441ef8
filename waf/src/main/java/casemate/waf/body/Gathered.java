package casemate.waf.body;

import casemate.waf.text.Bytes;

/// The chunks of a body as one array: the only chunk as it is, several of them copied once. Beyond `most` bytes it
/// forgets everything.
final class Gathered {
    private final long most;
    private Bytes whole = Bytes.EMPTY;
    /// Ours to write to, and behind `whole`, as soon as there is a second chunk.
    private byte[] own = Bytes.EMPTY.array();

    private boolean tooLarge;

    Gathered(long most) {
        this.most = most;
    }

    void add(Bytes chunk) {
        if (tooLarge || chunk.isEmpty()) {
            return;
        }
        int length = whole.length();
        if ((long) length + chunk.length() > Math.min(most, Integer.MAX_VALUE - 8)) {
            tooLarge = true;
            own = Bytes.EMPTY.array();
            whole = Bytes.EMPTY;
            return;
        }
        if (length == 0) {
            whole = chunk;
            return;
        }
        int needed = length + chunk.length();
        if (own.length < needed) {
            byte[] grown = new byte[(int) Math.min(Math.max(2L * length, needed), Integer.MAX_VALUE - 8)];
            System.arraycopy(whole.array(), whole.from(), grown, 0, length);
            own = grown;
        }
        System.arraycopy(chunk.array(), chunk.from(), own, length, chunk.length());
        whole = new Bytes(own, 0, needed);
    }

    boolean tooLarge() {
        return tooLarge;
    }

    Bytes whole() {
        return whole;
    }
}
