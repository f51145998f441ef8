package casemate.edge.http1;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The head of one message: its bytes, and where in them everything stands. Nothing is copied out of it until somebody
/// asks.
public final class Head {
    private static final int MARKS = 4;

    private final byte[] bytes;
    private final int firstFrom;
    private final int firstTo;
    private final int targetFrom;
    private final int targetTo;
    private final int status;
    private final boolean older;
    private final int[] marks;
    private final Field[] fields;
    private final Framing framing;

    /// Only [HeadReader] makes one, from bytes that it has checked.
    Head(
            byte[] bytes,
            int firstFrom,
            int firstTo,
            int targetFrom,
            int targetTo,
            int status,
            boolean older,
            int[] marks,
            Field[] fields,
            Framing framing) {
        this.bytes = bytes;
        this.firstFrom = firstFrom;
        this.firstTo = firstTo;
        this.targetFrom = targetFrom;
        this.targetTo = targetTo;
        this.status = status;
        this.older = older;
        this.marks = marks;
        this.fields = fields;
        this.framing = framing;
    }

    /// The bytes behind this head; read only.
    public byte[] bytes() {
        return bytes;
    }

    public int count() {
        return fields.length;
    }

    public Field field(int index) {
        return fields[index];
    }

    public int nameFrom(int index) {
        return marks[index * MARKS];
    }

    public int nameTo(int index) {
        return marks[index * MARKS + 1];
    }

    public int valueFrom(int index) {
        return marks[index * MARKS + 2];
    }

    public int valueTo(int index) {
        return marks[index * MARKS + 3];
    }

    public String name(int index) {
        return text(nameFrom(index), nameTo(index));
    }

    public String value(int index) {
        return text(valueFrom(index), valueTo(index));
    }

    /// The first value of a field, or null.
    public @Nullable String first(Field field) {
        for (int i = 0; i < fields.length; i++) {
            if (fields[i] == field) {
                return value(i);
            }
        }
        return null;
    }

    public boolean has(Field field) {
        for (Field one : fields) {
            if (one == field) {
                return true;
            }
        }
        return false;
    }

    /// Whether a list-valued field names this, in whatever case.
    public boolean lists(Field field, String lower) {
        return has(field) && lists(field, lower.getBytes(StandardCharsets.US_ASCII));
    }

    private boolean lists(Field field, byte[] wanted) {
        for (int i = 0; i < fields.length; i++) {
            if (fields[i] == field && listed(valueFrom(i), valueTo(i), wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    /// Whether `Connection` declares the field at this index to be about this hop only.
    public boolean nominated(int index) {
        for (int i = 0; i < fields.length; i++) {
            if (fields[i] == Field.CONNECTION
                    && listed(valueFrom(i), valueTo(i), bytes, nameFrom(index), nameTo(index))) {
                return true;
            }
        }
        return false;
    }

    private boolean listed(int from, int to, byte[] wanted, int wantedFrom, int wantedTo) {
        for (int at = from; at < to; ) {
            int end = at;
            while (end < to && bytes[end] != ',') {
                end++;
            }
            int first = at;
            int last = end;
            while (first < last && Ascii.blank(bytes[first])) {
                first++;
            }
            while (last > first && Ascii.blank(bytes[last - 1])) {
                last--;
            }
            if (last - first == wantedTo - wantedFrom && same(first, wanted, wantedFrom, last - first)) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    private boolean same(int at, byte[] other, int from, int length) {
        for (int i = 0; i < length; i++) {
            if (Ascii.lower(bytes[at + i]) != Ascii.lower(other[from + i])) {
                return false;
            }
        }
        return true;
    }

    /// Of a request: its method.
    public String method() {
        return text(firstFrom, firstTo);
    }

    public boolean method(String wanted) {
        if (firstTo - firstFrom != wanted.length()) {
            return false;
        }
        for (int i = 0; i < wanted.length(); i++) {
            if (bytes[firstFrom + i] != wanted.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Of a request: its target, a path with its query.
    public String target() {
        return text(targetFrom, targetTo);
    }

    public void writeMethodAndTarget(ByteBuf out) {
        out.writeBytes(bytes, firstFrom, targetTo - firstFrom);
    }

    /// Of an answer: 100 to 999.
    public int status() {
        return status;
    }

    /// Of an answer: its code and reason, as they came.
    public void writeStatusAndReason(ByteBuf out) {
        out.writeBytes(bytes, firstFrom, firstTo - firstFrom);
    }

    /// HTTP/1.0.
    public boolean older() {
        return older;
    }

    /// How its body ends; of an answer as its fields say, before the request's method is considered.
    public Framing framing() {
        return framing;
    }

    /// Writes one field as it came, with its line end.
    public void writeField(int index, ByteBuf out) {
        int from = nameFrom(index);
        out.writeBytes(bytes, from, valueTo(index) - from);
        out.writeShort(HeadReader.CRLF);
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
