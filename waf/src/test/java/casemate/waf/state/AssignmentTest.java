package casemate.waf.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.waf.seclang.ActionCall;
import casemate.waf.seclang.ActionName;
import casemate.waf.seclang.Place;
import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssignmentTest {
    private final FakeScope scope = FakeScope.alone();

    @Test
    void setvar_sets_adds_subtracts_and_unsets() {
        setvar("tx.a=5");
        setvar("TX.A=+7");
        setvar("tx.a=-2");
        assertThat(tx("a")).isEqualTo("10");
        setvar("!tx.a");
        assertThat(scope.collections.tx().get("a")).isNull();
    }

    @Test
    void a_bare_name_is_set_to_one() {
        setvar("tx.seen");
        assertThat(tx("seen")).isEqualTo("1");
    }

    @Test
    void what_is_added_to_an_absent_member_or_to_no_number_counts_from_zero() {
        setvar("tx.new=+3");
        setvar("tx.text=abc");
        setvar("tx.text=+4");
        setvar("tx.new=+none");
        assertThat(tx("new") + tx("text")).isEqualTo("34");
    }

    @Test
    void names_and_values_may_hold_macros() {
        scope.put(Variable.MATCHED_VAR_NAME, "", "ARGS:x=y").put(Variable.MATCHED_VAR, "", "v=w");
        setvar("tx.level=2");
        setvar("tx.critical=5");
        setvar("tx.score_pl%{tx.level}=+%{tx.critical}");
        setvar("tx.score_pl%{tx.level}=+%{tx.critical}");
        setvar("tx.%{MATCHED_VAR_NAME}=<%{MATCHED_VAR}=>");
        assertThat(tx("score_pl2")).isEqualTo("10");
        assertThat(tx("args:X=Y")).isEqualTo("<v=w=>");
    }

    @Test
    void members_keep_their_first_name_and_order() {
        setvar("tx.Beta=1");
        setvar("tx.alpha=2");
        setvar("tx.gamma=2");
        setvar("tx.BETA=+1");
        setvar("!tx.ALPHA");
        setvar("tx.delta=3");
        List<String> members = new ArrayList<>();
        scope.collections.tx().forEach((name, value) -> members.add(name + "=" + value));
        assertThat(members).containsExactly("Beta=2", "gamma=2", "delta=3");
        assertThat(scope.collections.tx().size()).isEqualTo(3);
    }

    @Test
    void a_collection_that_nobody_opened_takes_nothing() {
        setvar("ip.a=1");
        assertThat(scope.collections.of(Variable.IP)).isNull();
        assertThat(scope.collections.overflowed()).isFalse();
    }

    @Test
    void initcol_opens_the_record_of_a_key() {
        scope.put(Variable.REMOTE_ADDR, "", "192.0.2.7");
        apply(ActionName.INITCOL, "ip=%{REMOTE_ADDR}");
        setvar("ip.counter=+1");
        assertThat(expand("%{ip.counter} %{IP.KEY}")).isEqualTo("1 192.0.2.7");
    }

    @Test
    void setsid_setuid_and_setrsc_open_theirs() {
        apply(ActionName.SETSID, "s1");
        apply(ActionName.SETUID, "ann");
        apply(ActionName.SETRSC, "/a");
        setvar("session.a=1");
        setvar("user.a=2");
        setvar("resource.a=3");
        assertThat(expand("%{session.a}%{user.a}%{resource.a}")).isEqualTo("123");
        assertThat(scope.collections.sessionId()).isEqualTo(Bytes.latin1("s1"));
        assertThat(scope.collections.userId()).isEqualTo(Bytes.latin1("ann"));
    }

    @Test
    void an_empty_key_opens_nothing() {
        apply(ActionName.SETSID, "%{REQUEST_COOKIES.sid}");
        assertThat(scope.collections.of(Variable.SESSION)).isNull();
    }

    @Test
    void setenv_stays_with_the_transaction() {
        scope.put(Variable.MATCHED_VAR, "", "b");
        apply(ActionName.SETENV, "flag=%{MATCHED_VAR}=c");
        assertThat(scope.collections.environment().get("flag")).isEqualTo(Bytes.latin1("b=c"));
        assertThat(System.getenv("flag")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "SETVAR, a=1",
        "SETVAR, args.a=1",
        "SETVAR, tx=1",
        "SETVAR, tx.=1",
        "SETVAR, tx.a=%{no_such}",
        "EXPIREVAR, ip.a",
        "EXPIREVAR, ip.a=soon",
        "DEPRECATEVAR, ip.a=1",
        "DEPRECATEVAR, ip.a=1/0",
        "INITCOL, ip",
        "INITCOL, tx=1",
        "INITCOL, cookie=1",
        "SETENV, =1",
    })
    void what_is_not_understood_is_refused_with_its_place(ActionName name, String argument) {
        assertThatThrownBy(() -> Assignment.parse(call(name, argument)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("rules.conf:3:14: ");
    }

    @Test
    void sums_stay_within_32_bits() {
        setvar("tx.a=2147483647");
        setvar("tx.a=+2147483647");
        assertThat(tx("a")).isEqualTo("2147483647");
        setvar("tx.a=99999999999");
        setvar("tx.a=+1");
        assertThat(tx("a")).isEqualTo("1");
    }

    @Test
    void tx_refuses_more_than_its_bound_and_says_so() {
        Bytes large = Bytes.of(new byte[Macro.MOST_BYTES]);
        for (int i = 0; i < TransactionCollection.MOST_BYTES / Macro.MOST_BYTES + 1; i++) {
            scope.collections.tx().set("name" + i, large);
        }
        assertThat(scope.collections.overflowed()).isTrue();
    }

    @Test
    void a_value_that_is_replaced_frees_its_room() {
        Bytes large = Bytes.of(new byte[Macro.MOST_BYTES]);
        for (int i = 0; i < 100; i++) {
            scope.collections.tx().set("a", large);
            scope.collections.tx().add("a", 1);
        }
        assertThat(scope.collections.overflowed()).isFalse();
    }

    private void setvar(String argument) {
        apply(ActionName.SETVAR, argument);
    }

    private void apply(ActionName name, String argument) {
        Assignment.parse(call(name, argument)).apply(scope);
    }

    private String expand(String text) {
        return Macro.compile(text, new Place("test", 1, 1)).expand(scope).toLatin1();
    }

    private String tx(String name) {
        return String.valueOf(scope.collections.tx().get(name));
    }

    private static ActionCall call(ActionName name, String argument) {
        return new ActionCall(new Place("rules.conf", 3, 14), name, argument);
    }
}
