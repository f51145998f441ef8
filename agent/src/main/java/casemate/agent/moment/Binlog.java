package casemate.agent.moment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// MariaDB's binary log.
final class Binlog {
    private static final int MAGIC_BYTES = 4;
    private static final int EVENT_HEADER_BYTES = 19;
    private static final int LENGTH_AT = 9;
    /// Of a file's first entry; a file that is closed loses the mark that it is in use.
    private static final int IN_USE_AT = MAGIC_BYTES + 17;
    /// One transaction is in one file, however large it is.
    static final long MAX_BYTES = 4L << 30;

    private Binlog() {}

    static Reading next(LogFiles files, Position from, int most) throws IOException {
        // The list first: a file that has a successor in it is finished.
        List<String> names = files.names(LogKind.BINLOG.names());
        if (names.isEmpty()) {
            return new Reading(List.of(), from, true);
        }
        String file = from.file().isEmpty() ? names.getLast() : from.file();
        long offset = from.offset();
        int index = names.indexOf(file);
        if (index < 0) {
            throw new LogGap(file);
        }
        List<Piece> pieces = new ArrayList<>();
        int room = most;
        while (room > 0) {
            byte[] read = files.read(file, offset, room);
            byte[] more = Arrays.copyOf(read, whole(read, offset));
            if (more.length == 0 && read.length == most) {
                throw new IOException("an entry of the database's log is larger than can be copied");
            }
            if (more.length > 0) {
                pieces.add(new Piece(file, offset, more));
                offset += more.length;
                room -= more.length;
            } else if (read.length == room) {
                break;
            } else if (index + 1 < names.size()) {
                index++;
                file = names.get(index);
                offset = 0;
            } else {
                return new Reading(pieces, new Position(file, offset, ""), true);
            }
        }
        return new Reading(pieces, new Position(file, offset, ""), false);
    }

    /// Whether what was laid before is the same: a server that lost the end of its log with its power writes
    /// another one there. What was never laid is empty: a standby whose seed is of the middle of a file has its
    /// head and the rest, and gets what is between when an agent that starts anew reads it from its beginning.
    static boolean leadsOn(LogFiles files, Piece piece) throws IOException {
        byte[] bytes = piece.bytes();
        byte[] before;
        try {
            before = files.read(piece.file(), piece.offset(), bytes.length);
        } catch (NoSuchFileException _) {
            return true;
        }
        int at = 0;
        while (at < before.length) {
            if (before[at] == bytes[at] || piece.offset() + at == IN_USE_AT) {
                at++;
                continue;
            }
            int laid = emptyTo(before, at);
            if (laid - at < EVENT_HEADER_BYTES) {
                return false;
            }
            at = laid;
        }
        return true;
    }

    /// No entry begins with as many zeros as its head has bytes.
    private static int emptyTo(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] == 0) {
            at++;
        }
        return at;
    }

    /// How many of these bytes are whole events: the last one may be half written.
    ///
    /// @param offset where in the file they stand
    private static int whole(byte[] bytes, long offset) {
        ByteBuffer events = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = offset == 0 ? MAGIC_BYTES : 0;
        while (at + EVENT_HEADER_BYTES <= bytes.length) {
            long length = Integer.toUnsignedLong(events.getInt(at + LENGTH_AT));
            if (length < EVENT_HEADER_BYTES || at + length > bytes.length) {
                break;
            }
            at += (int) length;
        }
        return at <= MAGIC_BYTES && offset == 0 ? 0 : at;
    }
}
