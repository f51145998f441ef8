package casemate.waf.transform;

import casemate.waf.text.Bytes;
import java.util.Arrays;

/// The bytes that one transformation makes: one allocation of a size known beforehand.
final class Output {
    private final byte[] bytes;
    private int length;

    /// @param most more than this is never added
    Output(int most) {
        bytes = new byte[most];
    }

    /// Begins with the bytes of `value` before `until`, an index into its array: what the scan for the first change has
    /// passed over.
    Output(Bytes value, int until, int most) {
        bytes = new byte[most];
        length = until - value.from();
        System.arraycopy(value.array(), value.from(), bytes, 0, length);
    }

    void add(int b) {
        bytes[length++] = (byte) b;
    }

    void addAll(byte[] array, int from, int to) {
        System.arraycopy(array, from, bytes, length, to - from);
        length += to - from;
    }

    int length() {
        return length;
    }

    void shortenBy(int count) {
        length -= count;
    }

    /// The result; `value` itself when it has the same bytes.
    Bytes orSame(Bytes value) {
        boolean same =
                length == value.length() && Arrays.equals(bytes, 0, length, value.array(), value.from(), value.to());
        return same ? value : length == 0 ? Bytes.EMPTY : new Bytes(bytes, 0, length);
    }
}
