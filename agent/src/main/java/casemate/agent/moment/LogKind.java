package casemate.agent.moment;

import java.io.IOException;
import java.util.regex.Pattern;

/// How a database server writes its log.
public enum LogKind {
    /// MariaDB's binary log: files that only grow, and then come to an end.
    BINLOG("binlog\\.[0-9]{6}", Binlog.MAX_BYTES, 0) {
        @Override
        Reading next(LogFiles files, Position from, int most) throws IOException {
            return Binlog.next(files, from, most);
        }

        @Override
        boolean leadsOn(LogFiles files, Piece piece) throws IOException {
            return Binlog.leadsOn(files, piece);
        }
    },
    /// PostgreSQL's write-ahead log: files of 16 MiB, made in advance and filled page by page.
    WAL("[0-9A-F]{24}", Wal.SEGMENT_BYTES, Wal.SEGMENT_BYTES) {
        @Override
        Reading next(LogFiles files, Position from, int most) throws IOException {
            return Wal.next(files, from, most);
        }

        // A page is sent again as it fills; the server itself compares what it replays.
        @Override
        boolean leadsOn(LogFiles files, Piece piece) {
            return true;
        }
    };

    private final Pattern names;
    private final long largest;
    private final long reserved;

    LogKind(String names, long largest, long reserved) {
        this.names = Pattern.compile(names);
        this.largest = largest;
        this.reserved = reserved;
    }

    Pattern names() {
        return names;
    }

    /// No file of this kind has more bytes.
    long largest() {
        return largest;
    }

    /// How many bytes a new file has at once.
    long reserved() {
        return reserved;
    }

    /// What was written since; from the newest file on when nothing was read yet.
    ///
    /// @throws LogGap when what comes next is gone
    abstract Reading next(LogFiles files, Position from, int most) throws IOException;

    /// Whether a piece says nothing else than what was laid of it before.
    abstract boolean leadsOn(LogFiles files, Piece piece) throws IOException;
}
