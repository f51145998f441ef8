package casemate.waf.engine;

import static casemate.waf.engine.Requests.ids;
import static casemate.waf.engine.Requests.status;
import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.audit.AuditRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `ctl` changes for one transaction.
class ControlsTest {
    private static final String EVIL = """
            SecRule ARGS|REQUEST_COOKIES "@rx evil" "id:100,phase:2,deny,tag:'attack',msg:'Evil'"
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ruleRemoveById=100",
                "ruleRemoveById=90-110",
                "ruleRemoveByTag=attack",
                "ruleRemoveByMsg=Evil",
                "ruleRemoveTargetById=100;ARGS:a",
                "ruleRemoveTargetById=100;ARGS",
                "ruleRemoveTargetById=100;ARGS:/^A$/",
                "ruleRemoveTargetByTag=attack;ARGS:a",
                "ruleRemoveTargetByMsg=Evil;ARGS:a",
                "ruleEngine=Off",
                "ruleEngine=DetectionOnly"
            })
    void aControlKeepsARuleFromBlockingOneArgument(String control) {
        Requests requests =
                Requests.through("SecRule ARGS:off \"@eq 1\" \"id:1,phase:1,pass,nolog,ctl:" + control + "\"\n" + EVIL);
        assertThat(status(requests.get("/?off=1&a=evil"))).isEqualTo(200);
        assertThat(status(requests.get("/?a=evil"))).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ruleRemoveTargetById=100;ARGS:a", "ruleRemoveTargetByTag=attack;ARGS:a"})
    void theOtherTargetsOfTheRuleAreStillExamined(String control) {
        Requests requests = Requests.through("SecAction \"id:1,phase:1,pass,nolog,ctl:" + control + "\"\n" + EVIL);
        assertThat(status(requests.get("/?b=evil"))).isEqualTo(403);
        assertThat(status(requests.get("/?a=evil", "Cookie", "a=evil"))).isEqualTo(403);
    }

    @Test
    void theBodysReaderIsChosen() {
        Requests requests = Requests.through("""
                SecRule REQUEST_HEADERS:Content-Type "@contains json" \\
                  "id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON"
                SecRule ARGS:json.a "@streq evil" "id:2,phase:2,deny"
                """);
        assertThat(status(requests.post("application/json", "{\"a\":\"evil\"}")))
                .isEqualTo(403);
        assertThat(status(requests.post("text/plain", "{\"a\":\"evil\"}"))).isEqualTo(200);
    }

    @Test
    void aBodyThatIsNotAccessedIsNotRead() {
        Requests requests = Requests.through("""
                SecAction "id:1,phase:1,pass,nolog,ctl:requestBodyAccess=Off"
                SecRule ARGS:a "@streq evil" "id:2,phase:2,deny"
                """);
        assertThat(status(requests.post("application/x-www-form-urlencoded", "a=evil")))
                .isEqualTo(200);
    }

    @Test
    void aResponsesBodyIsNotReadWhenARuleSaysSo() {
        Requests requests = Requests.through("""
                SecAction "id:1,phase:3,pass,nolog,ctl:responseBodyAccess=Off"
                SecRule RESPONSE_BODY "@contains hello" "id:2,phase:4,pass"
                """);
        assertThat(ids(requests.get("/"))).isEmpty();
    }

    @Test
    void theWholeBodyCanBeForcedIntoItsVariable() {
        String rule = "SecRule REQUEST_BODY \"@contains evil\" \"id:2,phase:2,deny\"\n";
        String xml = "SecAction \"id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=XML";
        assertThat(status(Requests.through(xml + "\"\n" + rule).post("text/xml", "<a>evil</a>")))
                .isEqualTo(200);
        assertThat(status(Requests.through(xml + ",ctl:forceRequestBodyVariable=On\"\n" + rule)
                        .post("text/xml", "<a>evil</a>")))
                .isEqualTo(403);
    }

    @Test
    void theAuditRecordTellsTheTransaction() {
        AuditRecord record = Requests.through("SecRule ARGS:a \"@rx evil\" \"id:1,phase:2,deny,msg:'Found'\"")
                .post("application/x-www-form-urlencoded", "a=evil")
                .auditRecord();
        assertThat(record.request().method().toLatin1()).isEqualTo("POST");
        assertThat(record.connection().clientAddress()).isEqualTo("192.0.2.7");
        assertThat(record.arguments()).hasSize(1);
        assertThat(record.matches())
                .singleElement()
                .satisfies(match -> assertThat(match.found().toLatin1()).isEqualTo("evil"));
    }
}
