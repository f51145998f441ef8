package casemate.waf.audit;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class MaskingTest {
    private final Records records = new Records();

    @Test
    void a_masked_argument_is_hidden_in_query_form_match_and_data_with_its_length() {
        records.uri = "/login?user=ann&pass%77ord=h%75nter2&next=x";
        records.body = "Password=hunter2&other=1";
        records.header("Content-Type", "application/x-www-form-urlencoded").argument("Password", "hunter2");
        records.match("ARGS:Password", "hunter2", "unter", "Matched Data: unter found within ARGS:Password: hunter2");
        records.masks.argument("password");
        AuditRecord masked = Masking.masked(records.record());
        assertThat(masked.request().uri()).hasToString("/login?user=ann&pass%77ord=*********&next=x");
        assertThat(masked.request().body()).hasToString("Password=*******&other=1");
        assertThat(masked.matches().getFirst().value()).hasToString("*******");
        assertThat(masked.matches().getFirst().data())
                .hasToString("Matched Data: ***** found within ARGS:Password: *******");
        assertThat(everything()).doesNotContainIgnoringCase("unter").doesNotContain("h%75");
    }

    @Test
    void a_masked_argument_is_hidden_where_other_rules_and_headers_repeat_it() {
        records.uri = "/?token=s3cr3t-t0ken";
        records.header("Referer", "https://shop.example/?token=S3CR3T-T0KEN");
        records.match(
                "REQUEST_HEADERS:Referer", "https://shop.example/?token=s3cr3t-t0ken", "s3cr", "Data: s3cr, cr3t-t");
        records.match("REQUEST_URI", "/?token=s3cr3t-t0ken", "=", "");
        records.match("TX:1", "cr3t-t0", "cr3t", "part cr3t-t0");
        records.masks.argument("token");
        assertThat(everything()).doesNotContainIgnoringCase("cr3t").doesNotContainIgnoringCase("t0ken");
    }

    @Test
    void a_secret_that_json_escapes_hides_the_whole_body() {
        records.body = "{\"password\":\"hunter\\u0032\",\"note\":\"x\"}";
        records.header("Content-Type", "application/json").argument("json.password", "hunter2");
        records.masks.argument("json.password");
        assertThat(Masking.masked(records.record()).request().body().toLatin1()).matches("\\*+");
        records.body = "{\"password\":\"hunter2\",\"note\":\"x\"}";
        assertThat(Masking.masked(records.record()).request().body())
                .hasToString("{\"password\":\"*******\",\"note\":\"x\"}");
    }

    @Test
    void a_matched_variable_is_hidden_wherever_its_value_shows() {
        records.uri = "/?card=4111111111111111";
        records.body = "number 4111111111111111 and more";
        records.match("ARGS:card", "4111111111111111", "4111111111111111", "card 4111111111111111");
        records.masks.matched("ARGS:card", Bytes.latin1("4111111111111111"));
        assertThat(everything()).doesNotContain("4111").contains("number **************** and more");
    }

    @Test
    void matched_bytes_keep_their_first_and_last_as_asked() {
        records.body = "pay 4111111111111234 now";
        records.match("REQUEST_BODY", "pay 4111111111111234 now", "4111111111111234", "card: 4111111111111234");
        records.masks.matchedBytes(Bytes.latin1("4111111111111234"), 1, 4);
        assertThat(everything())
                .contains("pay 4***********1234 now")
                .contains("card: 4***********1234")
                .doesNotContain("4111");
    }

    @Test
    void what_would_be_shown_whole_is_hidden_whole() {
        records.body = "pin 1234";
        records.masks.matchedBytes(Bytes.latin1("1234"), 2, 2);
        assertThat(Masking.masked(records.record()).request().body()).hasToString("pin ****");
    }

    @Test
    void credentials_are_hidden_without_being_asked() {
        records.header("Authorization", "Basic YW5uOmh1bnRlcjI=").header("COOKIE", "sid=abcdef; lang=de");
        records.responseHeaders.add(Records.field("Set-Cookie", "sid=ghijkl"));
        records.match("REQUEST_COOKIES:sid", "abcdef", "abcd", "Matched Data: abcd found within abcdef");
        records.match("REQUEST_HEADERS:Cookie", "sid=abcdef; lang=de", "abcdef", "sid=abcdef");
        records.match("REQUEST_HEADERS:Authorization", "basic yw5uomh1", "yw5u", "yw5u");
        assertThat(everything())
                .doesNotContainIgnoringCase("YW5u")
                .doesNotContain("abcd")
                .doesNotContain("ghij")
                .contains("Matched Data: **** found within ******");
    }

    @Test
    void named_headers_are_hidden_both_ways() {
        records.header("X-Api-Key", "k3y-k3y-k3y");
        records.responseHeaders.add(Records.field("X-Trace", "tr4ce-tr4ce"));
        records.match("REQUEST_HEADERS:X-API-Key", "K3Y-K3Y-K3Y", "k3y-", "key k3y-k3y");
        records.responseBody = "your key is k3y-k3y-k3y";
        records.masks.requestHeader("x-api-key");
        records.masks.responseHeader("X-TRACE");
        assertThat(everything()).doesNotContainIgnoringCase("k3y").doesNotContain("tr4ce");
    }

    @Test
    void one_secret_inside_another_is_hidden_whole() {
        records.body = "abcabcabcab!";
        records.masks.matched("REQUEST_BODY", Bytes.latin1("abca"));
        records.masks.matched("REQUEST_BODY", Bytes.latin1("cab!"));
        assertThat(Masking.masked(records.record()).request().body()).hasToString("************");
    }

    @Test
    void more_masks_than_their_bound_hide_everything() {
        records.body = "plain text";
        for (int i = 0; i < Masks.MOST; i++) {
            records.masks.argument("name" + i);
        }
        assertThat(Masking.masked(records.record()).request().body()).hasToString("**********");
    }

    @Test
    void a_record_without_secrets_stays_as_it_is() {
        records.match("ARGS:q", "1 or 1=1", "1 or 1=1", "Matched Data: 1 or 1=1");
        assertThat(everything()).contains("1 or 1=1").doesNotContain("*");
    }

    @Test
    void secrets_are_sought_in_linear_time() {
        records.body = "a".repeat(8 << 20);
        for (int i = 0; i < 20; i++) {
            records.masks.matched("REQUEST_BODY", Bytes.latin1("a".repeat(1 << 15) + "b" + i));
        }
        assertThat(everything()).doesNotContain("*");
    }

    /// All that any of the formats shows.
    private String everything() {
        AuditRecord record = records.record();
        EnumSet<AuditPart> parts = EnumSet.allOf(AuditPart.class);
        return new String(AuditText.json(record, parts, "s1"), StandardCharsets.UTF_8)
                + new String(AuditText.parts(record, parts, new java.util.Random(1)), StandardCharsets.ISO_8859_1)
                + AuditText.errorLines(record);
    }
}
