package casemate.waf.pattern;

import casemate.waf.text.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says quickly where none of many phrases can begin. Three bytes are looked at every few bytes, so far apart that no
/// phrase fits between two looks: where they stand at no such place near the beginning of any phrase, none is there.
/// The looks do not wait for one another, as the steps of a tree do. They are at hashes: what is said to be possible
/// may not be so, but nothing is missed.
final class PhraseWindow {
    /// All phrases have at least these bytes: as many as are read at once.
    static final int LEAST = Integer.BYTES;

    private static final VarHandle READ = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BLOCK = 3;
    /// The bit in which the two cases of a letter differ. Other bytes that differ in nothing else are taken for one.
    private static final int CASES = 0x20202020;
    /// By the golden ratio, after Knuth: the upper bits of the product depend on all bytes.
    private static final int SPREAD = 0x9E3779B1;

    private static final int FEWEST_BITS = 8;
    /// A larger table would not stay near the processor beside those of other lists.
    private static final int MOST_BITS = 15;
    /// So many places for each block of a phrase, lest too many others share them.
    private static final int PLACES = 8;
    /// A bit of a place for each distance of a block from the beginning of its phrase, and one for the beginning.
    private static final int WIDEST = Byte.SIZE - 1;

    private static final int DISTANCES = (1 << WIDEST) - 1;
    private static final int BEGINNING = 1 << WIDEST;

    private final int stride;
    private final int turn;
    private final byte[] places;

    private PhraseWindow(List<Bytes> phrases, int least) {
        stride = Math.min(WIDEST, least - BLOCK + 1);
        int wanted = phrases.size() * stride * PLACES;
        int bits = Math.clamp(Integer.SIZE - Integer.numberOfLeadingZeros(wanted), FEWEST_BITS, MOST_BITS);
        turn = Integer.SIZE - bits;
        places = new byte[1 << bits];
        for (Bytes phrase : phrases) {
            byte[] a = phrase.array();
            // the four bytes that begin one before the block, as in a text
            for (int distance = 1; distance < stride; distance++) {
                places[block((int) READ.get(a, phrase.from() + distance - 1))] |= (byte) (1 << distance);
            }
            int first = (int) READ.get(a, phrase.from());
            places[block(first << Byte.SIZE)] |= 1;
            places[place(first)] |= (byte) BEGINNING;
        }
    }

    /// @return null when a phrase is too short to be looked for so
    static @Nullable PhraseWindow of(List<Bytes> phrases) {
        List<Bytes> some = phrases.stream().filter(p -> !p.isEmpty()).toList();
        int least = some.stream().mapToInt(Bytes::length).min().orElse(0);
        return least < LEAST ? null : new PhraseWindow(some, least);
    }

    private int place(int four) {
        return ((four | CASES) * SPREAD) >>> turn;
    }

    /// Of the last three of four bytes.
    private int block(int four) {
        return place(four >>> Byte.SIZE);
    }

    /// The least place, not before `from`, where a phrase may begin; -1 when none may.
    int next(byte[] a, int from, int to) {
        int step = stride;
        int last = to - LEAST;
        // what begins at `from` has its last look there, one byte of which goes before the block
        for (int i = from + step - 2; i <= last; i += step) {
            int distances = places[block((int) READ.get(a, i))] & DISTANCES;
            if (distances != 0) {
                int begin = begin(a, i + 1, last, distances);
                if (begin >= 0) {
                    return begin;
                }
            }
        }
        return -1;
    }

    /// The least of the places in these distances before `at` where the first bytes are a phrase's.
    private int begin(byte[] a, int at, int last, int distances) {
        int left = distances;
        while (left != 0) {
            int most = Integer.highestOneBit(left);
            left ^= most;
            int begin = at - Integer.numberOfTrailingZeros(most);
            if (begin <= last && (places[place((int) READ.get(a, begin))] & BEGINNING) != 0) {
                return begin;
            }
        }
        return -1;
    }
}
