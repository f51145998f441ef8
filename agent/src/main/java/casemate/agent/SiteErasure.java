package casemate.agent;

import casemate.agent.backup.SiteEraser;
import casemate.agent.site.Site;
import casemate.base.InstanceId;
import casemate.wire.BackupOutcome;
import casemate.wire.EraseTask;
import casemate.wire.SitePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// Removes an erased instance's copies from one site, and what this host remembers of having made them.
final class SiteErasure {
    private final Path moments;
    private final Clock clock;

    /// @param moments where it is kept how far logs were copied
    SiteErasure(Path moments, Clock clock) {
        this.moments = moments;
        this.clock = clock;
    }

    BackupOutcome erase(EraseTask task) throws IOException, InterruptedException {
        Instant began = clock.instant();
        forget(task.instance());
        Site site = Site.of(
                SitePlace.parse(task.site().place()), task.site().access().forPruning());
        List<BackupOutcome.Copy> copies = SiteEraser.whole().erase(site, task.instance()).stream()
                .map(part -> new BackupOutcome.Copy(
                        part.part(),
                        task.site().name(),
                        part.left() == 0,
                        "",
                        0,
                        part.removed(),
                        part.left(),
                        Duration.between(began, clock.instant()).toMillis(),
                        part.trouble()))
                .toList();
        return new BackupOutcome(task.id(), task.instance(), began, clock.instant(), "", "", 0, 0, copies);
    }

    private void forget(InstanceId instance) throws IOException {
        if (!Files.isDirectory(moments)) {
            return;
        }
        try (Stream<Path> files = Files.list(moments)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith(instance.value() + "."))
                    .toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
