package casemate.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What readers see: the file `checkpoint`, always a whole one, and `witnessed`, the newest that enough witnesses
/// cosigned.
final class Publication {
    private final Disk disk;
    private final Path directory;
    private final Spares spares;
    private final List<Path> outdated = new ArrayList<>();
    private Optional<Path> newest = Optional.empty();
    private volatile Checkpoint current;

    Publication(Disk disk, Path directory, Spares spares, Checkpoint current) {
        this.disk = disk;
        this.directory = directory;
        this.spares = spares;
        this.current = current;
    }

    Checkpoint current() {
        return current;
    }

    /// Shows readers a newer checkpoint. Not synced: the journal holds it, and recovery publishes it again.
    synchronized void publish(Checkpoint checkpoint) throws IOException {
        Path file = spares.take();
        Path temporary = directory.resolve(LedgerReader.CHECKPOINT + ".tmp");
        disk.write(file, bytes(checkpoint));
        disk.delete(temporary);
        disk.link(file, temporary);
        disk.rename(temporary, directory.resolve(LedgerReader.CHECKPOINT));
        // Its spare name keeps the file when the next one takes its place.
        newest.ifPresent(outdated::add);
        newest = Optional.of(file);
        current = checkpoint;
    }

    /// Files that carried checkpoints before the newest.
    synchronized List<Path> outdated() {
        return List.copyOf(outdated);
    }

    /// Lets such files be written over, once it is durable that a newer one carries the name.
    synchronized void release(List<Path> files) throws IOException {
        outdated.removeAll(files);
        spares.release(files);
    }

    /// Keeps a cosigned checkpoint, and shows its cosignatures when it is still the newest.
    synchronized void witnessed(Checkpoint cosigned) throws IOException {
        replace(LedgerReader.WITNESSED, cosigned);
        if (current.body().equals(cosigned.body())) {
            publish(cosigned);
        }
    }

    private void replace(String name, Checkpoint checkpoint) throws IOException {
        Path temporary = directory.resolve(name + ".tmp");
        disk.write(temporary, bytes(checkpoint));
        disk.sync(temporary);
        disk.rename(temporary, directory.resolve(name));
        disk.syncDirectory(directory);
    }

    private static ByteBuffer bytes(Checkpoint checkpoint) {
        return ByteBuffer.wrap(Text.utf8(checkpoint.note()));
    }
}
