package casemate.agent;

import casemate.base.DurableFile;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.wire.BackupOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Outcomes that control may not have taken in yet, on the disk before anybody hears of them: what is done is not done
/// again after a crash.
final class BackupJournal {
    private static final int MAX_BYTES = 1 << 20;

    private final Path directory;
    private final Map<String, BackupOutcome> outcomes = new TreeMap<>();

    BackupJournal(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                try {
                    BackupOutcome outcome = BackupOutcome.read(Json.parseObject(Files.readAllBytes(file), MAX_BYTES));
                    outcomes.put(outcome.task(), outcome);
                } catch (Refusal _) {
                    // Unreadable: the task is done once more.
                    Files.delete(file);
                }
            }
        }
    }

    synchronized void write(BackupOutcome outcome) throws IOException {
        DurableFile.write(file(outcome.task()), outcome.json().canonical());
        outcomes.put(outcome.task(), outcome);
    }

    synchronized boolean has(String task) {
        return outcomes.containsKey(task);
    }

    synchronized List<BackupOutcome> all() {
        return List.copyOf(outcomes.values());
    }

    /// Forgets what nobody orders any more.
    synchronized void keepOnly(Collection<String> tasks) throws IOException {
        for (String gone :
                outcomes.keySet().stream().filter(id -> !tasks.contains(id)).toList()) {
            Files.deleteIfExists(file(gone));
            outcomes.remove(gone);
        }
    }

    private Path file(String task) {
        return directory.resolve(task + ".json");
    }
}
