package casemate.control.ward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.AddressRange;
import casemate.base.Refusal;
import casemate.wire.EdgeReport.RuleHit;
import casemate.wire.Exclusion;
import casemate.wire.Shield.Mode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WardRulesTest {
    @Test
    void bans_double_up_to_a_day_and_never_below_what_the_policy_promises() {
        Duration first = Duration.ofMinutes(10);
        assertThat(WardRules.escalated(first, 0)).isEqualTo(first);
        assertThat(WardRules.escalated(first, 3)).isEqualTo(Duration.ofMinutes(80));
        assertThat(WardRules.escalated(first, 1_000)).isEqualTo(Duration.ofDays(1));
        assertThat(WardRules.escalated(Duration.ofDays(30), 5)).isEqualTo(Duration.ofDays(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "10.0.0.0/7", "::/0", "2000::/3"})
    void a_range_of_half_the_world_is_refused(String range) {
        assertThatThrownBy(() -> WardRules.notTooWide(AddressRange.parse(range)))
                .isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "no", "two\nlines", "\u0000\u0000\u0000"})
    void a_reason_is_a_line_that_says_something(String typed) {
        assertThatThrownBy(() -> WardRules.reason(typed)).isInstanceOf(Refusal.class);
    }

    @Test
    void an_exclusion_is_proposed_for_the_variable_that_matched() {
        assertThat(WardRules.proposal(new RuleHit(942100, "SQL", "ARGS:content"), "/wp-admin/post.php"))
                .isEqualTo(new Exclusion(942100, "ARGS:content", "/wp-admin/post.php"));
        assertThat(WardRules.proposal(new RuleHit(942100, "SQL", "ARGS:a b"), "/é"))
                .isEqualTo(new Exclusion(942100, "", "/"));
        assertThat(WardRules.proposal(new RuleHit(942100, "SQL", ""), "/" + "x".repeat(400))
                        .path())
                .hasSizeLessThanOrEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(longs = {901120, 949110, 959100, 980170})
    void rules_that_only_count_are_not_excluded(long rule) {
        assertThatThrownBy(() -> WardRules.mayExclude(rule)).isInstanceOf(Refusal.class);
    }

    @Test
    void less_is_less_in_mode_or_level() {
        assertThat(WardRules.lowers(Settings.USUAL, Mode.DETECT, 4)).isTrue();
        assertThat(WardRules.lowers(Settings.USUAL, Mode.BLOCK, 2)).isFalse();
    }

    @Test
    void what_an_edge_reports_becomes_one_line() {
        assertThat(WardRules.line("a\u0000b\nc", 10)).isEqualTo("a b c");
        assertThat(WardRules.line("x".repeat(9) + "\uD83D\uDE00", 10)).isEqualTo("x".repeat(9));
        assertThat(WardRules.soundBan("ban_01j", "missing-pages")).isTrue();
        assertThat(WardRules.soundBan("a b", "missing-pages")).isFalse();
        assertThat(WardRules.soundBan("ban_01j", "<script>")).isFalse();
    }
}
