package casemate.waf.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SizeTest {
    private static final int ROUNDS = 20_000;

    @Test
    void noProgramHasMoreInstructionsThanWereCounted() throws PatternRefused {
        PatternGrammar grammar = new PatternGrammar(20261122);
        int small = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Node tree = read(grammar.pattern());
            if (tree != null && Size.isSmall(tree)) {
                checked(tree);
                small++;
            }
        }
        assertThat(small).isGreaterThan(ROUNDS / 4);
    }

    @Test
    void mostPatternsOfRulesCanWaitToBeBuilt() throws PatternRefused {
        int small = 0;
        int all = 0;
        for (String pattern : RulePatterns.all()) {
            Node tree = Simplifier.simplify(PatternReader.read(pattern).node());
            all++;
            if (Size.isSmall(tree)) {
                checked(tree);
                small++;
            }
        }
        assertThat(small).as("of " + all).isGreaterThan(all * 4 / 5);
    }

    @Test
    void aPatternThatIsTooLargeIsRefusedWhenItIsCompiledAndNotLater() {
        assertThatThrownBy(() -> BytePattern.compile("(?:(?:(?:a{90}b){90})c){90}"))
                .isInstanceOf(PatternRefused.class)
                .hasMessageContaining("instructions");
        assertThatThrownBy(() -> BytePattern.compile("(?<!(a)\\1)c")).isInstanceOf(PatternRefused.class);
    }

    /// Null for one that is refused when it is read.
    private static @Nullable Node read(String pattern) {
        try {
            return Simplifier.simplify(PatternReader.read(pattern).node());
        } catch (PatternRefused _) {
            return null;
        }
    }

    private static void checked(Node tree) throws PatternRefused {
        double most = Size.of(tree).watched() + 3;
        assertThat((double) ProgramBuilder.ordered(tree, 20, new LookTable()).size())
                .isLessThanOrEqualTo(most);
        Node relaxed = Simplifier.simplify(Trees.relaxed(tree));
        assertThat((double) ProgramBuilder.plain(relaxed).size()).isLessThanOrEqualTo(most);
        assertThat((double) ProgramBuilder.plain(Trees.reversed(relaxed)).size())
                .isLessThanOrEqualTo(most);
    }
}
