package casemate.edge;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/// The number of a request or of a trace: 128 bits, written as 32 lower-case hexadecimal digits.
record HexId(long high, long low) {
    static final int DIGITS = 32;
    private static final int HALF_DIGITS = 16;
    private static final int RADIX = 16;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

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
        out.writeLong(digits(half >>> Integer.SIZE)).writeLong(digits(half & 0xFFFF_FFFFL));
    }

    /// Writes [#DIGITS] digits to where there is room for them.
    void write(byte[] out, int at) {
        LONGS.set(out, at, digits(high >>> Integer.SIZE));
        LONGS.set(out, at + Long.BYTES, digits(high & 0xFFFF_FFFFL));
        LONGS.set(out, at + 2 * Long.BYTES, digits(low >>> Integer.SIZE));
        LONGS.set(out, at + 3 * Long.BYTES, digits(low & 0xFFFF_FFFFL));
    }

    /// The eight digits of 32 bits, all at once: four bits are moved into a byte each, and those above nine
    /// get the distance from `9` to `a` besides.
    private static long digits(long bits) {
        long spread = (bits | (bits << 16)) & 0x0000_FFFF_0000_FFFFL;
        spread = (spread | (spread << 8)) & 0x00FF_00FF_00FF_00FFL;
        spread = (spread | (spread << 4)) & 0x0F0F_0F0F_0F0F_0F0FL;
        long letters = ((spread + 0x0606_0606_0606_0606L) >>> 4) & 0x0101_0101_0101_0101L;
        return spread + 0x3030_3030_3030_3030L + letters * ('a' - '0' - 10);
    }

    @Override
    public String toString() {
        byte[] text = new byte[DIGITS];
        write(text, 0);
        return new String(text, StandardCharsets.US_ASCII);
    }
}
