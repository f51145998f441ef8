package casemate.agent.disk;

import casemate.agent.image.Trees;
import casemate.agent.volume.Held;
import casemate.agent.volume.Place;
import casemate.agent.volume.Volumes;
import casemate.base.DurableFile;
import casemate.base.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Moves a volume that an earlier release made in the clear under its key: copied, compared, put in its
/// place by one rename, and only then removed where it lay. Whenever we die, one of the two is whole,
/// and the next start goes on.
final class MoveIn {
    private final Volumes volumes;

    MoveIn(Volumes volumes) {
        this.volumes = volumes;
    }

    /// @param volume its place
    /// @param stage another place
    void move(Path volume, Path stage, Held held) throws IOException, InterruptedException {
        Path clear = volumes.aside(volume.getFileName().toString());
        if (!Files.isDirectory(clear, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.notExists(volume, LinkOption.NOFOLLOW_LINKS)) {
            held.make(stage);
            Path copy = Place.real(stage);
            Trees.clone(clear, copy);
            Trees.compare(clear, copy);
            HostSync.place(stage);
            Files.move(stage, volume, StandardCopyOption.ATOMIC_MOVE);
            DurableFile.syncDirectory(volume.resolve("..").normalize());
        }
        FileTree.delete(clear);
        DurableFile.syncDirectory(clear.resolve("..").normalize());
    }
}
