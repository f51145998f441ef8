package casemate.waf.engine;

import static casemate.waf.engine.Requests.ids;
import static casemate.waf.engine.Requests.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.waf.FailClosed;
import casemate.waf.Transaction;
import casemate.waf.text.Bytes;
import org.junit.jupiter.api.Test;

/// What is not examined does not pass.
class FailClosedTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    @Test
    void aBodyOverItsLimitIsRefused() {
        Transaction transaction = Requests.through("SecRequestBodyLimit 10").post(FORM, "a=0123456789");
        assertThat(status(transaction)).isEqualTo(413);
        assertThat(ids(transaction)).containsExactly(FailClosed.REQUEST_BODY_LIMIT.ruleId());
    }

    @Test
    void theFirstPartOfALargeBodyIsExaminedWhereThatIsAskedFor() {
        Requests requests = Requests.through("""
                SecRequestBodyLimit 10
                SecRequestBodyLimitAction ProcessPartial
                SecRule ARGS:a "@beginsWith evil" "id:1,phase:2,deny"
                SecRule INBOUND_DATA_ERROR "@eq 1" "id:2,phase:2,pass"
                """);
        assertThat(status(requests.post(FORM, "a=evil0123456789"))).isEqualTo(403);
        assertThat(ids(requests.post(FORM, "a=good0123456789"))).containsExactly(2L);
    }

    @Test
    void aBodyThatIsNotWhatItClaimsToBeIsRefused() {
        String json = "SecAction \"id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON\"\n";
        assertThat(status(Requests.through(json).post("application/json", "{\"a\":")))
                .isEqualTo(400);
        Transaction detected =
                Requests.through(json + "SecRuleEngine DetectionOnly").post("application/json", "{");
        assertThat(detected.verdict().blocked()).isFalse();
        assertThat(ids(detected)).containsExactly(FailClosed.REQUEST_BODY_UNREADABLE.ruleId());
    }

    @Test
    void aRuleForUnreadableBodiesSpeaksFirst() {
        Transaction transaction = Requests.through("""
                SecAction "id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON"
                SecRule REQBODY_ERROR "!@eq 0" "id:2,phase:2,deny,status:422,logdata:'%{REQBODY_ERROR_MSG}'"
                """).post("application/json", "{");
        assertThat(status(transaction)).isEqualTo(422);
        assertThat(ids(transaction)).containsExactly(2L);
    }

    @Test
    void aFormOverItsLimitIsRefused() {
        assertThat(status(Requests.through("SecRequestBodyNoFilesLimit 5").post(FORM, "a=0123456789")))
                .isEqualTo(400);
    }

    @Test
    void moreArgumentsThanTheLimitAreRefused() {
        Requests requests = Requests.through("SecArgumentsLimit 3");
        assertThat(status(requests.get("/?a=1&b=2&c=3"))).isEqualTo(200);
        assertThat(status(requests.get("/?a=1&b=2&c=3&d=4"))).isEqualTo(400);
        assertThat(status(requests.post(FORM, "a=1&b=2&c=3&d=4"))).isEqualTo(400);
    }

    @Test
    void moreHeadersThanAreExaminedAreRefused() {
        Transaction transaction = Requests.through("").begun("GET", "/");
        for (int i = 0; i <= RequestFacts.MOST_HEADERS; i++) {
            transaction.requestHeader("X-" + i, "x");
        }
        assertThat(transaction.requestHeadersEnd().blocked()).isTrue();
        assertThat(status(transaction)).isEqualTo(431);
    }

    @Test
    void aLargeResponseIsRefusedOnlyWhereThatIsAskedFor() {
        assertThat(status(Requests.through("SecResponseBodyLimit 3").get("/"))).isEqualTo(200);
        assertThat(status(Requests.through("SecResponseBodyLimit 3\nSecResponseBodyLimitAction Reject")
                        .get("/")))
                .isEqualTo(500);
    }

    @Test
    void aPatternThatAClientSpoiledBlocks() {
        Transaction transaction = Requests.through("SecRule ARGS:a \"@rx ^%{ARGS.b}$\" \"id:1,phase:1,pass\"")
                .get("/?a=1&b=(");
        assertThat(status(transaction)).isEqualTo(500);
        assertThat(ids(transaction)).containsExactly(FailClosed.INTERNAL_ERROR.ruleId());
    }

    @Test
    void onceBlockedATransactionStaysSo() {
        Transaction transaction =
                Requests.through("SecAction \"id:1,phase:1,deny\"").begun("POST", "/");
        assertThat(transaction.requestHeadersEnd().blocked()).isTrue();
        assertThat(transaction.requestBody(Bytes.latin1("x")).blocked()).isTrue();
        assertThat(transaction.requestBodyEnd().blocked()).isTrue();
        assertThat(transaction.finish().blocked()).isTrue();
    }

    @Test
    void rulesThatCannotBeCompiledAreRefusedWithTheirPlace() {
        assertThatThrownBy(() -> Requests.through("SecRule ARGS \"@rx (\" \"id:1,phase:1,pass\""))
                .hasMessageContaining("rules:4:");
    }
}
