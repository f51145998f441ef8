package casemate.waf.pattern;

import casemate.waf.text.Bytes;
import java.util.Arrays;
import java.util.List;

/// The phrases as a tree of their bytes in lower case, before it is packed: node 0 is the root, and nodes come in no
/// order but that a parent is before its children.
final class PhraseTree {
    int[] firstChild = new int[64];
    int[] sibling = new int[64];
    int[] letter = new int[64];
    /// The phrase that brought the node, whose spelling is reported.
    int[] phrase = new int[64];
    int[] depth = new int[64];
    /// Whether a phrase ends here; after [#connect] also whether one ends with what the node ends with.
    boolean[] ends = new boolean[64];
    int[] fallback = new int[0];
    /// Nodes from the root downwards.
    int[] order = new int[0];
    int size = 1;

    PhraseTree(List<Bytes> phrases) {
        for (int p = 0; p < phrases.size(); p++) {
            add(phrases.get(p), p);
        }
        connect();
    }

    static int lower(int value) {
        return value >= 'A' && value <= 'Z' ? value + 32 : value;
    }

    private void add(Bytes text, int number) {
        if (text.isEmpty()) {
            return;
        }
        int node = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = lower(text.at(i));
            int next = child(node, value);
            node = next != 0 ? next : grow(node, value, number, i + 1);
        }
        ends[node] = true;
    }

    int child(int node, int value) {
        int child = firstChild[node];
        while (child != 0 && letter[child] != value) {
            child = sibling[child];
        }
        return child;
    }

    private int grow(int parent, int value, int number, int length) {
        if (size == letter.length) {
            firstChild = Arrays.copyOf(firstChild, 2 * size);
            sibling = Arrays.copyOf(sibling, 2 * size);
            letter = Arrays.copyOf(letter, 2 * size);
            phrase = Arrays.copyOf(phrase, 2 * size);
            depth = Arrays.copyOf(depth, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        int node = size++;
        letter[node] = value;
        phrase[node] = number;
        depth[node] = length;
        sibling[node] = firstChild[parent];
        firstChild[parent] = node;
        return node;
    }

    /// Finds for each node the longest other node that its text ends with.
    private void connect() {
        fallback = new int[size];
        order = new int[size];
        int known = 1;
        for (int i = 0; i < known; i++) {
            int node = order[i];
            for (int child = firstChild[node]; child != 0; child = sibling[child]) {
                fallback[child] = node == 0 ? 0 : step(fallback[node], letter[child]);
                ends[child] |= ends[fallback[child]];
                order[known++] = child;
            }
        }
    }

    private int step(int from, int value) {
        int node = from;
        int next = child(node, value);
        while (next == 0 && node != 0) {
            node = fallback[node];
            next = child(node, value);
        }
        return next;
    }
}
