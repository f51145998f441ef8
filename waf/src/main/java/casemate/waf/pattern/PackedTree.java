package casemate.waf.pattern;

import java.util.Arrays;

/// A [PhraseTree] packed into arrays, in which the search steps from state to state; the root is 0.
final class PackedTree {
    private static final int FREE = -1;
    private static final int LETTERS = 256;

    /// The child of state `s` for a letter is `base[s] + letter`, if `parent` there is
    /// `s`.
    private int[] base = new int[512];
    private int[] parent = new int[512];
    private final int[] fallback;
    private final long[] ends;
    private final int[] phrase;
    private final int[] depth;

    PackedTree(PhraseTree tree) {
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

    /// Where one more byte leads: the longest end of what was read that some phrase begins with.
    int step(int from, byte value) {
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

    /// Whether what was read ends with a phrase.
    boolean ends(int state) {
        return ((ends[state >> 6] >>> state) & 1) != 0;
    }

    /// The number of the phrase that brought the state.
    int phrase(int state) {
        return phrase[state];
    }

    /// How many bytes of it were read.
    int depth(int state) {
        return depth[state];
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
