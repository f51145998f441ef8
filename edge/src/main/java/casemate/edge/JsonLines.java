package casemate.edge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/// Lines of JSON for a file, written one after the other into the same bytes: nothing is allocated for a line. Whoever
/// writes one brings the names, in the order that it wants, and this the values.
final class JsonLines {
    /// Large enough that writing it costs little beside what is in it.
    private static final int FULL_BYTES = 64 << 10;

    /// A character that does not stand for itself takes six bytes at most; UTF-8 takes three of one `char`.
    private static final int MOST_PER_CHAR = 6;

    private static final int NUMBER_BYTES = 20;
    private static final int QUOTES = 2;
    private static final int TEN = 10;
    private static final int FIRST_OF_TWO_BYTES = 0x80;
    private static final int FIRST_OF_THREE_BYTES = 0x800;
    private static final int SIX_BITS = 6;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private static final long MILLIS = 1_000;
    private static final int MILLIS_DIGITS = 3;

    private byte[] bytes = new byte[2 * FULL_BYTES];
    private int length;
    private long second = Long.MIN_VALUE;
    private byte[] secondText = {};

    static byte[] constant(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    /// Makes room for so many bytes more.
    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    /// What is JSON already.
    JsonLines raw(byte[] json) {
        room(json.length);
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
        return this;
    }

    JsonLines raw(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /// A whole number, not negative.
    JsonLines number(long value) {
        room(NUMBER_BYTES);
        int digits = 1;
        for (long rest = value; rest >= TEN; rest /= TEN) {
            digits++;
        }
        padded(value, digits);
        return this;
    }

    /// The last digits of a number, with zeros before it.
    JsonLines padded(long value, int digits) {
        room(digits);
        long rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % TEN);
            rest /= TEN;
        }
        length += digits;
        return this;
    }

    /// In quotes, escaped as the canonical form does it (RFC 8785).
    JsonLines text(String value) {
        room(value.length() * MOST_PER_CHAR + QUOTES);
        bytes[length++] = '"';
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c < FIRST_OF_TWO_BYTES && c != '"' && c != '\\') {
                bytes[length++] = (byte) c;
            } else if (c < FIRST_OF_TWO_BYTES) {
                escaped(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                utf8(value.substring(i, i + 2));
                i++;
            } else if (Character.isSurrogate(c)) {
                bytes[length++] = '?';
            } else {
                wide(c);
            }
        }
        bytes[length++] = '"';
        return this;
    }

    private void utf8(String pair) {
        raw(pair.getBytes(StandardCharsets.UTF_8));
    }

    private void wide(char c) {
        if (c < FIRST_OF_THREE_BYTES) {
            bytes[length++] = (byte) (0xC0 | (c >> SIX_BITS));
        } else {
            bytes[length++] = (byte) (0xE0 | (c >> (2 * SIX_BITS)));
            bytes[length++] = (byte) (0x80 | ((c >> SIX_BITS) & 0x3F));
        }
        bytes[length++] = (byte) (0x80 | (c & 0x3F));
    }

    private void escaped(char c) {
        bytes[length++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[length++] = (byte) c;
            case '\b' -> bytes[length++] = 'b';
            case '\f' -> bytes[length++] = 'f';
            case '\n' -> bytes[length++] = 'n';
            case '\r' -> bytes[length++] = 'r';
            case '\t' -> bytes[length++] = 't';
            default -> {
                bytes[length++] = 'u';
                bytes[length++] = '0';
                bytes[length++] = '0';
                bytes[length++] = HEX[c >> 4];
                bytes[length++] = HEX[c & 0xF];
            }
        }
    }

    /// A time in quotes, in UTC and with milliseconds.
    JsonLines instant(long epochMillis) {
        long now = Math.floorDiv(epochMillis, MILLIS);
        if (now != second) {
            // Lines that follow one another are of the same second, thousands of them.
            secondText = constant("\"" + Instant.ofEpochSecond(now).toString().replace('Z', '.'));
            second = now;
        }
        return raw(secondText)
                .padded(Math.floorMod(epochMillis, MILLIS), MILLIS_DIGITS)
                .raw('Z')
                .raw('"');
    }

    /// An identifier in quotes.
    JsonLines id(HexId id) {
        room(HexId.DIGITS + QUOTES);
        bytes[length++] = '"';
        id.write(bytes, length);
        length += HexId.DIGITS;
        bytes[length++] = '"';
        return this;
    }

    /// Enough is here to be worth writing.
    boolean full() {
        return length >= FULL_BYTES;
    }

    /// Empties this into a file.
    void drain(WritableByteChannel out) throws IOException {
        ByteBuffer whole = ByteBuffer.wrap(bytes, 0, length);
        length = 0;
        while (whole.hasRemaining()) {
            out.write(whole);
        }
    }

    /// What is here so far, as text.
    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
