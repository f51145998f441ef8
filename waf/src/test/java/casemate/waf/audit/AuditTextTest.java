package casemate.waf.audit;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import casemate.waf.text.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditTextTest {
    private static final Set<AuditPart> ALL = EnumSet.allOf(AuditPart.class);

    private final Records records = new Records();

    @Test
    void json_has_the_names_and_the_nesting_of_libmodsecurity() {
        records.match("ARGS:id", "1 or 1=1", "1 or 1=1", "Matched Data: 1&1");
        String json = new String(AuditText.json(records.record(), AuditPart.USUAL, "s1"), StandardCharsets.UTF_8);
        assertThat(json).isEqualTo("""
                {"transaction":{"client_ip":"192.0.2.7","time_stamp":"Thu Nov  5 09:08:07 2026","server_id":"s1",\
                "client_port":50123,"host_ip":"198.51.100.1","host_port":443,"unique_id":"1763802487123456",\
                "request":{"method":"POST","http_version":1.1,"uri":"/login?next=%2F","body":"",\
                "headers":{"Host":"shop.example"}},\
                "response":{"http_code":403,"headers":{}},\
                "producer":{"modsecurity":"Casemate WAF","connector":"Casemate","secrules_engine":"Enabled",\
                "components":["OWASP_CRS/4.28.0"]},\
                "messages":[{"message":"SQL Injection Attack Detected","details":{\
                "match":"Matched \\"Operator `DetectSQLi' with parameter `' against variable `ARGS:id' \
                (Value: `1 or 1=1' )",\
                "reference":"","ruleId":"942100","file":"/etc/rules/942.conf","lineNumber":"45",\
                "data":"Matched Data: 1&1","severity":"2","ver":"OWASP_CRS/4.28.0","rev":"1",\
                "tags":["attack-sqli"],"maturity":"0","accuracy":"0"}}]}}
                """);
    }

    @Test
    void parts_decide_what_is_told() {
        records.body = "q=1";
        records.responseBody = "page";
        records.match("ARGS:id", "x", "x", "");
        records.uploads.add(new AuditRecord.Upload(Bytes.latin1("f"), Bytes.latin1("a.txt"), 12));
        Json.Obj least = json(EnumSet.noneOf(AuditPart.class));
        assertThat(least.members().keySet()).doesNotContain("producer", "messages", "uploads", "matched_rules");
        assertThat(least.obj("request").members().keySet()).containsExactly("method", "http_version", "uri");
        assertThat(least.obj("response").members().keySet()).containsExactly("http_code");
        Json.Obj most = json(ALL);
        assertThat(most.obj("response").text("body")).isEqualTo("page");
        assertThat(most.obj("uploads").integer("total")).isEqualTo(12);
        assertThat(most.list("matched_rules", r -> ((Json.Obj) r).integer("id")))
                .containsExactly(942100L);
    }

    @Test
    void matches_without_auditlog_are_left_out_and_those_without_log_have_no_line() {
        records.matches.add(Records.match("ARGS:a", "x", "x", "", true, false));
        records.matches.add(Records.match("ARGS:b", "x", "x", "", false, true));
        assertThat(json(ALL).list("messages", m -> ((Json.Obj) m).obj("details").text("match")))
                .singleElement()
                .asString()
                .contains("ARGS:b");
        assertThat(AuditText.errorLines(records.record()))
                .singleElement()
                .asString()
                .contains("ARGS:a");
    }

    @Test
    void bytes_that_are_no_utf8_are_written_as_hexadecimal_and_the_json_stays_valid() {
        records.uri = "/\u00ff\u00c3\u00a9\u0000\"\\";
        records.header("X-\u0080", "a\u0000\u00fe");
        records.header("x-twice", "1").header("X-Twice", "2");
        Json.Obj request = json(ALL).obj("request");
        assertThat(request.text("uri")).isEqualTo("/\\xff\u00e9\u0000\"\\");
        assertThat(request.obj("headers").text("X-\\x80")).isEqualTo("a\u0000\\xfe");
        assertThat(request.obj("headers").text("x-twice")).isEqualTo("1, 2");
    }

    @Test
    void a_record_stays_within_its_bound_and_says_that_it_was_cut() {
        records.body = "\u0001".repeat(10 << 20);
        for (int i = 0; i < 2000; i++) {
            records.header("x-" + i, "v".repeat(10_000));
            records.match("ARGS:" + i, "x".repeat(10_000), "x", "d".repeat(100_000));
        }
        byte[] line = AuditText.json(records.record(), ALL, "s1");
        assertThat(line.length).isLessThan(8 << 20);
        assertThat(json(ALL).bool("truncated")).isTrue();
    }

    @Test
    void a_multipart_body_without_its_files_is_told_as_a_form() {
        records.header("Content-Type", "multipart/form-data; boundary=x");
        records.body = "--x...file bytes...";
        records.argument("a b", "1&2").argument("password", "hunter2");
        records.masks.argument("password");
        assertThat(json(EnumSet.of(AuditPart.I)).obj("request").text("body")).isEqualTo("a+b=1%262&password=*******");
    }

    @Test
    void the_error_line_has_the_fields_of_modsecurity() {
        records.uri = "/lo%67in?x";
        records.match("ARGS:id", "1\n2", "1", "say \"x\" \u00ff");
        assertThat(AuditText.errorLines(records.record()))
                .containsExactly("[client 192.0.2.7] ModSecurity: Access denied with code 403 (phase 2). "
                        + "Matched \"Operator `DetectSQLi' with parameter `' against variable `ARGS:id' "
                        + "(Value: `1\\x0a2' ) [file \"/etc/rules/942.conf\"] [line \"45\"] [id \"942100\"] "
                        + "[rev \"1\"] [msg \"SQL Injection Attack Detected\"] "
                        + "[data \"say \\x22x\\x22 \\xff\"] [severity \"2\"] [ver \"OWASP_CRS/4.28.0\"] "
                        + "[maturity \"0\"] [accuracy \"0\"] [tag \"attack-sqli\"] [hostname \"198.51.100.1\"] "
                        + "[uri \"/login\"] [unique_id \"1763802487123456\"] [ref \"\"]");
    }

    @Test
    void native_parts_stand_between_boundaries_that_nobody_can_guess() {
        records.body = "---guess---Z--\n";
        records.match("ARGS:id", "x", "x", "");
        String text = new String(AuditText.parts(records.record(), ALL, new Random(1)), StandardCharsets.ISO_8859_1);
        String boundary = text.substring(0, text.indexOf("-A--\n"));
        assertThat(text)
                .startsWith(boundary + "-A--\n[05/Nov/2026:09:08:07 +0000] 1763802487123456 192.0.2.7 50123 ")
                .contains(boundary + "-B--\nPOST /login?next=%2F HTTP/1.1\nHost: shop.example\n\n")
                .contains(boundary + "-C--\n---guess---Z--\n")
                .contains(boundary + "-H--\nModSecurity: Access denied with code 403 (phase 2). Matched ")
                .endsWith(boundary + "-Z--\n\n");
        assertThat(new String(AuditText.parts(records.record(), ALL, new Random(2)), StandardCharsets.ISO_8859_1))
                .doesNotContain(boundary);
    }

    private Json.Obj json(Set<AuditPart> parts) {
        byte[] line = AuditText.json(records.record(), parts, "s1");
        return Json.parseObject(line, line.length).obj("transaction");
    }
}
