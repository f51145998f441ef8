package casemate.agent.fill;

import casemate.agent.backup.BackupSet;
import casemate.agent.blueprint.Blueprint;
import casemate.agent.moment.LogKind;
import casemate.agent.moment.MomentLogs;
import casemate.base.InstanceId;
import casemate.wire.RestoreMoment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// The moment to which a restored set goes on: beside the volume in the set lie its time and the files of the
/// database's log.
public final class MomentOf {
    private static final String TIME = "moment";
    private static final String LOGS = "log";
    /// As both servers read it, in UTC.
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");

    private MomentOf() {}

    /// Fetches what is needed into a set that was just unpacked and compared.
    public static void fetch(RestoreMoment moment, InstanceId source, Blueprint blueprint, BackupSet set)
            throws IOException, InterruptedException {
        LogKind kind = kind(blueprint)
                .orElseThrow(
                        () -> new IOException("the application " + blueprint.name() + " keeps no log to restore by"));
        MomentLogs.fetch(moment, moment.store(), source, kind, logs(set));
        set.add(
                TIME,
                WRITTEN.format(moment.at().atOffset(ZoneOffset.UTC))
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /// How its database writes the log by which it can be restored; empty when it cannot.
    public static Optional<LogKind> kind(Blueprint blueprint) {
        return blueprint.backup().database().flatMap(Blueprint.Dump::moments).flatMap(_ -> switch (blueprint.engine()) {
            case NONE -> Optional.empty();
            case MARIADB -> Optional.of(LogKind.BINLOG);
            case POSTGRESQL -> Optional.of(LogKind.WAL);
        });
    }

    /// Whether the log leads on from files rather than from the dump, so that there is no dump to compare with.
    public static boolean replacesDump(Blueprint blueprint) {
        return blueprint
                .backup()
                .database()
                .flatMap(Blueprint.Dump::moments)
                .flatMap(Blueprint.Moments::base)
                .isPresent();
    }

    public static Optional<String> time(BackupSet set) throws IOException {
        Path file = set.root().resolve(TIME);
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(Files.readString(file))
                : Optional.empty();
    }

    static Path logs(BackupSet set) {
        return set.root().resolve(LOGS);
    }
}
