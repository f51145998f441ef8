package casemate.edge;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.ThreadLocalRandom;

/// The number of a request or of a trace: 128 bits, written as 32 lower-case hexadecimal digits.
record HexId(long high, long low) {
    static final int DIGITS = 32;
    private static final int HALF_DIGITS = 16;
    private static final int BITS = 4;
    private static final int RADIX = 16;
    private static final byte[] ALPHABET = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    /// A new one. Unique, but not unguessable: it names something and proves nothing.
    static HexId next() {
        ThreadLocalRandom chance = ThreadLocalRandom.current();
        return new HexId(chance.nextLong(), chance.nextLong());
    }

    /// Reads [#DIGITS] digits that stand there.
    static HexId read(CharSequence text, int from) {
        int middle = from + HALF_DIGITS;
        return new HexId(
                Long.parseUnsignedLong(text, from, middle, RADIX),
                Long.parseUnsignedLong(text, middle, from + DIGITS, RADIX));
    }

    void write(ByteBuf out) {
        write(high, out);
        write(low, out);
    }

    /// One half, or the number of a span.
    static void write(long half, ByteBuf out) {
        for (int shift = Long.SIZE - BITS; shift >= 0; shift -= BITS) {
            out.writeByte(ALPHABET[(int) (half >>> shift) & 0xf]);
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(DIGITS);
        append(high, text);
        append(low, text);
        return text.toString();
    }

    private static void append(long half, StringBuilder text) {
        for (int shift = Long.SIZE - BITS; shift >= 0; shift -= BITS) {
            text.append((char) ALPHABET[(int) (half >>> shift) & 0xf]);
        }
    }
}
