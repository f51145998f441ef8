package casemate.agent.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.agent.NeedsRoot;
import casemate.agent.backup.Mounted;
import casemate.base.Secret;
import casemate.testkit.Eventually;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file system in a file, on a small disk of its own that fills up.
@NeedsRoot
class FullDiskTest {
    private static final int PIECE = 1 << 20;
    private static final int MOST_PIECES = 400;
    private static final Duration GIVEN_BACK = Duration.ofMinutes(3);

    @TempDir
    private Path directory;

    private Path data;
    private final Secret key = Secret.of(new byte[Held.KEY_BYTES]);

    @BeforeEach
    void begin() throws IOException {
        data = Files.createDirectories(directory.resolve("disk"));
    }

    @Test
    void a_full_disk_is_no_space_left_inside_and_never_an_error_that_turns_all_volumes_read_only() throws Exception {
        try (Mounted _ = Mounted.at(data, "100m");
                Volumes volumes = Volumes.open(data, true)) {
            assertThat(volumes.kind()).isEqualTo(Volumes.Kind.LOOP);
            try (Held held = volumes.unlock(key)) {
                Path volume = data.resolve("volumes/one");
                held.make(volume);
                Path kept = Files.writeString(volume.resolve("kept"), "acknowledged");
                // The host's own programs take most of it, from one look to the next.
                Path others = data.resolve("others");
                fill(others, 50);
                volumes.lookAtSpace();

                long first = untilFull(volume.resolve("first"));
                assertThat(first).isBetween(5L, 40L);
                assertThat(Files.getFileStore(data).getUsableSpace()).isGreaterThan(4 << 20);
                assertThatThrownBy(() -> fill(volume.resolve("more"), 10)).hasMessageContaining("No space left");
                assertThat(kept).hasContent("acknowledged");

                // Room again, by the host's programs or by the volumes' owners.
                Files.delete(others);
                volumes.lookAtSpace();
                assertThat(untilFull(volume.resolve("second"))).isGreaterThan(15);
                Files.delete(volume.resolve("second"));
                sync(volume);
                // The kernel gives back what was removed behind the commit, when it has time; or drops it, and is told
                // again.
                Eventually.until("room for a third file", GIVEN_BACK, () -> {
                    volumes.lookAtSpace();
                    return fits(volume.resolve("third"), 10);
                });
                assertThat(kept).hasContent("acknowledged");
            }
        }
    }

    /// Pieces that are on the disk, of a file that grows until there is no space left.
    private static long untilFull(Path file) throws IOException {
        long pieces = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (pieces < MOST_PIECES) {
                piece(channel);
                channel.force(true);
                pieces++;
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
        return pieces;
    }

    private static void fill(Path file, int pieces) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < pieces; i++) {
                piece(channel);
            }
            channel.force(true);
        }
    }

    private static boolean fits(Path file, int pieces) throws IOException {
        try {
            fill(file, pieces);
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
            Files.delete(file);
            return false;
        }
    }

    private static void piece(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(PIECE);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// What was removed is given back once the journal says so on the disk.
    private static void sync(Path volume) throws IOException {
        try (FileChannel channel =
                FileChannel.open(volume.resolve("sync"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            piece(channel);
            channel.force(true);
        }
    }
}
