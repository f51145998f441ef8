package casemate.agent.fill;

import casemate.agent.backup.BackupSet;
import casemate.agent.blueprint.Blueprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What makes a standby of a blueprint and of a backup's set.
public final class StandbyMark {
    private static final String MARK = "standby";

    private StandbyMark() {}

    /// How a database of this application follows another; empty where none can.
    public static Optional<Blueprint.Standby> of(Blueprint blueprint) {
        return blueprint.backup().database().flatMap(Blueprint.Dump::moments).flatMap(Blueprint.Moments::standby);
    }

    /// The set is to become a standby, not the instance.
    public static void put(BackupSet set) throws IOException {
        set.add(MARK, new byte[0]);
    }

    static boolean on(BackupSet set) {
        return Files.isRegularFile(set.root().resolve(MARK), LinkOption.NOFOLLOW_LINKS);
    }

    /// The application with its servers alone, and what watches them.
    public static Blueprint standing(Blueprint whole, Blueprint.Standby standby) {
        Blueprint.Step watch = standby.watch();
        Blueprint.Program watching = new Blueprint.Program(
                watch.name(), watch.command(), watch.environment(), Optional.empty(), watch.bound(), 1);
        List<Blueprint.Program> programs = Stream.concat(
                        whole.processes().stream()
                                .filter(program -> standby.servers().contains(program.name()))
                                .map(program -> program.with(standby.arguments())),
                        Stream.of(watching))
                .toList();
        return whole.running(programs);
    }
}
