package casemate.waf;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import org.junit.jupiter.api.Test;

/// Transactions of the same rules that differ all the same.
class SharedRulesTest {
    private static final Firewall FIREWALL = Firewall.load(FirewallConfig.ofText("""
            SecRuleEngine On
            SecRequestBodyAccess On
            SecRequestBodyLimit 1000
            SecRequestBodyNoFilesLimit 500
            SecRule ARGS "@contains bad" "id:1,phase:2,deny,status:403,log,msg:'bad'"
            SecRule TX:level "@ge 2" "id:2,phase:2,deny,status:403,log,msg:'high'"
            """));

    @Test
    void an_excluded_rule_holds_in_other_transactions_only() {
        Transaction excluded = begun("/?a=bad");
        excluded.exclude(FIREWALL.exclusion(1, "").orElseThrow());
        assertThat(judged(excluded)).isInstanceOf(Verdict.Pass.class);
        assertThat(judged(begun("/?a=bad"))).isInstanceOf(Verdict.Block.class);
    }

    @Test
    void a_rule_can_be_kept_from_one_argument() {
        RuleExclusion one = FIREWALL.exclusion(1, "ARGS:a").orElseThrow();
        Transaction kept = begun("/?a=bad");
        kept.exclude(one);
        assertThat(judged(kept)).isInstanceOf(Verdict.Pass.class);
        Transaction other = begun("/?a=bad&b=bad");
        other.exclude(one);
        assertThat(judged(other)).isInstanceOf(Verdict.Block.class);
    }

    @Test
    void excluding_what_is_not_there_is_no_trouble() {
        assertThat(FIREWALL.exclusion(99, "ARGS")).isPresent();
        assertThat(FIREWALL.exclusion(1, "NOTHING")).isEmpty();
    }

    @Test
    void a_member_set_before_the_rules_counts() {
        Transaction high = begun("/");
        high.set("level", "2");
        assertThat(judged(high)).isInstanceOf(Verdict.Block.class);
    }

    @Test
    void a_transaction_that_only_detects_passes_and_tells_what_would_have_been_stopped() {
        Transaction detecting = begun("/?a=bad");
        detecting.detectOnly();
        assertThat(judged(detecting)).isInstanceOf(Verdict.Pass.class);
        assertThat(detecting.objection())
                .hasValueSatisfying(block -> assertThat(block.ruleId()).isEqualTo(1));
        assertThat(begun("/?a=fine").objection()).isEmpty();
    }

    @Test
    void a_streamed_upload_may_be_of_any_size_and_its_arguments_are_seen() {
        assertThat(upload("fine", "x".repeat(100_000))).isInstanceOf(Verdict.Pass.class);
        assertThat(upload("bad", "x".repeat(100_000))).isInstanceOf(Verdict.Block.class);
        assertThat(upload("y".repeat(1_000), "x")).isInstanceOf(Verdict.Block.class);
    }

    @Test
    void only_bodies_with_files_stream() {
        Transaction form = begun("/");
        form.requestHeader("Content-Type", "application/x-www-form-urlencoded");
        form.requestHeadersEnd();
        assertThat(form.streamRequestBody()).isFalse();
    }

    private static Verdict upload(String comment, String file) {
        Transaction transaction = begun("/");
        transaction.requestHeader("Content-Type", "multipart/form-data; boundary=XX");
        transaction.requestHeadersEnd();
        transaction.requestBody(
                Bytes.latin1("--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\n"));
        assertThat(transaction.streamRequestBody()).isTrue();
        transaction.requestBody(Bytes.latin1(file));
        transaction.requestBody(Bytes.latin1(
                "\r\n--XX\r\nContent-Disposition: form-data; name=\"c\"\r\n\r\n" + comment + "\r\n--XX--\r\n"));
        return transaction.requestBodyEnd();
    }

    private static Transaction begun(String target) {
        Transaction transaction = FIREWALL.begin("id");
        transaction.requestLine("POST", target, "HTTP/1.1");
        return transaction;
    }

    private static Verdict judged(Transaction transaction) {
        transaction.requestHeadersEnd();
        return transaction.requestBodyEnd();
    }
}
