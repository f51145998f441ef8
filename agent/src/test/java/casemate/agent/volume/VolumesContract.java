package casemate.agent.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Secret;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What volumes under keys of their own are, whoever encrypts them.
abstract class VolumesContract {
    static final String MARKER = "a marker that nothing else says";
    static final String NAME = "a-telling-name";

    @TempDir
    Path data;

    private final Secret key = Secret.of(new byte[Held.KEY_BYTES]);

    abstract Disk disk();

    abstract String mode();

    Volumes open() throws Exception {
        return Volumes.open(data, true, disk());
    }

    Path place(String name) {
        return data.resolve("volumes").resolve(name);
    }

    @Test
    void what_is_written_is_not_on_the_disk_and_is_gone_with_its_key() throws Exception {
        try (Volumes volumes = open()) {
            Path volume = place("one");
            try (Held held = volumes.unlock(key);
                    Held again = held.again()) {
                held.make(volume);
                Path file = Files.writeString(volume.resolve(NAME), MARKER);
                again.check(volume);
                assertThat(volumes.mode(volume)).contains(mode());
                assertThat(volumes.unlocked(volume)).isTrue();
                assertThat(held.stands()).isTrue();
                for (Path each : new Path[] {file, volume}) {
                    assertThat(new String(volumes.raw(each), StandardCharsets.ISO_8859_1))
                            .isNotBlank()
                            .doesNotContain(MARKER)
                            .doesNotContain(NAME);
                }
                assertThat(file).hasContent(MARKER);
            }
            assertThat(volumes.unlocked(volume)).isFalse();
            assertThat(volume.resolve(NAME)).doesNotExist();
            try (Held other = volumes.unlockFresh()) {
                assertThatThrownBy(() -> other.check(volume)).isInstanceOf(IOException.class);
                assertThat(volume.resolve(NAME)).doesNotExist();
            }
            try (Held _ = volumes.unlock(key)) {
                assertThat(volume.resolve(NAME)).hasContent(MARKER);
            }
        }
        try (Volumes volumes = open();
                Held _ = volumes.unlock(key)) {
            assertThat(place("one").resolve(NAME)).hasContent(MARKER);
        }
    }

    /// Without a key: what finds nothing above finds it here.
    @Test
    void what_is_made_without_a_key_lies_on_the_disk_as_it_is() throws Exception {
        try (Volumes volumes = open();
                Held none = volumes.none()) {
            none.make(place("clear"));
            Path file = Files.writeString(place("clear").resolve(NAME), MARKER);
            assertThat(new String(volumes.raw(file), StandardCharsets.ISO_8859_1))
                    .startsWith(MARKER);
            assertThat(new String(volumes.raw(place("clear")), StandardCharsets.ISO_8859_1))
                    .contains(NAME);
            assertThat(volumes.mode(place("clear"))).isEmpty();
            try (Held held = volumes.unlockFresh()) {
                assertThatThrownBy(() -> held.check(place("clear"))).hasMessageContaining("not encrypted");
            }
            Place.remove(place("clear"));
        }
    }

    @Test
    void volumes_are_exchanged_by_renaming_and_what_is_removed_is_gone() throws Exception {
        try (Volumes volumes = open()) {
            Path stage = volumes.stage("restoring");
            try (Held held = volumes.unlock(key)) {
                held.make(place("one"));
                Files.writeString(place("one").resolve(NAME), "before");
                held.make(stage);
                Path set = Files.createDirectories(stage.resolve("set/volume"));
                Files.writeString(set.resolve(NAME), "restored");
                assertThat(held.covers(set)).isTrue();
                held.take(set, place("trial"));
                Place.remove(stage);
                assertThat(set).doesNotExist();
                Files.move(place("trial"), place("one.1"));
                Place.remove(place("one"));
                held.check(place("one.1"));
            }
            assertThat(place("one.1").resolve(NAME)).doesNotExist();
            try (Held held = volumes.unlock(key)) {
                assertThat(Place.real(place("one.1")).resolve(NAME)).hasContent("restored");
                held.make(place("one.1"));
                assertThat(Place.real(place("one.1"))).isEmptyDirectory();
            }
            Place.remove(place("one.1"));
            volumes.collect();
            assertThat(data.resolve("volumes")).isEmptyDirectory();
        }
    }

    /// What databases ask of a file system.
    @Test
    void files_have_owners_and_second_names_and_can_be_mapped_and_brought_to_the_disk() throws Exception {
        try (Volumes volumes = open();
                Held held = volumes.unlock(key)) {
            held.make(place("one"));
            Path file = place("one").resolve("table");
            try (FileChannel channel = FileChannel.open(
                            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    Arena arena = Arena.ofConfined()) {
                MemorySegment mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, MARKER.length(), arena);
                mapped.copyFrom(MemorySegment.ofArray(MARKER.getBytes(StandardCharsets.US_ASCII)));
                mapped.force();
                channel.force(true);
            }
            Path second = Files.createLink(file.resolveSibling("second"), file);
            Files.setAttribute(file, "unix:uid", 1_900_000_001);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
            assertThat(second).hasContent(MARKER);
            assertThat(Files.getAttribute(second, "unix:uid")).isEqualTo(1_900_000_001);
            assertThat(Files.getAttribute(second, "unix:nlink")).isEqualTo(2);
            assertThat(Files.getPosixFilePermissions(second)).hasSize(3);
        }
    }
}
