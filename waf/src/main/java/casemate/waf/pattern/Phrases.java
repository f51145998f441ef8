package casemate.waf.pattern;

import casemate.waf.text.Bytes;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Phrases looked for in any ASCII case, all at once and in time linear in the value: `@pm` and `@pmFromFile`.
///
/// Unlike libmodsecurity's, the search misses no phrase: neither one with bytes above 127, nor one that begins
/// inside another.
public final class Phrases implements Matcher {
    private static final int FREE = -1;
    private static final int LETTERS = 256;
    /// Of what was read of a phrase that is not there, so many bytes are read again, so that the search stays linear.
    private static final int AGAIN = 2;

    private final List<Bytes> phrases;
    /// A tree packed into one array: the child of state `s` for a letter is `base[s] + letter`, if `parent` there is
    /// `s`.
    private int[] base = new int[512];
    private int[] parent = new int[512];
    private final int[] fallback;
    private final long[] ends;
    private final int[] phrase;
    private final int[] depth;
    private final @Nullable PhraseWindow window;

    private Phrases(List<Bytes> phrases) {
        this.phrases = List.copyOf(phrases);
        this.window = PhraseWindow.of(this.phrases);
        PhraseTree tree = new PhraseTree(this.phrases);
        Arrays.fill(parent, FREE);
        int[] states = pack(tree);
        int length = parent.length;
        fallback = new int[length];
        ends = new long[(length >> 6) + 1];
        phrase = new int[length];
        depth = new int[length];
        for (int node = 0; node < tree.size; node++) {
            int state = states[node];
            fallback[state] = states[tree.fallback[node]];
            phrase[state] = tree.phrase[node];
            depth[state] = tree.depth[node];
            if (tree.ends[node]) {
                ends[state >> 6] |= 1L << state;
            }
        }
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
        int state = 0;
        for (int i = from; i < to; i++) {
            state = step(state, a[i]);
            if (ends(state)) {
                return -1;
            }
            int begin = i + 1 - depth[state];
            if (begin > from && depth[state] <= AGAIN) {
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
        return new Found(phrases.get(phrase[state]).slice(0, depth[state]), end - depth[state], end);
    }

    /// The end in the upper half and the state in the lower, or -1.
    private long search(byte[] a, int from, int to) {
        int state = 0;
        for (int i = from; i < to; i++) {
            state = step(state, a[i]);
            if (ends(state)) {
                return ((long) (i + 1) << 32) | state;
            }
        }
        return -1;
    }

    private int step(int from, byte value) {
        int[] parents = parent;
        int letter = PhraseTree.lower(value & 0xff);
        int state = from;
        int next = base[state] + letter;
        while (parents[next] != state) {
            if (state == 0) {
                return 0;
            }
            state = fallback[state];
            next = base[state] + letter;
        }
        return next;
    }

    private boolean ends(int state) {
        return ((ends[state >> 6] >>> state) & 1) != 0;
    }

    /// Gives every node its state; the root is 0.
    private int[] pack(PhraseTree tree) {
        int[] states = new int[tree.size];
        parent[0] = 0;
        // The first gap that a child with any letter can reach.
        int least = LETTERS;
        int greatest = 0;
        int[] tried = new int[LETTERS + 1];
        Arrays.fill(tried, 1);
        for (int node : tree.order) {
            while (least < parent.length && parent[least] != FREE) {
                least++;
            }
            int place = place(tree, node, least, tried);
            base[states[node]] = place;
            for (int child = tree.firstChild[node]; child != 0; child = tree.sibling[child]) {
                states[child] = place + tree.letter[child];
                parent[states[child]] = states[node];
                greatest = Math.max(greatest, states[child]);
            }
        }
        // Every state may ask for any letter behind its base.
        int length = Math.max(greatest + 1, Arrays.stream(base).max().orElse(0) + LETTERS);
        base = Arrays.copyOf(base, length);
        int known = Math.min(parent.length, length);
        parent = Arrays.copyOf(parent, length);
        Arrays.fill(parent, known, length, FREE);
        return states;
    }

    /// An only child goes into the first gap. Of several, the next search begins where one for as many found its place:
    /// the gaps before have been tried, and only children fill them.
    private int place(PhraseTree tree, int node, int least, int[] tried) {
        int first = tree.firstChild[node];
        if (first == 0) {
            return 0;
        }
        int children = 0;
        for (int child = first; child != 0; child = tree.sibling[child]) {
            children++;
        }
        for (int place = Math.max(tried[children], least - tree.letter[first]); ; place++) {
            makeRoom(place + LETTERS);
            int child = first;
            while (child != 0 && parent[place + tree.letter[child]] == FREE) {
                child = tree.sibling[child];
            }
            if (child == 0) {
                tried[children] = children == 1 ? 1 : place;
                return place;
            }
        }
    }

    private void makeRoom(int length) {
        int known = parent.length;
        if (length > known) {
            parent = Arrays.copyOf(parent, 2 * length);
            base = Arrays.copyOf(base, 2 * length);
            Arrays.fill(parent, known, 2 * length, FREE);
        }
    }
}
