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
        boolean kept;
        try {
            disk.write(file, bytes(checkpoint));
            kept = show(file);
        } catch (IOException e) {
            // Nobody saw it, so it can be written over.
            spares.release(List.of(file));
            throw e;
        }
        newest.ifPresent(outdated::add);
        newest = kept ? Optional.of(file) : Optional.empty();
        current = checkpoint;
    }

    /// Gives a file the name that readers know. Not every file system has links; without, each checkpoint is a new
    /// file.
    ///
    /// @return whether the file keeps its spare name too, so that it outlives the next checkpoint
    private boolean show(Path file) throws IOException {
        Path temporary = directory.resolve(LedgerReader.CHECKPOINT + ".tmp");
        disk.delete(temporary);
        boolean linked = true;
        try {
            disk.link(file, temporary);
        } catch (IOException _) {
            disk.rename(file, temporary);
            linked = false;
        }
        disk.rename(temporary, directory.resolve(LedgerReader.CHECKPOINT));
        return linked;
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
