package casemate.control.password;

import casemate.base.Refusal;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// A list of leaked passwords as we keep it: a blocked Bloom filter over their SHA-1 digests, mapped into
/// memory, so that a look costs one page however long the list is. The bytes are told in
/// docs/formats/leaked-passwords.md. One in some thousand passwords that never leaked is taken for one that
/// has; its owner chooses another.
public final class LeakedList {
    static final byte[] MAGIC = "casemate leaked 1\n\0\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);
    static final int HEADER = 64;

    /// A cache line: all bits of one entry lie in one.
    static final int BLOCK = 64;

    /// Enough for one false alarm in some thousand looks.
    static final int BITS_PER_ENTRY = 20;

    private static final int BITS = 8;
    private static final int BLOCK_BITS = BLOCK * Byte.SIZE;
    private static final int DIGEST = 20;

    /// The whole of what has been collected so far is a tenth of this.
    static final long MAX_ENTRIES = 10_000_000_000L;

    private static final ValueLayout.OfLong BIG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment bits;
    private final long entries;

    private LeakedList(MemorySegment bits, long entries) {
        this.bits = bits;
        this.entries = entries;
    }

    /// @throws Refusal `leaked-list-damaged`
    public static LeakedList open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() < HEADER) {
                throw damaged(file);
            }
            // Unmapped when nobody looks into it any more; a file that was replaced lives as long.
            MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
            byte[] header = all.asSlice(0, HEADER).toArray(ValueLayout.JAVA_BYTE);
            ByteBuffer fields = ByteBuffer.wrap(header);
            long entries = fields.getLong(MAGIC.length);
            long blocks = fields.getLong(MAGIC.length + Long.BYTES);
            if (!Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                    || fields.getLong(HEADER - Long.BYTES) != crc(header)
                    || blocks < 1
                    || channel.size() != HEADER + blocks * BLOCK) {
                throw damaged(file);
            }
            return new LeakedList(all.asSlice(HEADER), entries);
        }
    }

    public long entries() {
        return entries;
    }

    boolean contains(byte[] sha1) {
        MemorySegment block = bits.asSlice(block(sha1, bits.byteSize() / BLOCK) * BLOCK, BLOCK);
        for (int i = 0; i < BITS; i++) {
            int bit = bit(sha1, i);
            if ((block.get(ValueLayout.JAVA_BYTE, bit / Byte.SIZE) & (1 << (bit % Byte.SIZE))) == 0) {
                return false;
            }
        }
        return true;
    }

    /// Sets the bits of an entry.
    static void add(MemorySegment bits, byte[] sha1) {
        long start = block(sha1, bits.byteSize() / BLOCK) * BLOCK;
        for (int i = 0; i < BITS; i++) {
            int bit = bit(sha1, i);
            long at = start + bit / Byte.SIZE;
            bits.set(
                    ValueLayout.JAVA_BYTE, at, (byte) (bits.get(ValueLayout.JAVA_BYTE, at) | (1 << (bit % Byte.SIZE))));
        }
    }

    static byte[] header(long entries, long blocks, long bodyCrc) {
        byte[] header = new byte[HEADER];
        ByteBuffer fields = ByteBuffer.wrap(header);
        fields.put(MAGIC).putLong(entries).putLong(blocks).putLong(bodyCrc);
        fields.putLong(HEADER - Long.BYTES, crc(header));
        return header;
    }

    static long blocks(long entries) {
        return Math.max(1, Math.ceilDiv(entries * BITS_PER_ENTRY, BLOCK_BITS));
    }

    /// A digest is chance already: its first half says where, the second which bits.
    private static long block(byte[] sha1, long blocks) {
        return Math.unsignedMultiplyHigh(MemorySegment.ofArray(sha1).get(BIG, 0), blocks);
    }

    private static int bit(byte[] sha1, int number) {
        int from = DIGEST - Long.BYTES - 1;
        long low = MemorySegment.ofArray(sha1).get(BIG, from);
        // Nine bits each: seven from the eight bytes, the last with the byte after them.
        return number < BITS - 1
                ? (int) (low >>> (number * 9)) & (BLOCK_BITS - 1)
                : ((int) (low >>> 63) << Byte.SIZE) | (sha1[DIGEST - 1] & 0xff);
    }

    public static byte[] sha1(byte[] password) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(password);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static long crc(byte[] header) {
        CRC32C crc = new CRC32C();
        crc.update(header, 0, HEADER - Long.BYTES);
        return crc.getValue();
    }

    private static Refusal damaged(Path file) {
        return Refusal.invalid(
                "leaked-list-damaged", file.getFileName() + " is no list of leaked passwords of ours; load it anew.");
    }
}
