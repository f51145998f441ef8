package casemate.waf;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import casemate.waf.audit.AuditLog;
import casemate.waf.audit.AuditText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The audit log as rules steer it, from SecLang to the file.
class FirewallAuditTest {
    @TempDir
    Path directory;

    @Test
    void a_rule_with_nolog_and_auditlog_is_in_the_record_and_not_in_the_error_log() throws IOException {
        Transaction transaction = run("""
                SecDefaultAction "phase:1,nolog,auditlog,deny,status:403"
                SecRule ARGS "@contains attack" "id:1556,phase:1,block,msg:'found %{MATCHED_VAR}'"
                """, "/?q=attack");
        assertThat(log())
                .contains("[id \"1556\"]")
                .contains("[msg \"found attack\"]")
                .contains("-Z--");
        assertThat(AuditText.errorLines(transaction.auditRecord())).isEmpty();
    }

    @Test
    void what_no_rule_noted_is_recorded_only_for_a_relevant_status() throws IOException {
        run("SecRule ARGS \"@contains attack\" \"id:1,phase:1,pass,log,noauditlog\"", "/?q=attack");
        assertThat(log()).isEmpty();
        run("SecRule ARGS \"@contains attack\" \"id:1,phase:1,deny,status:403,log,noauditlog\"", "/?q=attack");
        assertThat(log()).contains("HTTP/1.1 403").doesNotContain("[id \"1\"]");
    }

    @Test
    void ctl_switches_the_record_on_and_chooses_its_parts() throws IOException {
        run("""
                SecAuditEngine Off
                SecRule ARGS "@contains attack" "id:1,phase:1,pass,nolog,ctl:auditEngine=On,ctl:auditLogParts=-B"
                """, "/?q=attack");
        assertThat(log()).contains("-A--").doesNotContain("-B--");
    }

    @Test
    void without_a_match_nothing_is_written() throws IOException {
        run("SecRule ARGS \"@contains attack\" \"id:1,phase:1,deny\"", "/?q=harmless");
        assertThat(log()).isEmpty();
    }

    @Test
    void json_tells_the_match_and_hides_what_rules_sanitise() throws IOException {
        run("""
                SecAuditLogFormat JSON
                SecRule ARGS:q "@rx att(ack)" "id:7,phase:1,deny,status:406,log,capture,severity:CRITICAL,\\
                    msg:'Attack',logdata:'Matched %{TX.0} within %{MATCHED_VAR_NAME}',tag:'a/b',ver:'X/1'"
                SecRule ARGS:password "@unconditionalMatch" "id:8,phase:5,pass,nolog,sanitiseMatched"
                """, "/?q=attack&password=hunter2");
        Json.Obj record = Json.parseObject(log().getBytes(StandardCharsets.UTF_8), 1 << 20)
                .obj("transaction");
        assertThat(record.obj("request").text("uri")).isEqualTo("/?q=attack&password=*******");
        assertThat(record.obj("response").integer("http_code")).isEqualTo(406);
        Json.Obj details =
                record.list("messages", m -> ((Json.Obj) m).obj("details")).getFirst();
        assertThat(details.text("ruleId")).isEqualTo("7");
        assertThat(details.text("data")).isEqualTo("Matched attack within ARGS:q");
        assertThat(details.text("severity")).isEqualTo("2");
        assertThat(details.text("match"))
                .isEqualTo("Matched \"Operator `Rx' with parameter `att(ack)' against variable `ARGS:q'"
                        + " (Value: `attack' )");
    }

    @Test
    void matched_bytes_of_a_card_number_are_hidden_but_for_its_end() throws IOException {
        run("""
                SecAuditLogFormat JSON
                SecRule ARGS "@rx [0-9]{16}" "id:9,phase:1,deny,log,capture,logdata:'%{TX.0}',sanitiseMatchedBytes:0/4"
                """, "/?card=4111111111111234");
        assertThat(log())
                .contains("/?card=************1234")
                .contains("\"data\":\"************1234\"")
                .doesNotContain("4111");
    }

    @Test
    void the_engines_own_blocks_are_recorded() throws IOException {
        run("""
                SecArgumentsLimit 2
                SecRule ARGS "@contains attack" "id:1,phase:1,deny"
                """, "/?a=1&b=2&c=3");
        assertThat(log()).contains("[id \"" + FailClosed.ARGUMENTS_LIMIT.ruleId() + "\"]");
    }

    private Transaction run(String rules, String target) {
        Firewall firewall = Firewall.load(FirewallConfig.ofText("""
                SecRuleEngine On
                SecAuditEngine RelevantOnly
                SecAuditLogRelevantStatus "^(?:5|4(?!04))"
                SecAuditLogParts ABCFHZ
                SecAuditLog %s
                """.formatted(file()) + rules));
        Transaction transaction = firewall.begin();
        transaction.connection("192.0.2.7", 40312, "198.51.100.1", 443);
        transaction.requestLine("GET", target, "HTTP/1.1");
        transaction.requestHeader("Host", "shop.example");
        transaction.requestHeadersEnd();
        transaction.requestBodyEnd();
        transaction.finish();
        try (AuditLog log = AuditLog.open(firewall.auditSettings(), "s1", new Random(1))) {
            transaction.audit(log);
            assertThat(log.lost()).isZero();
        }
        return transaction;
    }

    private String log() throws IOException {
        return Files.readString(file(), StandardCharsets.ISO_8859_1);
    }

    private Path file() {
        return directory.resolve("audit.log");
    }
}
