package casemate.agent.moment;

import java.io.IOException;
import java.util.regex.Pattern;

/// How a database server writes its log.
public enum LogKind {
    /// MariaDB's binary log: files that only grow, and then come to an end.
    BINLOG("binlog\\.[0-9]{6}") {
        @Override
        Reading next(LogFiles files, Position from, int most) throws IOException {
            return Binlog.next(files, from, most);
        }
    },
    /// PostgreSQL's write-ahead log: files of 16 MiB, made in advance and filled page by page.
    WAL("[0-9A-F]{24}") {
        @Override
        Reading next(LogFiles files, Position from, int most) throws IOException {
            return Wal.next(files, from, most);
        }
    };

    private final Pattern names;

    LogKind(String names) {
        this.names = Pattern.compile(names);
    }

    Pattern names() {
        return names;
    }

    /// What was written since; from the newest file on when nothing was read yet.
    ///
    /// @throws LogGap when what comes next is gone
    abstract Reading next(LogFiles files, Position from, int most) throws IOException;
}
