package casemate.edge.http1;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Finds the head of a message in what has arrived, and reads it strictly: whole lines that end with CR and LF, no
/// folding, no blank around names, one way to say where the body ends.
public final class HeadReader {
    static final int CRLF = '\r' << 8 | '\n';
    private static final int FEW_FIELDS = 16;
    /// Browsers send about fifteen.
    private static final int MOST_FIELDS = 200;

    private static final byte[] VERSION = {'H', 'T', 'T', 'P', '/', '1', '.'};
    private static final int VERSION_BYTES = VERSION.length + 1;
    private static final int STATUS_DIGITS = 3;
    private static final int FIRST_STATUS = 100;
    /// The most digits that a long holds whatever they are.
    private static final int LENGTH_DIGITS = 18;

    private final byte[] bytes;
    private int[] marks = new int[FEW_FIELDS * 4];
    private Field[] fields = new Field[FEW_FIELDS];
    private int count;

    private HeadReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Takes a request's head out of the buffer, or returns null when it is not all there.
    ///
    /// @param line the most bytes of its first line
    /// @param all the most bytes of the whole
    public static @Nullable Head request(ByteBuf in, int line, int all) throws Malformed {
        skipEmptyLines(in);
        byte[] bytes = take(in, line, all);
        return bytes == null ? null : new HeadReader(bytes).request();
    }

    /// A request's head from bytes of our own making, such as the fields of an HTTP/2 stream written down.
    public static Head request(byte[] bytes) throws Malformed {
        return new HeadReader(bytes).request();
    }

    /// Takes an answer's head out of the buffer, or returns null when it is not all there.
    public static @Nullable Head answer(ByteBuf in, int line, int all) throws Malformed {
        byte[] bytes = take(in, line, all);
        return bytes == null ? null : new HeadReader(bytes).answer();
    }

    /// An answer's head from bytes of our own making.
    public static Head answer(byte[] bytes) throws Malformed {
        return new HeadReader(bytes).answer();
    }

    /// Old clients send a line end too many after a body (RFC 9112, 2.2).
    private static void skipEmptyLines(ByteBuf in) {
        while (in.readableBytes() >= 2 && in.getShort(in.readerIndex()) == CRLF) {
            in.skipBytes(2);
        }
    }

    private static byte @Nullable [] take(ByteBuf in, int line, int all) throws Malformed {
        int begin = in.readerIndex();
        int end = in.writerIndex();
        int from = begin;
        while (true) {
            int feed = in.indexOf(from, end, (byte) '\n');
            int seen = (feed < 0 ? end : feed) - begin;
            if (seen > all || (from == begin && seen > line)) {
                throw new Malformed("the head is too long");
            }
            if (feed < 0) {
                return null;
            }
            if (feed == begin || in.getByte(feed - 1) != '\r') {
                throw new Malformed("a line ends without CR");
            }
            if (feed - 1 == from) {
                byte[] bytes = new byte[feed + 1 - begin];
                in.readBytes(bytes);
                return bytes;
            }
            from = feed + 1;
        }
    }

    private Head request() throws Malformed {
        int lineEnd = lineEnd(0);
        int methodTo = 0;
        while (methodTo < lineEnd && Ascii.token(bytes[methodTo])) {
            methodTo++;
        }
        int targetFrom = methodTo + 1;
        int targetTo = lineEnd - VERSION_BYTES - 1;
        if (methodTo == 0
                || targetTo <= targetFrom
                || bytes[methodTo] != ' '
                || bytes[targetTo] != ' '
                || !version(targetTo + 1)) {
            throw new Malformed("the request line is not METHOD TARGET HTTP/1.x");
        }
        for (int i = targetFrom; i < targetTo; i++) {
            if (!Ascii.visible(bytes[i])) {
                throw new Malformed("the target holds a byte that it must not");
            }
        }
        boolean older = bytes[lineEnd - 1] == '0';
        fields(lineEnd + 2);
        Framing framing = framing(older);
        if (framing instanceof Framing.UntilClose) {
            framing = Framing.NONE;
        }
        return new Head(bytes, 0, methodTo, targetFrom, targetTo, 0, older, trimmedMarks(), trimmedFields(), framing);
    }

    private Head answer() throws Malformed {
        int lineEnd = lineEnd(0);
        int code = VERSION_BYTES + 1;
        if (lineEnd < code + STATUS_DIGITS
                || !version(0)
                || bytes[VERSION_BYTES] != ' '
                || (lineEnd > code + STATUS_DIGITS && bytes[code + STATUS_DIGITS] != ' ')) {
            throw new Malformed("the status line is not HTTP/1.x CODE REASON");
        }
        int status = 0;
        for (int i = code; i < code + STATUS_DIGITS; i++) {
            if (!Ascii.digit(bytes[i])) {
                throw new Malformed("the status is no number");
            }
            status = status * 10 + bytes[i] - '0';
        }
        for (int i = code + STATUS_DIGITS; i < lineEnd; i++) {
            if (!Ascii.value(bytes[i])) {
                throw new Malformed("the reason holds a control character");
            }
        }
        if (status < FIRST_STATUS) {
            throw new Malformed("there is no such status");
        }
        boolean older = bytes[VERSION_BYTES - 1] == '0';
        fields(lineEnd + 2);
        return new Head(bytes, code, lineEnd, 0, 0, status, older, trimmedMarks(), trimmedFields(), framing(older));
    }

    private boolean version(int at) {
        for (int i = 0; i < VERSION.length; i++) {
            if (bytes[at + i] != VERSION[i]) {
                return false;
            }
        }
        byte minor = bytes[at + VERSION.length];
        return minor == '0' || minor == '1';
    }

    private void fields(int from) throws Malformed {
        int at = from;
        while (at < bytes.length - 2) {
            int end = lineEnd(at);
            field(at, end);
            at = end + 2;
        }
    }

    private void field(int from, int end) throws Malformed {
        int colon = from;
        while (colon < end && Ascii.token(bytes[colon])) {
            colon++;
        }
        if (colon == from || colon == end || bytes[colon] != ':') {
            throw new Malformed("a field's name is malformed");
        }
        int valueFrom = colon + 1;
        int valueTo = end;
        while (valueFrom < valueTo && Ascii.blank(bytes[valueFrom])) {
            valueFrom++;
        }
        while (valueTo > valueFrom && Ascii.blank(bytes[valueTo - 1])) {
            valueTo--;
        }
        for (int i = valueFrom; i < valueTo; i++) {
            if (!Ascii.value(bytes[i])) {
                throw new Malformed("a field's value holds a control character");
            }
        }
        add(from, colon, valueFrom, valueTo);
    }

    private void add(int nameFrom, int nameTo, int valueFrom, int valueTo) throws Malformed {
        if (count == MOST_FIELDS) {
            throw new Malformed("there are too many fields");
        }
        if (count == fields.length) {
            fields = Arrays.copyOf(fields, count * 2);
            marks = Arrays.copyOf(marks, count * 2 * 4);
        }
        fields[count] = Field.of(bytes, nameFrom, nameTo);
        int mark = count * 4;
        marks[mark] = nameFrom;
        marks[mark + 1] = nameTo;
        marks[mark + 2] = valueFrom;
        marks[mark + 3] = valueTo;
        count++;
    }

    /// A length or chunks, never both, each said once and in the one known way (RFC 9112, 6.3).
    private Framing framing(boolean older) throws Malformed {
        Framing found = Framing.UNTIL_CLOSE;
        boolean said = false;
        for (int i = 0; i < count; i++) {
            boolean coding = fields[i] == Field.TRANSFER_ENCODING;
            if (!coding && fields[i] != Field.CONTENT_LENGTH) {
                continue;
            }
            if (said) {
                throw new Malformed("the body's end is said twice");
            }
            said = true;
            int from = marks[i * 4 + 2];
            int to = marks[i * 4 + 3];
            if (!coding) {
                found = length(from, to);
            } else if (older || !chunked(from, to)) {
                throw new Malformed("the transfer coding is not just chunked");
            } else {
                found = Framing.CHUNKED;
            }
        }
        return found;
    }

    private static final String CHUNKED = "chunked";

    private boolean chunked(int from, int to) {
        return to - from == CHUNKED.length() && Field.begins(bytes, from, CHUNKED);
    }

    private Framing length(int from, int to) throws Malformed {
        if (from == to || to - from > LENGTH_DIGITS) {
            throw new Malformed("the length is no number");
        }
        long length = 0;
        for (int i = from; i < to; i++) {
            if (!Ascii.digit(bytes[i])) {
                throw new Malformed("the length is no number");
            }
            length = length * 10 + bytes[i] - '0';
        }
        return length == 0 ? Framing.NONE : new Framing.Length(length);
    }

    /// Where the line's CR stands. A CR elsewhere in it is a control character and refused as one.
    private int lineEnd(int from) throws Malformed {
        for (int i = from; i < bytes.length - 1; i++) {
            if (bytes[i + 1] == '\n') {
                if (bytes[i] != '\r') {
                    throw new Malformed("a line ends without CR");
                }
                return i;
            }
        }
        throw new Malformed("a line has no end");
    }

    private int[] trimmedMarks() {
        return Arrays.copyOf(marks, count * 4);
    }

    private Field[] trimmedFields() {
        return Arrays.copyOf(fields, count);
    }
}
