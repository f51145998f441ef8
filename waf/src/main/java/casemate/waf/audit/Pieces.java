package casemate.waf.audit;

import casemate.waf.text.Bytes;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The pieces of secrets by which their remains are recognised in texts that rules made of them: captured, cut, or in
/// another case.
final class Pieces {
    /// Shorter ones would be found everywhere; this long they fit a number.
    static final int LENGTH = 4;

    /// Of a longer secret the rest is not looked at: whoever asks gets [#tooMany] and hides the text.
    private static final int MOST = 1 << 16;

    private final Set<Integer> windows = new HashSet<>();

    /// Tells most windows that are in no secret without making an object of each.
    private final BitSet seen = new BitSet(MOST);

    private boolean tooMany;

    Pieces(List<Bytes> secrets) {
        for (Bytes secret : secrets) {
            add(secret);
        }
    }

    boolean has(int window) {
        return seen.get(slot(window)) && windows.contains(window);
    }

    boolean isEmpty() {
        return windows.isEmpty();
    }

    boolean tooMany() {
        return tooMany;
    }

    private void add(Bytes secret) {
        int window = 0;
        for (int i = 0; i < secret.length(); i++) {
            window = window << Byte.SIZE | Stars.fold(secret.at(i));
            if (i >= LENGTH - 1) {
                windows.add(window);
                seen.set(slot(window));
            }
            if (windows.size() > MOST) {
                tooMany = true;
                return;
            }
        }
    }

    private static int slot(int window) {
        return (window * 0x9E3779B1) >>> Short.SIZE;
    }
}
