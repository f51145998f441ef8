package casemate.waf.state;

import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Records as bytes in a file: frames of a length, a CRC-32C and what they hold, which is a record in its newest state,
/// or that it is gone. A frame that is read again, or after a newer snapshot, does no harm as long as the order is
/// kept.
final class RecordFrames {
    /// A record at its bounds, with much to spare: what claims to be longer is no frame.
    private static final int MOST_FRAME = 4 << 20;

    private static final int HEADER = 8;

    private RecordFrames() {}

    /// @param record null for one that is gone
    static byte[] write(CollectionId id, @Nullable StoredRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(0);
            out.writeUTF(id.webApp());
            out.writeUTF(id.kind().name());
            latin1(out, Bytes.latin1(id.key()));
            out.writeBoolean(record != null);
            if (record != null) {
                writeRecord(out, record);
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory takes all bytes", e);
        }
        return framed(bytes.toByteArray());
    }

    /// Reads frames until the end, or until one is torn or altered: what follows it cannot be trusted to be frames.
    ///
    /// @return whether all frames were whole
    static boolean read(InputStream file, BiConsumer<CollectionId, @Nullable StoredRecord> reader) throws IOException {
        DataInputStream in = new DataInputStream(file);
        while (true) {
            byte[] frame;
            try {
                int length = in.read();
                if (length < 0) {
                    return true;
                }
                length = length << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int sum = in.readInt();
                if (length < 0 || length > MOST_FRAME) {
                    return false;
                }
                frame = in.readNBytes(length);
                if (frame.length < length || sum != sum(frame, 0)) {
                    return false;
                }
            } catch (EOFException e) {
                return false;
            }
            readFrame(new DataInputStream(new ByteArrayInputStream(frame)), reader);
        }
    }

    private static void writeRecord(DataOutputStream out, StoredRecord record) throws IOException {
        out.writeLong(record.created());
        out.writeLong(record.updated());
        out.writeLong(record.updates());
        out.writeLong(record.timeoutSeconds());
        out.writeInt(record.members().size());
        for (StoredRecord.Member member : record.members().values()) {
            latin1(out, Bytes.latin1(member.name()));
            latin1(out, member.value());
            out.writeLong(member.expires());
        }
    }

    private static void readFrame(DataInputStream in, BiConsumer<CollectionId, @Nullable StoredRecord> reader)
            throws IOException {
        CollectionId id = new CollectionId(
                in.readUTF(), Variable.valueOf(in.readUTF()), latin1(in).toLatin1());
        reader.accept(id, in.readBoolean() ? readRecord(in) : null);
    }

    private static StoredRecord readRecord(DataInputStream in) throws IOException {
        long created = in.readLong();
        long updated = in.readLong();
        long updates = in.readLong();
        long timeout = in.readLong();
        SequencedMap<String, StoredRecord.Member> members = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String name = latin1(in).toLatin1();
            members.put(Names.lower(name), new StoredRecord.Member(name, latin1(in), in.readLong()));
        }
        return new StoredRecord(created, updated, updates, timeout, members);
    }

    private static void latin1(DataOutputStream out, Bytes bytes) throws IOException {
        out.writeInt(bytes.length());
        out.write(bytes.array(), bytes.from(), bytes.length());
    }

    private static Bytes latin1(DataInputStream in) throws IOException {
        return Bytes.of(in.readNBytes(in.readInt()));
    }

    /// Fills in the length and the sum, for which the first eight bytes were left.
    private static byte[] framed(byte[] bytes) {
        java.nio.ByteBuffer.wrap(bytes).putInt(bytes.length - HEADER).putInt(sum(bytes, HEADER));
        return bytes;
    }

    private static int sum(byte[] bytes, int from) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, bytes.length - from);
        return (int) crc.getValue();
    }

    static byte[] magic() {
        return "casemate waf collections 1\n".getBytes(StandardCharsets.US_ASCII);
    }
}
