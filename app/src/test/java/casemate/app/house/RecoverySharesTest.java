package casemate.app.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoverySharesTest {
    private final SecureRandom chance = new SecureRandom();

    @Test
    void any_three_of_five_give_the_key_and_two_do_not() throws Exception {
        RecoveryKey key = RecoveryKey.make();
        List<String> shares = RecoveryShares.split(key, 5, 3, chance);
        assertThat(shares).hasSize(5).doesNotHaveDuplicates();
        for (int a = 0; a < 5; a++) {
            for (int b = a + 1; b < 5; b++) {
                for (int c = b + 1; c < 5; c++) {
                    assertThat(RecoveryShares.join(List.of(shares.get(c), shares.get(a), shares.get(b)))
                                    .identity())
                            .isEqualTo(key.identity());
                }
                List<String> two = List.of(shares.get(a), shares.get(b), shares.get(a));
                assertThatThrownBy(() -> RecoveryShares.join(two))
                        .isInstanceOf(Refusal.class)
                        .hasMessageContaining("2 different shares, and 3 are needed");
            }
        }
    }

    @Test
    void typing_errors_strange_shares_and_senseless_splits_are_refused() throws Exception {
        List<String> shares = RecoveryShares.split(RecoveryKey.make(), 3, 2, chance);
        List<String> others = RecoveryShares.split(RecoveryKey.make(), 3, 2, chance);
        String typo = shares.get(0).endsWith("0")
                ? shares.get(0).replaceFirst("0$", "1")
                : shares.get(0).replaceFirst(".$", "0");
        assertThatThrownBy(() -> RecoveryShares.join(List.of(typo, shares.get(1))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("typing error");
        assertThatThrownBy(() -> RecoveryShares.join(List.of(shares.get(0), others.get(1))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("not of one key");
        assertThatThrownBy(() -> RecoveryShares.split(RecoveryKey.make(), 3, 1, chance))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> RecoveryShares.split(RecoveryKey.make(), 2, 3, chance))
                .isInstanceOf(Refusal.class);
    }
}
