package casemate.control.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.base.Secret;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerifiersTest {
    private static final Secret PASSWORD = Secret.of("zażółć gęślą jaźń");

    private final Verifiers verifiers = Verifiers.slow();

    @Test
    void a_verifier_is_a_phc_string_of_argon2id_with_the_promised_figures() {
        assertThat(verifiers.make(PASSWORD))
                .matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
    }

    @Test
    void equal_passwords_have_different_verifiers_and_each_matches_only_its_own_password() {
        String one = verifiers.make(PASSWORD);
        String other = verifiers.make(PASSWORD);
        assertThat(one).isNotEqualTo(other);
        assertThat(verifiers.matches(PASSWORD, one)).isTrue();
        assertThat(verifiers.matches(PASSWORD, other)).isTrue();
        assertThat(verifiers.matches(Secret.of("zażółć gęślą jaźn"), one)).isFalse();
    }

    @Test
    void a_verifier_from_a_time_of_weaker_figures_is_outdated_and_still_opens() {
        String fast = Verifiers.switchedOff().make(PASSWORD);
        assertThat(verifiers.matches(PASSWORD, fast)).isTrue();
        assertThat(verifiers.outdated(fast)).isTrue();
        assertThat(verifiers.outdated(verifiers.make(PASSWORD).replace("m=19456", "m=4096")))
                .isTrue();
        assertThat(verifiers.outdated(verifiers.make(PASSWORD))).isFalse();
    }

    @Test
    void what_is_no_verifier_matches_nothing() {
        for (String damaged : new String[] {"", "x", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1$$", "$sha256$"}) {
            assertThat(verifiers.matches(PASSWORD, damaged)).as(damaged).isFalse();
        }
    }

    @Test
    void many_at_once_wait_for_their_place_and_are_all_answered() throws Exception {
        String verifier = verifiers.make(PASSWORD);
        List<Callable<Boolean>> all = IntStream.range(0, 24)
                .<Callable<Boolean>>mapToObj(_ -> () -> verifiers.matches(PASSWORD, verifier))
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> answer : threads.invokeAll(all)) {
                assertThat(answer.get()).isTrue();
            }
        }
    }

    @Test
    void an_imported_digest_is_wrapped_at_once_opens_by_its_password_and_is_outdated() {
        String digest = casemate.base.Sha256.hex(PASSWORD.reveal());
        String wrapped = verifiers.wrap(digest);
        assertThat(wrapped).matches(Verifiers.PHC).doesNotContain(digest);
        assertThat(verifiers.matches(PASSWORD, wrapped)).isTrue();
        assertThat(verifiers.matches(Secret.of("another long password"), wrapped))
                .isFalse();
        assertThat(verifiers.matches(Secret.of(digest), wrapped))
                .as("the digest is no password")
                .isFalse();
        assertThat(verifiers.outdated(wrapped)).isTrue();
    }

    @Test
    void what_is_no_digest_is_refused() {
        for (String digest : new String[] {"", "ab", "g".repeat(64), "a".repeat(63), "a".repeat(65)}) {
            assertThatThrownBy(() -> verifiers.wrap(digest)).isInstanceOf(Refusal.class);
        }
    }
}
