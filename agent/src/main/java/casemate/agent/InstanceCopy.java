package casemate.agent;

import casemate.agent.backup.BackupSet;
import casemate.agent.blueprint.Blueprint;
import casemate.agent.disk.PodRecord;
import casemate.agent.disk.PodVolumes;
import casemate.agent.site.Confined;
import casemate.agent.volume.Place;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.wire.InstanceCopies.Part;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Hands out an instance's data for its customer: frozen like a backup, under a key of the moment, and
/// packed by the same stock tools. What the agent made by chance for the pod (passwords of its database) is
/// not the customer's and stays out.
final class InstanceCopy {
    private static final Duration BOUND = Duration.ofHours(6);
    private static final String PACK = """
            tar --create --sparse --sort=name --numeric-owner --directory=/set . | zstd --quiet --stdout -3
            """;
    private static final String SQUEEZE = """
            zstd --quiet --stdout -3 "/set/$1"
            """;

    private final PodVolumes volumes;
    private final BackupMaker maker;
    private final Clock clock;

    InstanceCopy(PodVolumes volumes, BackupMaker maker, Clock clock) {
        this.volumes = volumes;
        this.maker = maker;
        this.clock = clock;
    }

    /// On a thread of its own: tools end with the platform thread that started them.
    void copy(InstanceId instance, Part part, OutputStream out) throws IOException, InterruptedException {
        FutureTask<Void> task = new FutureTask<>(() -> {
            make(instance, part, out);
            return null;
        });
        Thread thread = Thread.ofPlatform().daemon().name("agent-copy").start(task);
        try {
            task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case InterruptedException ended -> throw ended;
                case RuntimeException other -> throw other;
                case null, default -> throw new IllegalStateException("copying an instance failed", e.getCause());
            }
        } finally {
            thread.interrupt();
            thread.join();
        }
    }

    private void make(InstanceId instance, Part part, OutputStream out) throws IOException, InterruptedException {
        Ids ids = new Ids(clock, new SecureRandom());
        String run = ids.make("exp");
        Path stage = volumes.stage(run);
        try {
            volumes.moment().make(stage);
            BackupSet set = BackupSet.begin(stage.resolve("set"));
            PodRecord record = maker.freeze(instance, set);
            Path text = BackupMaker.dump(set.volume());
            if (part == Part.WHOLE) {
                set.seal(instance, record.blueprint(), run, clock.instant());
                pack(Confined.script(PACK), set.root(), out);
            } else if (Files.isRegularFile(text, LinkOption.NOFOLLOW_LINKS)) {
                pack(
                        Confined.script(
                                SQUEEZE,
                                List.of(Path.of(Blueprint.Dump.FILE)
                                        .getFileName()
                                        .toString())),
                        text.resolve("..").normalize(),
                        out);
            } else {
                throw Refusal.conflict(
                        "copy-no-database",
                        "There is no text of a database: the application has none, or stands still; start it first.");
            }
        } finally {
            Place.remove(stage);
        }
    }

    private static void pack(Confined tool, Path what, OutputStream out) throws IOException, InterruptedException {
        tool.reading(what, "/set")
                .within(BOUND)
                .run(Confined.nothing(), made -> made.transferTo(out))
                .must("packing the copy");
    }
}
