package casemate.agent.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.agent.NeedsRoot;
import casemate.base.Refusal;
import casemate.base.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Real volumes on this host's kernel.
@NeedsRoot
class VolumesTest extends VolumesContract {
    @Override
    Disk disk() {
        return Disk.USUAL;
    }

    @Override
    String mode() {
        return "AES-256-XTS";
    }

    @Test
    void what_lay_on_the_disk_while_it_was_open_cannot_be_read_there_later() throws Exception {
        try (Volumes volumes = Volumes.open(data, true);
                Secret key = Secret.of(new byte[Held.KEY_BYTES])) {
            Path volume = data.resolve("volumes/one");
            List<RawBytes> raw;
            try (Held held = volumes.unlock(key);
                    Held again = held.again()) {
                held.make(volume);
                Files.writeString(volume.resolve("a-telling-name"), MARKER);
                again.check(volume);
                raw = List.of(
                        RawBytes.of(volumes.image().orElseThrow(), volume.resolve("a-telling-name")),
                        RawBytes.of(volumes.image().orElseThrow(), volume));
                assertThat(volume.resolve("a-telling-name")).hasContent(MARKER);
            }
            assertThat(volumes.unlocked(volume)).isFalse();
            assertThat(volume.resolve("a-telling-name")).doesNotExist();
            for (RawBytes each : raw) {
                assertThat(new String(each.read(), StandardCharsets.ISO_8859_1))
                        .isNotBlank()
                        .doesNotContain(MARKER)
                        .doesNotContain("a-telling-name");
            }
        }
    }

    @Test
    void what_lay_in_the_clear_is_put_aside_and_never_taken_for_encrypted() throws Exception {
        Files.writeString(Files.createDirectories(data.resolve("volumes/old")).resolve("file"), MARKER);
        try (Volumes volumes = Volumes.open(data, true)) {
            assertThat(volumes.aside()).containsExactly("old");
            assertThat(volumes.aside("old").resolve("file")).hasContent(MARKER);
            try (Held held = volumes.unlockFresh()) {
                Path plain = Files.createDirectory(data.resolve("volumes/plain"));
                assertThatThrownBy(() -> held.check(plain)).hasMessageContaining("not encrypted");
                // What finds nothing in an encrypted volume finds it here.
                Path file = Files.writeString(plain.resolve("a-telling-name"), MARKER);
                assertThat(RawBytes.of(volumes.image().orElseThrow(), file).read())
                        .startsWith(MARKER.getBytes(StandardCharsets.US_ASCII));
            }
        }
        assertThatThrownBy(() -> Volumes.plain(data)).isInstanceOf(Refusal.class);
    }
}
