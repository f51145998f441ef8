package casemate.control.payment;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.base.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureRulesTest {
    /// Made with `openssl dgst -sha256 -hmac whsec_test` over `1700000000.{"id":"evt_1"}`.
    private static final String KNOWN = "c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925";

    private static final Secret SECRET = Secret.of("whsec_test");
    private static final byte[] BODY = "{\"id\":\"evt_1\"}".getBytes(StandardCharsets.UTF_8);
    private static final Instant THEN = Instant.ofEpochSecond(1_700_000_000L);

    @Test
    void a_signature_made_elsewhere_is_good_for_five_minutes_either_way() {
        String header = "t=1700000000,v1=" + KNOWN;
        assertThatCode(() -> check(header, BODY, THEN)).doesNotThrowAnyException();
        assertThatCode(() -> check(header, BODY, THEN.plus(SignatureRules.AGE))).doesNotThrowAnyException();
        refused("webhook-late", header, BODY, THEN.plus(SignatureRules.AGE).plusSeconds(1));
        refused("webhook-late", header, BODY, THEN.minus(SignatureRules.AGE).minusSeconds(1));
    }

    @Test
    void while_a_secret_is_changed_one_good_signature_of_several_is_enough() {
        assertThatCode(() -> check("t=1700000000,v1=" + "0".repeat(64) + ",v1=" + KNOWN + ",v0=abc", BODY, THEN))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "t=1700000000",
                "v1=" + KNOWN,
                "t=1700000001,v1=" + KNOWN,
                "t=1700000000,v0=" + KNOWN,
                "t=,v1=" + KNOWN,
                "t=99999999999999999999,v1=" + KNOWN,
                "t=-1,v1=" + KNOWN,
                "t=1700000000,v1=zz",
                "t=1700000000;v1=" + KNOWN
            })
    void anything_else_is_forged(String header) {
        refused("webhook-forged", header, BODY, THEN);
    }

    @Test
    void a_changed_body_another_secret_and_an_endless_header_are_forged() {
        String header = "t=1700000000,v1=" + KNOWN;
        refused("webhook-forged", header, "{\"id\":\"evt_2\"}".getBytes(StandardCharsets.UTF_8), THEN);
        refused("webhook-forged", header + ",v1=0".repeat(1_000), BODY, THEN);
        assertThatThrownBy(() -> SignatureRules.check(header, BODY, Secret.of("whsec_other"), THEN))
                .isInstanceOf(Refusal.class);
    }

    private static void check(String header, byte[] body, Instant now) {
        SignatureRules.check(header, body, SECRET, now);
    }

    private static void refused(String code, String header, byte[] body, Instant now) {
        assertThatThrownBy(() -> check(header, body, now))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        r -> org.assertj.core.api.Assertions.assertThat(r.code())
                                .isEqualTo(code));
    }
}
