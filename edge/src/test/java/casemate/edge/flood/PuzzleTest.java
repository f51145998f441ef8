package casemate.edge.flood;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

public class PuzzleTest {
    private final Puzzle puzzle = new Puzzle(new byte[32]);
    private final Random chance = new Random(5);

    /// Does what a browser does.
    public static String solve(String challenge) {
        String[] parts = challenge.split("\\.", -1);
        int bits = Integer.parseInt(parts[1]);
        StringJoiner found = new StringJoiner("-");
        for (int part = 0; part < Puzzle.PARTS; part++) {
            int nonce = 0;
            while (!Puzzle.begins(Puzzle.work(parts[3], part, Integer.toString(nonce)), bits)) {
                nonce++;
            }
            found.add(Integer.toString(nonce));
        }
        return found.toString();
    }

    @Test
    void who_has_worked_gets_in_and_nobody_else_and_not_elsewhere_and_not_for_ever() {
        String challenge = puzzle.challenge("a host", 10, 1_000, chance);
        String answers = solve(challenge);
        assertThat(puzzle.solved("a host", challenge, answers, 1_000)).isTrue();
        assertThat(puzzle.solved("b host", challenge, answers, 1_000)).isFalse();
        assertThat(puzzle.solved("a other", challenge, answers, 1_000)).isFalse();
        assertThat(puzzle.solved("a host", challenge, answers, 1_301)).isFalse();
        assertThat(new Puzzle(new byte[] {1}).solved("a host", challenge, answers, 1_000))
                .isFalse();
        String pass = puzzle.pass("a host", 1_000);
        assertThat(puzzle.passes("a host", pass, 4_600)).isTrue();
        assertThat(puzzle.passes("a host", pass, 4_601)).isFalse();
        assertThat(puzzle.passes("b host", pass, 1_000)).isFalse();
    }

    @Test
    void a_challenge_made_easier_or_an_answer_made_up_is_refused() {
        String challenge = puzzle.challenge("a host", 16, 1_000, chance);
        String easier = challenge.replaceFirst("\\.16\\.", ".1.");
        assertThat(puzzle.solved("a host", easier, solve(easier), 1_000)).isFalse();
        assertThat(puzzle.solved("a host", challenge, "0-0-0-0-0-0-0-0", 1_000)).isFalse();
        assertThat(puzzle.solved("a host", puzzle.challenge("a host", 1, 1_000, chance), "0-1-2", 1_000))
                .isFalse();
        for (String junk : new String[] {"", ".", "...", "x.y.z.w", "9".repeat(400), "1.2.3.4.5"}) {
            assertThat(puzzle.solved("a host", junk, junk, 1_000)).as(junk).isFalse();
            assertThat(puzzle.passes("a host", junk, 1_000)).as(junk).isFalse();
        }
    }
}
