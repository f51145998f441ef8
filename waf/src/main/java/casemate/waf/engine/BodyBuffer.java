package casemate.waf.engine;

import casemate.waf.text.Bytes;
import java.util.ArrayList;
import java.util.List;

/// The bytes of one body up to a limit; copied only when there is more than one piece.
final class BodyBuffer {
    private final List<Bytes> pieces = new ArrayList<>(1);
    private long size;
    private boolean cut;

    /// Keeps what fits under the limit.
    void add(Bytes piece, long limit) {
        long room = limit - size;
        Bytes kept = piece;
        if (piece.length() > room) {
            cut = true;
            kept = piece.slice(0, (int) Math.max(0, room));
        }
        if (!kept.isEmpty()) {
            pieces.add(kept);
            size += kept.length();
        }
    }

    /// What is here, which is not kept any longer.
    Bytes take() {
        Bytes all = whole();
        pieces.clear();
        return all;
    }

    /// Whether something did not fit.
    boolean cut() {
        return cut;
    }

    Bytes whole() {
        if (pieces.size() > 1) {
            byte[] all = new byte[(int) size];
            int at = 0;
            for (Bytes piece : pieces) {
                System.arraycopy(piece.array(), piece.from(), all, at, piece.length());
                at += piece.length();
            }
            pieces.clear();
            pieces.add(Bytes.of(all));
        }
        return pieces.isEmpty() ? Bytes.EMPTY : pieces.getFirst();
    }
}
