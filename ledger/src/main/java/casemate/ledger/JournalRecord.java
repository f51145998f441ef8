package casemate.ledger;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// One batch in the journal: where it starts, its entries, and the checkpoint signed over them. A journal
/// begins with one that holds no entries: the size up to which all tiles are durable.
///
/// @param start the size of the tree before the batch
/// @param entries in order
/// @param checkpoint over everything up to and with the batch
record JournalRecord(long start, List<byte[]> entries, Checkpoint checkpoint) {
    private static final int MAGIC = 0x43534D4A;
    private static final int HEADER_BYTES = 16;
    private static final int FIXED_BYTES = 16;

    ByteBuffer encode() {
        byte[] note = Text.utf8(checkpoint.note());
        int length = FIXED_BYTES + note.length;
        for (byte[] entry : entries) {
            length += EntryTile.LENGTH_BYTES + entry.length;
        }
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + length);
        out.position(HEADER_BYTES);
        out.putLong(start).putInt(entries.size()).putInt(note.length).put(note);
        for (byte[] entry : entries) {
            out.putShort((short) entry.length).put(entry);
        }
        out.putInt(0, MAGIC).putInt(4, length).putInt(8, crc(out.array(), HEADER_BYTES, length));
        out.putInt(12, crc(out.array(), 0, 12));
        return out.flip();
    }

    /// The record that begins at this place, when a whole and sound one does.
    static Optional<Sized> at(byte[] journal, int position) {
        ByteBuffer in = ByteBuffer.wrap(journal);
        if (position > journal.length - HEADER_BYTES
                || in.getInt(position) != MAGIC
                || in.getInt(position + 12) != crc(journal, position, 12)) {
            return Optional.empty();
        }
        int length = in.getInt(position + 4);
        int body = position + HEADER_BYTES;
        if (length < FIXED_BYTES
                || length > journal.length - body
                || in.getInt(position + 8) != crc(journal, body, length)) {
            return Optional.empty();
        }
        return Optional.of(new Sized(decode(in.slice(body, length)), HEADER_BYTES + length));
    }

    /// A record with the bytes that it takes.
    record Sized(JournalRecord record, int bytes) {}

    private static JournalRecord decode(ByteBuffer in) {
        try {
            long start = in.getLong();
            int count = in.getInt();
            byte[] note = new byte[Math.clamp(in.getInt(), 0, Checkpoint.MAX_CHARS)];
            in.get(note);
            byte[] bundle = new byte[in.remaining()];
            in.get(bundle);
            if (start < 0 || count < 0 || count > bundle.length / EntryTile.LENGTH_BYTES) {
                throw LedgerException.malformed("a record says it holds " + count + " entries");
            }
            return new JournalRecord(start, EntryTile.split(bundle, count), Checkpoint.parse(Text.utf8(note)));
        } catch (BufferUnderflowException e) {
            throw new LedgerException(LedgerException.Reason.MALFORMED, "a record is shorter than it says", e);
        }
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
