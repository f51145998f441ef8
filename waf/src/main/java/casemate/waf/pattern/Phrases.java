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

    private final List<Bytes> phrases;
    /// A tree packed into one array: the child of state `s` for a letter is `base[s] + letter`, if `parent` there is
    /// `s`.
    private int[] base = new int[512];
    private int[] parent = new int[512];
    private final int[] fallback;
    private final long[] ends;
    private final int[] phrase;
    private final int[] depth;

    private Phrases(List<Bytes> phrases) {
        this.phrases = List.copyOf(phrases);
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
        return search(a, from, to) >= 0;
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
        int[] bases = base;
        int[] parents = parent;
        int state = 0;
        for (int i = from; i < to; i++) {
            int letter = PhraseTree.lower(a[i] & 0xff);
            int next = bases[state] + letter;
            while (parents[next] != state) {
                if (state == 0) {
                    next = 0;
                    break;
                }
                state = fallback[state];
                next = bases[state] + letter;
            }
            state = next;
            if (((ends[state >> 6] >>> state) & 1) != 0) {
                return ((long) (i + 1) << 32) | state;
            }
        }
        return -1;
    }

    /// Gives every node its state; the root is 0.
    private int[] pack(PhraseTree tree) {
        int[] states = new int[tree.size];
        parent[0] = 0;
        int least = 1;
        int greatest = 0;
        for (int node : tree.order) {
            while (least < parent.length && parent[least] != FREE) {
                least++;
            }
            int place = place(tree, node, least);
            base[states[node]] = place;
            for (int child = tree.firstChild[node]; child != 0; child = tree.sibling[child]) {
                states[child] = place + tree.letter[child];
                parent[states[child]] = states[node];
                greatest = Math.max(greatest, states[child]);
            }
        }
        // Every state may ask for any letter behind its base.
        int length = Math.max(greatest + 1, Arrays.stream(base).max().orElse(0) + 256);
        base = Arrays.copyOf(base, length);
        int known = Math.min(parent.length, length);
        parent = Arrays.copyOf(parent, length);
        Arrays.fill(parent, known, length, FREE);
        return states;
    }

    private int place(PhraseTree tree, int node, int least) {
        int first = tree.firstChild[node];
        if (first == 0) {
            return 0;
        }
        for (int place = Math.max(1, least - tree.letter[first]); ; place++) {
            makeRoom(place + 256);
            int child = first;
            while (child != 0 && parent[place + tree.letter[child]] == FREE) {
                child = tree.sibling[child];
            }
            if (child == 0) {
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
