package casemate.promise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import casemate.base.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever the bytes, a policy is read or refused in words, and soon.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PolicyFuzzTest {
    private static final int ROUNDS = 400;
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final List<String> SHARDS = List.of(
            "&a ",
            "*a",
            "!!int ",
            "!x ",
            "%YAML 1.1\n---\n",
            "\n---\n",
            "{",
            "}",
            "[",
            "]",
            ": ",
            "- ",
            "? ",
            "| \n",
            "> \n",
            "\"",
            "'",
            "\t",
            "\r",
            "\0",
            "\u2028",
            "\uFEFF",
            "#",
            "<<: *a\n",
            "P",
            "{keep}",
            "{{",
            "99999999999",
            "-1",
            "null",
            "~",
            "\n      ",
            "\n",
            "é",
            "😀");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mutations_of_a_real_policy_are_read_or_refused(long seed) throws IOException {
        Random chance = new Random(seed);
        byte[] good = House.find().policy("shared-contacts");
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = mutated(good, chance);
            long started = System.nanoTime();
            refused += refused(bytes) ? 1 : 0;
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(SOON);
        }
        assertThat(refused).as("mutations that were noticed").isGreaterThan(ROUNDS / 4);
    }

    @Test
    void noise_is_refused() {
        Random chance = new Random(4);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[chance.nextInt(2_000)];
            chance.nextBytes(bytes);
            assertThat(refused(bytes)).isTrue();
        }
    }

    @Test
    void files_made_to_exhaust_a_reader_are_refused_soon() {
        String laughs = "a: &a [x, x, x]\n" + "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n".repeat(50);
        int most = PolicyFile.MAX_BYTES - 100;
        for (String bomb : List.of(
                laughs,
                "[".repeat(most),
                "{".repeat(most),
                "- ".repeat(most / 2),
                "? ".repeat(most / 2),
                "a: ".repeat(most / 3),
                "a: \"" + "\\".repeat(most),
                "a: " + "x".repeat(most),
                "a: " + "{keep}".repeat(most / 6),
                "x" + "x: 1\nx".repeat(most / 6),
                " ".repeat(most),
                "\n".repeat(most),
                "[" + "a, ".repeat(most / 3) + "]",
                "promises: {" + "A: {}, ".repeat(most / 7) + "}")) {
            long started = System.nanoTime();
            assertThat(refused(bomb.getBytes(UTF_8))).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .as(bomb.substring(0, Math.min(20, bomb.length())))
                    .isLessThan(SOON);
        }
    }

    @Test
    void what_would_let_one_file_mean_two_things_is_refused() {
        for (String trick : List.of(
                Policies.HEAD.replace("Acme,", "&a Acme,") + Policies.HTTPS,
                Policies.HEAD.replace("name: Acme", "name: *a") + Policies.HTTPS,
                Policies.HEAD.replace("name: Acme", "name: !!str Acme") + Policies.HTTPS,
                "%YAML 1.2\n---\n" + Policies.HEAD + Policies.HTTPS,
                Policies.HEAD + Policies.HTTPS + "---\nmore: 1\n",
                Policies.HEAD + Policies.HTTPS + Policies.HTTPS)) {
            PolicyProblems problems = catchThrowableOfType(PolicyProblems.class, () -> Policies.parse(trick));
            assertThat(problems.problems()).as(trick).isNotEmpty();
        }
        assertThatCode(() -> Policies.parse("---\n" + Policies.HEAD + Policies.HTTPS))
                .doesNotThrowAnyException();
    }

    @Test
    void problems_are_bounded_in_number_and_length() {
        PolicyProblems problems = catchThrowableOfType(
                PolicyProblems.class, () -> Policies.parse(Policies.HEAD + "  X: {}\n".repeat(100_000)));
        assertThat(problems.problems())
                .hasSize(200)
                .allSatisfy(p -> assertThat(p.toString()).hasSizeLessThan(2_000).doesNotContain("\n"));
    }

    private static boolean refused(byte[] bytes) {
        try {
            PolicyFile.parse("fuzz.yaml", bytes);
            return false;
        } catch (PolicyProblems problems) {
            assertThat(problems.problems()).isNotEmpty();
            return true;
        } catch (Refusal _) {
            return true;
        }
    }

    /// One to three slips: a byte flipped, a stretch cut or doubled, a shard of YAML put in.
    private static byte[] mutated(byte[] good, Random chance) {
        byte[] bytes = good;
        int slips = 1 + chance.nextInt(3);
        for (int i = 0; i < slips; i++) {
            int at = chance.nextInt(bytes.length);
            int to = Math.min(bytes.length, at + chance.nextInt(200));
            bytes = switch (chance.nextInt(4)) {
                case 0 -> flipped(bytes, at, chance);
                case 1 -> joined(Arrays.copyOf(bytes, at), new byte[0], Arrays.copyOfRange(bytes, to, bytes.length));
                case 2 ->
                    joined(
                            Arrays.copyOf(bytes, to),
                            Arrays.copyOfRange(bytes, at, to),
                            Arrays.copyOfRange(bytes, to, bytes.length));
                default ->
                    joined(
                            Arrays.copyOf(bytes, at),
                            SHARDS.get(chance.nextInt(SHARDS.size())).getBytes(UTF_8),
                            Arrays.copyOfRange(bytes, at, bytes.length));
            };
        }
        return bytes;
    }

    private static byte[] flipped(byte[] bytes, int at, Random chance) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << chance.nextInt(8));
        return flipped;
    }

    private static byte[] joined(byte[] a, byte[] b, byte[] c) {
        byte[] joined = Arrays.copyOf(a, a.length + b.length + c.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        System.arraycopy(c, 0, joined, a.length + b.length, c.length);
        return joined;
    }
}
