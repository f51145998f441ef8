package casemate.agent.replica;

import casemate.base.DurableFile;
import casemate.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// How far a standby is, on the disk.
///
/// @param seed the archive's name of the backup that it was made of
/// @param epoch of the order that it was made for
/// @param lineage of the log that it follows
/// @param next the number after the last file of that log that lies on the disk
/// @param files what changed among the instance's files before this moment lies on the disk
public record StandbyState(String seed, long epoch, String lineage, long next, Instant files) {
    private static final int MAX_BYTES = 4 << 10;

    public StandbyState taken(long now, Instant at) {
        return new StandbyState(seed, epoch, lineage, now, at);
    }

    public static Optional<StandbyState> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Json.Obj o = Json.parseObject(Files.readAllBytes(file), MAX_BYTES);
        return Optional.of(new StandbyState(
                o.text("seed"),
                o.integer("epoch"),
                o.text("lineage"),
                o.integer("next"),
                o.find("files").isPresent() ? o.instant("files") : Instant.EPOCH));
    }

    public void write(Path file) throws IOException {
        DurableFile.write(
                file,
                Json.object()
                        .put("seed", seed)
                        .put("epoch", epoch)
                        .put("lineage", lineage)
                        .put("next", next)
                        .put("files", files)
                        .build()
                        .canonical());
    }
}
