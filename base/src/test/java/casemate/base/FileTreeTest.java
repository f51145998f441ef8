package casemate.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
    @TempDir
    private Path directory;

    @Test
    void a_copy_has_bytes_and_mode_and_takes_the_place_of_an_older_one() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "new");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Path target = Files.writeString(directory.resolve("target"), "old");
        FileTree.copyIfThere(file, target);
        assertThat(target).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void what_has_vanished_is_left_out_and_a_missing_target_is_not_taken_for_that() throws IOException {
        Path target = directory.resolve("target");
        FileTree.copyIfThere(directory.resolve("gone"), target);
        assertThat(target).doesNotExist();
        Path file = Files.writeString(directory.resolve("file"), "bytes");
        assertThatThrownBy(() -> FileTree.copyIfThere(file, directory.resolve("no/such/directory")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void links_are_removed_and_never_followed() throws IOException {
        Path kept = Files.writeString(directory.resolve("kept"), "bytes");
        Path root = Files.createDirectories(directory.resolve("root/below"));
        Files.createSymbolicLink(root.resolve("link"), kept);
        FileTree.delete(directory.resolve("root"));
        FileTree.delete(directory.resolve("root"));
        assertThat(directory.resolve("root")).doesNotExist();
        assertThat(kept).hasContent("bytes");
    }
}
