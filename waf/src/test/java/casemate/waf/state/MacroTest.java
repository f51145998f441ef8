package casemate.waf.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.waf.seclang.Place;
import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacroTest {
    private static final Place PLACE = new Place("rules.conf", 3, 14);

    private final FakeScope scope = FakeScope.alone();

    @Test
    void a_text_without_macros_is_the_same_object_each_time() {
        Macro macro = Macro.compile("100% safe {}", PLACE);
        assertThat(macro.isConstant()).isTrue();
        assertThat(macro.expand(scope)).isSameAs(macro.expand(scope)).isEqualTo(Bytes.latin1("100% safe {}"));
    }

    @Test
    void a_single_macro_gives_the_variables_own_bytes() {
        scope.put(Variable.MATCHED_VAR, "", "union select");
        assertThat(Macro.compile("%{MATCHED_VAR}", PLACE).expand(scope))
                .isSameAs(scope.first(Variable.MATCHED_VAR, ""));
    }

    @Test
    void text_and_macros_are_joined_in_order() {
        scope.put(Variable.MATCHED_VAR_NAME, "", "ARGS:id").put(Variable.RULE, "id", "942100");
        scope.collections.tx().set("0", Bytes.latin1("or 1=1"));
        assertThat(expand("Matched %{TX.0} within %{matched_var_name}: %{rule.id}!"))
                .isEqualTo("Matched or 1=1 within ARGS:id: 942100!");
    }

    @Test
    void a_member_is_named_after_a_dot_or_a_colon() {
        scope.put(Variable.REQUEST_HEADERS, "host", "a.example");
        assertThat(expand("%{REQUEST_HEADERS.Host} %{request_headers:host}")).isEqualTo("a.example a.example");
    }

    @Test
    void a_members_name_may_hold_dots() {
        scope.put(Variable.ARGS, "json.a.b", "x");
        assertThat(expand("%{ARGS.json.a.b}")).isEqualTo("x");
    }

    @Test
    void a_pattern_picks_the_first_member_that_matches() {
        scope.putMatching(Variable.ARGS, "^id_", "7");
        assertThat(expand("<%{ARGS:/^id_/}>")).isEqualTo("<7>");
    }

    @Test
    void what_has_no_value_stands_for_nothing() {
        assertThat(expand("[%{tx.none}%{ip.none}%{ARGS.none}]")).isEqualTo("[]");
    }

    @Test
    void a_whole_collection_stands_for_its_first_value() {
        scope.collections.tx().set("a", Bytes.latin1("first"));
        scope.collections.tx().set("b", Bytes.latin1("second"));
        assertThat(expand("%{TX}")).isEqualTo("first");
    }

    @Test
    void a_backslash_makes_it_plain_text() {
        assertThat(Macro.compile("\\%{nothing}", PLACE).isConstant()).isTrue();
    }

    @Test
    void a_percent_sign_may_close_the_last_macro() {
        scope.put(Variable.MATCHED_VAR, "", "v");
        assertThat(expand("<%{MATCHED_VAR}%")).isEqualTo("<v");
        assertThat(expand("%{MATCHED_VAR}%>")).isEqualTo("v%>");
        assertThat(expand("100%")).isEqualTo("100%");
    }

    @Test
    void every_byte_is_kept() {
        scope.put(Variable.MATCHED_VAR, "", "\u00ff\u0000\u0080");
        assertThat(expand("\u00e9%{MATCHED_VAR}")).isEqualTo("\u00e9\u00ff\u0000\u0080");
    }

    @Test
    void an_expansion_is_cut_at_its_bound() {
        scope.put(Variable.MATCHED_VAR, "", "x".repeat(Macro.MOST_BYTES - 1));
        assertThat(expand("%{MATCHED_VAR}%{MATCHED_VAR}%{MATCHED_VAR}")).hasSize(Macro.MOST_BYTES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%{NO_SUCH}",
                "a %{tx.x",
                "%{}",
                "%{REMOTE_ADDR.x}",
                "%{tx.}",
                "%{rule.place}",
                "%{rule}",
                "%{ tx.a}"
            })
    void what_cannot_be_meant_is_refused_with_its_place(String text) {
        assertThatThrownBy(() -> Macro.compile(text, PLACE))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("rules.conf:3:14: the macro %{");
    }

    private String expand(String text) {
        return Macro.compile(text, PLACE).expand(scope).toLatin1();
    }
}
