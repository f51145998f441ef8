package casemate.agent.moment;

import casemate.base.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// PostgreSQL's write-ahead log. A file is there at its full length before anything is in it, and may hold what it held
/// under an earlier name; each page says at its head which part of the log it is, which tells how far it is filled.
final class Wal {
    static final int PAGE_BYTES = 8 << 10;
    static final int SEGMENT_BYTES = 16 << 20;
    private static final int ADDRESS_AT = 8;
    private static final int NAME_PART = 8;
    private static final int HEX = 16;

    private Wal() {}

    static Reading next(LogFiles files, Position from, int most) throws IOException {
        List<String> names = new ArrayList<>(files.names(LogKind.WAL.names()));
        String file = from.file();
        if (file.isEmpty()) {
            file = newest(files, names);
            if (file.isEmpty()) {
                return new Reading(List.of(), from, true);
            }
        }
        int index = names.indexOf(file);
        if (index < 0) {
            throw new LogGap(file);
        }
        List<Piece> pieces = new ArrayList<>();
        long offset = from.offset();
        String tail = from.tail();
        int room = most;
        while (room >= PAGE_BYTES) {
            boolean followed = index + 1 < names.size() && begun(files, names.get(index + 1));
            int filled = filled(files, file, offset, room);
            // Read after its successor was seen to be there, a page is whole.
            byte[] bytes = files.read(file, offset, filled);
            int last = Math.max(0, bytes.length - PAGE_BYTES);
            String now = Sha256.hex(Arrays.copyOfRange(bytes, last, bytes.length));
            if (bytes.length > PAGE_BYTES || (bytes.length == PAGE_BYTES && !now.equals(tail))) {
                pieces.add(new Piece(file, offset, bytes));
            }
            boolean cut = bytes.length + PAGE_BYTES > room && offset + bytes.length < SEGMENT_BYTES;
            room -= bytes.length;
            offset += last;
            tail = now;
            if (cut || !followed) {
                return new Reading(pieces, new Position(file, offset, tail), !cut);
            }
            // It is full, or the log was switched and leaves its end empty.
            index++;
            file = names.get(index);
            offset = 0;
            tail = "";
        }
        return new Reading(pieces, new Position(file, offset, tail), false);
    }

    /// The last file that anything was written to.
    private static String newest(LogFiles files, List<String> names) throws IOException {
        for (String name : names.reversed()) {
            if (begun(files, name)) {
                return name;
            }
        }
        return "";
    }

    private static boolean begun(LogFiles files, String name) throws IOException {
        return filled(files, name, 0, PAGE_BYTES) > 0;
    }

    /// How many bytes from there on are pages of this very file.
    private static int filled(LogFiles files, String name, long offset, int most) throws IOException {
        byte[] bytes = files.read(name, offset, most - most % PAGE_BYTES);
        ByteBuffer pages = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int filled = 0;
        while (filled + PAGE_BYTES <= bytes.length
                && pages.getLong(filled + ADDRESS_AT) == address(name) + offset + filled) {
            filled += PAGE_BYTES;
        }
        return filled;
    }

    /// Where in the whole log a file begins: its name is time line, upper half, number.
    private static long address(String name) {
        long upper = Long.parseLong(name.substring(NAME_PART, 2 * NAME_PART), HEX);
        long number = Long.parseLong(name.substring(2 * NAME_PART), HEX);
        return (upper << Integer.SIZE) + number * SEGMENT_BYTES;
    }
}
