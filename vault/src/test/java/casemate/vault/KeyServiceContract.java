package casemate.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Secret;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What every key service must do.
public abstract class KeyServiceContract {
    private static final Secret KEY = Secret.of("0123456789abcdef0123456789abcdef");
    private static final byte[] HERE = "here".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ELSEWHERE = "elsewhere".getBytes(StandardCharsets.UTF_8);

    protected abstract KeyService service();

    @Test
    void what_it_wraps_it_unwraps_and_the_key_is_not_in_it() {
        KeyService service = service();
        byte[] wrapped = service.wrap(KEY, HERE);
        assertThat(service.unwrap(wrapped, HERE)).isEqualTo(KEY);
        assertThat(new String(wrapped, StandardCharsets.ISO_8859_1)).doesNotContain(KEY.revealText());
        assertThat(service.wrap(KEY, HERE)).isNotEqualTo(wrapped);
        assertThat(service.made(wrapped)).isTrue();
        assertThat(service.made(new byte[0])).isFalse();
        assertThat(service.made("other:r0:AAAA".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void it_unwraps_nothing_for_another_purpose_or_that_was_changed() {
        KeyService service = service();
        byte[] wrapped = service.wrap(KEY, HERE);
        assertThatThrownBy(() -> service.unwrap(wrapped, ELSEWHERE)).isInstanceOf(IllegalStateException.class);
        byte[] changed = wrapped.clone();
        changed[changed.length / 2] ^= 1;
        assertThatThrownBy(() -> service.unwrap(changed, HERE)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> service.unwrap(new byte[0], HERE)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_newer_root_key_makes_wrapped_keys_outdated_and_still_unwraps_them() {
        KeyService service = service();
        byte[] before = service.wrap(KEY, HERE);
        assertThat(service.outdated(before)).isFalse();
        service.rotate();
        byte[] after = service.wrap(KEY, HERE);
        assertThat(service.outdated(before)).isTrue();
        assertThat(service.outdated(after)).isFalse();
        assertThat(service.unwrap(before, HERE)).isEqualTo(KEY);
        assertThat(service.unwrap(after, HERE)).isEqualTo(KEY);
    }

    @Test
    void its_name_is_for_people() {
        assertThat(service().name()).isNotBlank().doesNotContain("token");
    }
}
