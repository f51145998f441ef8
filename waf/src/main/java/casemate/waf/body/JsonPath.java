package casemate.waf.body;

import casemate.waf.text.Bytes;
import java.util.Arrays;

/// Where a reader of JSON stands, as the names of its arguments say it: `json.key.array_0`. A nameless key is called
/// `empty-key`.
final class JsonPath {
    private static final byte[] ROOT = {'j', 's', 'o', 'n'};
    private static final byte[] ARRAY = {'.', 'a', 'r', 'r', 'a', 'y', '_'};
    private static final byte[] EMPTY_KEY = {'e', 'm', 'p', 't', 'y', '-', 'k', 'e', 'y'};
    /// Nesting that hardly any document reaches; the arrays grow with what comes.
    private static final int USUAL_DEPTH = 16;

    /// What has no index: an object.
    private static final int OBJECT = -1;

    /// Of what is open, from the outside in.
    private byte[] open = new byte[128];
    private int length;
    private int depth;
    /// Per open value: how long the path of what holds it is.
    private int[] outer = new int[USUAL_DEPTH];
    /// Per open value: the index of an array's next element, or [#OBJECT].
    private int[] index = new int[USUAL_DEPTH];

    private Bytes key = Bytes.EMPTY;

    int depth() {
        return depth;
    }

    boolean inArray() {
        return depth > 0 && index[depth - 1] != OBJECT;
    }

    boolean inObject() {
        return depth > 0 && index[depth - 1] == OBJECT;
    }

    void key(Bytes name) {
        key = name;
    }

    /// How long the name of the value here is, at most.
    int nameLength() {
        return length + 1 + Math.max(ARRAY.length + 10, Math.max(key.length(), EMPTY_KEY.length));
    }

    /// Writes the name of the value here.
    void name(Arena arena) {
        arena.put(open, 0, length);
        lastStep(arena);
    }

    private void lastStep(Arena arena) {
        if (depth == 0) {
            arena.put(ROOT, 0, ROOT.length);
        } else if (inArray()) {
            arena.put(ARRAY, 0, ARRAY.length);
            number(arena, index[depth - 1]);
        } else {
            arena.need(1);
            arena.put('.');
            if (key.isEmpty()) {
                arena.put(EMPTY_KEY, 0, EMPTY_KEY.length);
            } else {
                arena.put(key.array(), key.from(), key.to());
            }
        }
    }

    /// An object or array begins here.
    void enter(boolean array, Arena arena) {
        lastStep(arena);
        Bytes step = arena.take();
        int before = length;
        length += step.length();
        if (open.length < length) {
            open = Arrays.copyOf(open, Math.max(2 * open.length, length));
        }
        System.arraycopy(step.array(), step.from(), open, before, step.length());
        if (depth == outer.length) {
            outer = Arrays.copyOf(outer, 2 * depth);
            index = Arrays.copyOf(index, 2 * depth);
        }
        outer[depth] = before;
        index[depth] = array ? 0 : OBJECT;
        depth++;
        key = Bytes.EMPTY;
    }

    /// It ends.
    void leave() {
        depth--;
        length = outer[depth];
    }

    /// The value here is complete; the next one of an array has the next index.
    void passed() {
        if (inArray()) {
            index[depth - 1]++;
        }
    }

    private static void number(Arena arena, int number) {
        int unit = 1;
        while (number / unit >= 10) {
            unit *= 10;
        }
        arena.need(10);
        for (; unit > 0; unit /= 10) {
            arena.put('0' + number / unit % 10);
        }
    }
}
