package casemate.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingKeyTest {
    private final SecureRandom chance = new SecureRandom();

    @TempDir
    Path directory;

    @Test
    void what_was_sealed_opens_after_a_restart_and_looks_different_each_time() throws IOException {
        Path file = directory.resolve("keys/sealing.key");
        SealingKey key = SealingKey.open(file, chance);
        byte[] once = key.seal("table/1", Secret.of("swordfish"));
        assertThat(once).isNotEqualTo(key.seal("table/1", Secret.of("swordfish")));
        assertThat(SealingKey.open(file, chance).open("table/1", once)).isEqualTo(Secret.of("swordfish"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void it_opens_for_no_other_row_under_no_other_key_and_not_when_changed() {
        SealingKey key = SealingKey.open(directory.resolve("a"), chance);
        byte[] sealed = key.seal("table/1", Secret.of("swordfish"));
        assertThatThrownBy(() -> key.open("table/2", sealed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> SealingKey.open(directory.resolve("b"), chance).open("table/1", sealed))
                .isInstanceOf(IllegalStateException.class);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> key.open("table/1", changed)).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> key.open("table/1", new byte[0])).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_damaged_key_is_not_replaced() throws IOException {
        Path file = directory.resolve("key");
        Files.write(file, new byte[31]);
        assertThatThrownBy(() -> SealingKey.open(file, chance)).isInstanceOf(Refusal.class);
    }
}
