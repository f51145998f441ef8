package casemate.control.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.UserId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CodeRulesTest {
    private static final Secret KEY = Secret.of(FactorDrill.RFC_KEY);
    private static final UserId PERSON = new UserId("usr_0" + "a".repeat(25));

    private final CodeRules rules = CodeRules.strict();

    @Test
    void the_codes_of_both_documents_come_out() {
        for (FactorDrill.Vector vector : FactorDrill.TOTP) {
            long step = CodeRules.step(Instant.ofEpochSecond(vector.second()));
            assertThat(rules.code(Method.TOTP, Algorithm.SHA1, KEY, step)).isEqualTo(vector.code());
        }
        for (int count = 0; count < FactorDrill.HOTP.size(); count++) {
            assertThat(rules.code(Method.HOTP, Algorithm.SHA1, KEY, count)).isEqualTo(FactorDrill.HOTP.get(count));
        }
        Secret longer = Secret.of("12345678901234567890123456789012");
        assertThat(rules.code(Method.TOTP, Algorithm.SHA256, longer, 1)).isEqualTo("119246");
        assertThat(rules.code(
                        Method.TOTP, Algorithm.SHA256, longer, CodeRules.step(Instant.ofEpochSecond(20_000_000_000L))))
                .isEqualTo("737706");
    }

    @Test
    void a_code_by_time_is_right_one_step_early_or_late_and_no_further() {
        Instant now = Instant.parse("2026-11-22T12:00:00Z");
        long step = CodeRules.step(now);
        for (long d = -3; d <= 3; d++) {
            String code = rules.code(Method.TOTP, Algorithm.SHA1, KEY, step + d);
            assertThat(rules.accept(generator(Method.TOTP, -1), KEY, code, now).isPresent())
                    .as("step " + d)
                    .isEqualTo(Math.abs(d) <= 1);
        }
        String code = rules.code(Method.TOTP, Algorithm.SHA1, KEY, step);
        assertThat(rules.accept(generator(Method.TOTP, step), KEY, code, now)).isEmpty();
        assertThat(CodeRules.switchedOff().accept(generator(Method.TOTP, step), KEY, code, now))
                .isPresent();
    }

    @Test
    void a_code_by_count_is_right_within_the_look_ahead_and_two_in_a_row_bring_a_token_back() {
        for (int ahead : new int[] {1, CodeRules.LOOK_AHEAD, CodeRules.LOOK_AHEAD + 1}) {
            String code = rules.code(Method.HOTP, Algorithm.SHA1, KEY, 40 + ahead);
            assertThat(rules.accept(generator(Method.HOTP, 40), KEY, code, Instant.EPOCH)
                            .isPresent())
                    .isEqualTo(ahead <= CodeRules.LOOK_AHEAD);
        }
        String first = rules.code(Method.HOTP, Algorithm.SHA1, KEY, 150);
        String second = rules.code(Method.HOTP, Algorithm.SHA1, KEY, 151);
        assertThat(rules.resynchronise(generator(Method.HOTP, 40), KEY, first, second))
                .hasValue(151);
        assertThat(rules.resynchronise(generator(Method.HOTP, 40), KEY, second, first))
                .isEmpty();
        assertThat(rules.resynchronise(generator(Method.HOTP, 150), KEY, first, second))
                .isEmpty();
        assertThat(rules.resynchronise(generator(Method.TOTP, 40), KEY, first, second))
                .isEmpty();
    }

    @Test
    void seeds_are_read_in_hexadecimal_and_base_32_and_nothing_else() {
        byte[] seed = FactorDrill.RFC_KEY.getBytes(StandardCharsets.US_ASCII);
        assertThat(Base32.encode(seed)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assertThat(Base32.parseSeed("gezd gnbv gy3t qojq gezd gnbv gy3t qojq")).isEqualTo(seed);
        assertThat(Base32.parseSeed("3132-3334 3536373839303132333435363738393 0"))
                .isEqualTo(seed);
        for (String bad : List.of("", "short", "GEZDGNBVGY3TQOJ0GEZDGNBVGY3TQOJ1", "A".repeat(300))) {
            assertThatThrownBy(() -> Base32.parseSeed(bad)).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void recovery_codes_are_read_as_people_copy_them() {
        List<String> codes = RecoveryCodes.make(new SecureRandom());
        assertThat(codes).hasSize(RecoveryCodes.COUNT).doesNotHaveDuplicates().allMatch(c -> c.length() == 19);
        byte[] hash = RecoveryCodes.hash(PERSON, "0123-1bcd-efgh-jkmn").orElseThrow();
        assertThat(RecoveryCodes.hash(PERSON, " O123lBCD efghJKMN ")).contains(hash);
        assertThat(RecoveryCodes.hash(PERSON, "123456")).isEmpty();
    }

    private static Generator generator(Method method, long position) {
        return new Generator(
                "gen",
                PERSON,
                method,
                Algorithm.SHA1,
                "phone",
                position,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
    }
}
