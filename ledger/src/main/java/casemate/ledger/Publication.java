package casemate.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// What readers see: the file `checkpoint`, always a whole one, and `witnessed`, the newest that enough witnesses
/// cosigned.
final class Publication {
    private final Disk disk;
    private final Path directory;
    private volatile Checkpoint current;

    Publication(Disk disk, Path directory, Checkpoint current) {
        this.disk = disk;
        this.directory = directory;
        this.current = current;
    }

    Checkpoint current() {
        return current;
    }

    /// Shows readers a newer checkpoint. Not synced: the journal holds it, and recovery publishes it again.
    synchronized void publish(Checkpoint checkpoint) throws IOException {
        replace(LedgerReader.CHECKPOINT, checkpoint, false);
        current = checkpoint;
    }

    /// Keeps a cosigned checkpoint, and shows its cosignatures when it is still the newest.
    synchronized void witnessed(Checkpoint cosigned) throws IOException {
        replace(LedgerReader.WITNESSED, cosigned, true);
        if (current.body().equals(cosigned.body())) {
            publish(cosigned);
        }
    }

    private void replace(String name, Checkpoint checkpoint, boolean durable) throws IOException {
        Path temporary = directory.resolve(name + ".tmp");
        disk.write(temporary, ByteBuffer.wrap(Text.utf8(checkpoint.note())));
        if (durable) {
            disk.sync(temporary);
        }
        disk.rename(temporary, directory.resolve(name));
        if (durable) {
            disk.syncDirectory(directory);
        }
    }
}
