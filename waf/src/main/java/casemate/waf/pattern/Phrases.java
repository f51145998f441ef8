package casemate.waf.pattern;

import casemate.waf.text.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Phrases looked for in any ASCII case, all at once and in time linear in the value: `@pm` and `@pmFromFile`.
///
/// Unlike libmodsecurity's, the search misses no phrase: neither one with bytes above 127, nor one that begins
/// inside another.
public final class Phrases implements Matcher {
    /// Of what was read of a phrase that is not there, so many bytes are read again, so that the search stays linear.
    private static final int AGAIN = 2;

    private final List<Bytes> phrases;
    private final @Nullable PhraseWindow window;
    /// Built when some phrase may begin somewhere.
    private final Once<PackedTree> tree;

    private Phrases(List<Bytes> phrases) {
        this.phrases = List.copyOf(phrases);
        this.window = PhraseWindow.of(this.phrases);
        this.tree = new Once<>(() -> new PackedTree(new PhraseTree(this.phrases)));
    }

    /// @param phrases empty ones are passed over
    public static Phrases of(List<Bytes> phrases) {
        return new Phrases(phrases);
    }

    /// What was found first, that is, with the least end.
    ///
    /// @param text as libmodsecurity reports it: what the search had read of a phrase, in the phrase's spelling;
    /// it may begin before the phrase found
    /// @param start where it begins in the array
    /// @param end behind its last byte
    public record Found(Bytes text, int start, int end) {}

    @Override
    public boolean matches(byte[] a, int from, int to) {
        PhraseWindow quick = window;
        if (quick == null) {
            return search(a, from, to) >= 0;
        }
        int at = quick.next(a, from, to);
        while (at >= 0) {
            int behind = passed(a, at, to);
            if (behind < 0) {
                return true;
            }
            at = quick.next(a, behind, to);
        }
        return false;
    }

    /// Reads on from where a phrase may begin until hardly any of one is read: where the next may begin, or -1 when one
    /// was found.
    private int passed(byte[] a, int from, int to) {
        PackedTree in = tree.get();
        int state = 0;
        for (int i = from; i < to; i++) {
            state = in.step(state, a[i]);
            if (in.ends(state)) {
                return -1;
            }
            int depth = in.depth(state);
            int begin = i + 1 - depth;
            if (begin > from && depth <= AGAIN) {
                return begin;
            }
        }
        return to;
    }

    public @Nullable Found first(byte[] a, int from, int to) {
        long found = search(a, from, to);
        if (found < 0) {
            return null;
        }
        int end = (int) (found >>> 32);
        int state = (int) found;
        int depth = tree.get().depth(state);
        return new Found(phrases.get(tree.get().phrase(state)).slice(0, depth), end - depth, end);
    }

    /// The end in the upper half and the state in the lower, or -1.
    private long search(byte[] a, int from, int to) {
        PackedTree in = tree.get();
        int state = 0;
        for (int i = from; i < to; i++) {
            state = in.step(state, a[i]);
            if (in.ends(state)) {
                return ((long) (i + 1) << 32) | state;
            }
        }
        return -1;
    }
}
