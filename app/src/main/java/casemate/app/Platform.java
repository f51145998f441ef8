package casemate.app;

import casemate.database.EmbeddedPostgres;
import casemate.database.PostgresOptions;
import java.util.function.Consumer;

/// All programs of one platform, each started when what it stands on runs.
final class Platform {
    private final EmbeddedPostgres database;

    private Platform(EmbeddedPostgres database) {
        this.database = database;
    }

    /// @param running takes charge of each program as soon as it runs, so that a failure half-way stops the others
    static Platform start(UpSettings settings, DataDirectory data, StopOrder running, Progress progress)
            throws Exception {
        EmbeddedPostgres database = running.add("database", progress.step("database", () -> startDatabase(data)));
        return new Platform(database);
    }

    /// Calls back with its name when a program ends that nobody stopped.
    void onLoss(Consumer<String> lost) {
        var _ = database.exited().thenAccept(_ -> lost.accept("the database"));
    }

    private static EmbeddedPostgres startDatabase(DataDirectory data) throws Exception {
        return EmbeddedPostgres.start(
                data.part("postgres"), new PostgresOptions(data.part("keys"), data.part("postgres"), 0));
    }
}
