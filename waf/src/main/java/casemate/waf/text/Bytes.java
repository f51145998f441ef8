package casemate.waf.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// A view of bytes inside an array that nobody changes any more: the value that transformations take and rules match.
/// Equal by content. Hot paths read [#array], [#from] and [#to] directly.
public final class Bytes {
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int from;
    private final int to;
    /// 0 until somebody asks; finding it out twice does no harm.
    private int traits;
    /// Null until somebody asks. A record, whose final fields other threads see whole.
    private @Nullable ByteValues values;

    /// @param array kept, not copied: the caller must not change it between `from` and `to` any more
    public Bytes(byte[] array, int from, int to) {
        if (from < 0 || to < from || to > array.length) {
            throw new IndexOutOfBoundsException("from " + from + " to " + to + " of " + array.length);
        }
        this.array = array;
        this.from = from;
        this.to = to;
    }

    public static Bytes of(byte[] array) {
        return array.length == 0 ? EMPTY : new Bytes(array, 0, array.length);
    }

    /// One byte per character (ISO-8859-1); characters past U+00FF become `?`.
    public static Bytes latin1(String text) {
        return of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public static Bytes utf8(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The whole array behind this view; read only between [#from] and [#to].
    public byte[] array() {
        return array;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    public int length() {
        return to - from;
    }

    public boolean isEmpty() {
        return to == from;
    }

    /// The byte at `index` of this view, 0 to 255.
    public int at(int index) {
        return array[from + index] & 0xff;
    }

    /// Whether some byte is of one of these kinds, which are bits of [Traits]. The bytes are read the first time only.
    public boolean hasAny(int kinds) {
        if ((kinds & Traits.ANY) != 0) {
            return true;
        }
        int known = traits;
        if (known == 0) {
            known = Traits.ANY | values().traits();
            traits = known;
        }
        return (known & kinds) != 0;
    }

    /// Which bytes it holds; they are read the first time only.
    public ByteValues values() {
        ByteValues known = values;
        if (known == null) {
            known = ByteValues.of(array, from, to);
            values = known;
        }
        return known;
    }

    /// A view of a part of this view.
    public Bytes slice(int start, int end) {
        return start == 0 && end == length() ? this : new Bytes(array, from + start, from + end);
    }

    /// Where the first byte equal to `b` lies in the array; [#to] when there is none.
    public int firstOf(int b) {
        int i = from;
        while (i < to && array[i] != b) {
            i++;
        }
        return i;
    }

    /// Where `part` first begins at or after `start`; -1 when nowhere. An empty part begins anywhere.
    public int indexOf(Bytes part, int start) {
        if (part.isEmpty()) {
            return start <= length() ? start : -1;
        }
        return Places.first(this, part, start, _ -> true);
    }

    /// Whether `part`, which is not empty, stands at an index that fits.
    public boolean hasAnywhere(Bytes part, IntPredicate fits) {
        return Places.first(this, part, 0, fits) >= 0;
    }

    /// Whether `part` stands at `index`.
    public boolean hasAt(int index, Bytes part) {
        return index >= 0
                && index + part.length() <= length()
                && Arrays.equals(array, from + index, from + index + part.length(), part.array, part.from, part.to);
    }

    public byte[] toArray() {
        return Arrays.copyOfRange(array, from, to);
    }

    /// Each byte as the character of the same number, so that nothing is lost.
    public String toLatin1() {
        return new String(array, from, to - from, StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes b && Arrays.equals(array, from, to, b.array, b.from, b.to);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return toLatin1();
    }
}
