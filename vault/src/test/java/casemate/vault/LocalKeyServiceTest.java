package casemate.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.base.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKeyServiceTest extends KeyServiceContract {
    private static final byte[] HERE = "here".getBytes(StandardCharsets.UTF_8);
    private static final Secret KEY = Secret.of("0123456789abcdef0123456789abcdef");
    private final SecureRandom chance = new SecureRandom();

    @TempDir
    Path directory;

    @Override
    protected KeyService service() {
        return open(Unlocks.file('a'));
    }

    @Test
    void what_it_wrapped_is_unwrapped_after_a_restart_and_after_a_rotation() {
        LocalKeyService first = open(Unlocks.file('a'));
        byte[] wrapped = first.wrap(KEY, HERE);
        first.rotate();
        LocalKeyService second = open(Unlocks.file('a'));
        assertThat(second.unwrap(wrapped, HERE)).isEqualTo(KEY);
        assertThat(second.outdated(wrapped)).isTrue();
    }

    @Test
    void only_its_passphrase_opens_the_file() {
        byte[] wrapped =
                open(new Unlock.Passphrase(Secret.of("correct horse battery"))).wrap(KEY, HERE);
        assertThat(open(new Unlock.Passphrase(Secret.of("correct horse battery")))
                        .unwrap(wrapped, HERE))
                .isEqualTo(KEY);
        assertThatThrownBy(() -> open(new Unlock.Passphrase(Secret.of("wrong horse battery"))))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("root-keys-locked"));
        assertThatThrownBy(() -> open(Unlocks.file('a'))).isInstanceOf(Refusal.class);
    }

    @Test
    void a_short_passphrase_and_a_short_file_are_refused() {
        assertThatThrownBy(() -> new Unlock.Passphrase(Secret.of("tiny"))).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new Unlock.KeyFile(Secret.of("tiny"))).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Unlock.KeyFile.read(directory.resolve("none"))).isInstanceOf(Refusal.class);
    }

    @Test
    void the_file_holds_no_root_key_in_the_clear_and_is_the_owners_alone() throws IOException {
        open(Unlocks.file('a'));
        Path file = directory.resolve("roots.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).doesNotContain("61616161");
    }

    @Test
    void a_damaged_file_is_neither_used_nor_replaced() throws IOException {
        Path file = directory.resolve("roots.json");
        for (String damage : new String[] {
            "", "{}", "{\"format\":\"casemate.root-keys.v1\",\"keys\":[],\"salt\":\"00\"}", "[]", "{\"format\":1}"
        }) {
            Files.writeString(file, damage);
            assertThatThrownBy(() -> open(Unlocks.file('a'))).isInstanceOf(Refusal.class);
            assertThat(Files.readString(file)).isEqualTo(damage);
        }
    }

    @Test
    void root_keys_that_change_places_are_found_out() throws IOException {
        LocalKeyService service = open(Unlocks.file('a'));
        service.rotate();
        Path file = directory.resolve("roots.json");
        String text = Files.readString(file);
        String first = text.substring(text.indexOf("[{") + 1, text.indexOf("},{") + 1);
        String second = text.substring(text.indexOf("},{") + 2, text.indexOf("}]") + 1);
        Files.writeString(file, text.replace(first + "," + second, second + "," + first));
        assertThatThrownBy(() -> open(Unlocks.file('a'))).isInstanceOf(Refusal.class);
    }

    private LocalKeyService open(Unlock unlock) {
        return LocalKeyService.open(directory.resolve("roots.json"), unlock, chance, Clock.systemUTC());
    }
}
