package casemate.waf.engine;

import static casemate.waf.engine.Requests.ids;
import static casemate.waf.engine.Requests.match;
import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.Transaction;
import org.junit.jupiter.api.Test;

/// Which values rules look at.
class TargetsTest {
    @Test
    void anArgumentIsChosenByItsNameInAnyCase() {
        Requests requests = Requests.through("SecRule ARGS:Name \"@streq evil\" \"id:1,phase:1,pass\"");
        assertThat(ids(requests.get("/?nAmE=evil"))).containsExactly(1L);
        assertThat(ids(requests.get("/?other=evil"))).isEmpty();
    }

    @Test
    void argumentsAreChosenByAPatternOfTheirNamesInAnyCase() {
        Requests requests = Requests.through("SecRule ARGS:/^pre_/ \"@streq evil\" \"id:1,phase:1,pass\"");
        assertThat(ids(requests.get("/?PRE_x=evil"))).containsExactly(1L);
        assertThat(ids(requests.get("/?xpre_=evil"))).isEmpty();
    }

    @Test
    void anExclusionTakesMembersAway() {
        Requests requests = Requests.through("""
                SecRule ARGS|!ARGS:safe|!ARGS:/^ok/ "@rx evil" "id:1,phase:1,pass"
                SecRule ARGS_NAMES|ARGS|!ARGS "@rx evil" "id:2,phase:1,pass"
                """);
        assertThat(ids(requests.get("/?safe=evil&okay=evil"))).isEmpty();
        assertThat(ids(requests.get("/?a=evil"))).containsExactly(1L);
        assertThat(ids(requests.get("/?evil=a"))).containsExactly(2L);
    }

    @Test
    void aCountIsTheNumberOfMembers() {
        Requests requests = Requests.through("""
                SecRule &ARGS:a "@eq 2" "id:1,phase:1,pass"
                SecRule &REQUEST_HEADERS:Host "@eq 0" "id:2,phase:1,pass"
                SecRule &ARGS "@gt 2" "id:3,phase:1,pass"
                """);
        assertThat(ids(requests.get("/?a=1&a=2&b=3"))).containsExactly(1L, 2L, 3L);
        assertThat(ids(requests.get("/", "Host", "x"))).isEmpty();
    }

    @Test
    void membersThatRulesSetAreCountedByNameAndByPattern() {
        Requests requests = Requests.through("""
                SecAction "id:1,phase:1,pass,setvar:tx.Pre_a=x,setvar:tx.pre_b=x,setvar:tx.a_pre_=y,setvar:tx.pr=z"
                SecRule &TX:PRE_A "@eq 1" "id:2,phase:1,pass"
                SecRule &TX:none|&IP:a "!@eq 0" "id:3,phase:1,pass"
                SecRule &TX:none "@eq 0" "id:4,phase:1,pass,logdata:'%{MATCHED_VAR_NAME}=%{MATCHED_VAR}'"
                SecRule &TX:/^pre_/ "@eq 2" "id:5,phase:1,pass"
                SecRule &TX:/pre_/ "@eq 3" "id:6,phase:1,pass"
                SecRule &TX:/^pre_?/ "@eq 3" "id:7,phase:1,pass"
                SecRule &TX:/^p*r/ "@eq 3" "id:8,phase:1,pass"
                SecRule TX:/^pre_/|!TX:pre_b "@streq x" "id:9,phase:1,pass,logdata:'%{MATCHED_VAR_NAME}'"
                """);
        Transaction transaction = requests.get("/");
        assertThat(ids(transaction)).containsExactly(1L, 2L, 4L, 5L, 6L, 8L, 9L);
        assertThat(match(transaction, 4).logdata()).isEqualTo("TX:none=0");
        assertThat(match(transaction, 9).logdata()).isEqualTo("TX:Pre_a");
    }

    @Test
    void theRequestLineFillsItsVariables() {
        Transaction transaction = Requests.through("""
                SecAction "id:1,phase:1,pass,log,logdata:'%{REQUEST_METHOD} %{REQUEST_FILENAME} %{REQUEST_BASENAME} \\
                %{QUERY_STRING} %{REQUEST_PROTOCOL} %{REMOTE_ADDR} %{SERVER_PORT} %{SERVER_NAME} %{ARGS.q}'"
                """).get("/a%20b/c.php?q=%41", "Host", "example.org:8080");
        assertThat(match(transaction, 1).logdata())
                .contains("GET /a b/c.php c.php", "q=%41 HTTP/1.1 192.0.2.7 443 example.org A");
    }

    @Test
    void cookiesAndTheirNamesAreSeen() {
        Requests requests = Requests.through("""
                SecRule REQUEST_COOKIES:id "@streq 5" "id:1,phase:1,pass"
                SecRule REQUEST_COOKIES_NAMES "@streq id" "id:2,phase:1,pass"
                """);
        assertThat(ids(requests.get("/", "Cookie", "a=1; id=5"))).containsExactly(1L, 2L);
    }

    @Test
    void eachValueIsTransformedInOrder() {
        Requests requests = Requests.through("""
                SecRule ARGS "@streq <b>" "id:1,phase:1,pass,t:none,t:urlDecodeUni,t:lowercase"
                SecRule ARGS "@streq %3CB%3E" "id:2,phase:1,pass"
                """);
        assertThat(ids(requests.get("/?a=%253CB%253E"))).containsExactly(1L, 2L);
    }

    @Test
    void multiMatchTriesEachStepOfTheTransformations() {
        String rule = "SecRule ARGS \"@streq AB\" \"id:1,phase:1,pass,t:none,t:urlDecode,t:lowercase";
        assertThat(ids(Requests.through(rule + "\"").get("/?a=A%2542"))).isEmpty();
        assertThat(ids(Requests.through(rule + ",multiMatch\"").get("/?a=A%2542")))
                .containsExactly(1L);
    }

    @Test
    void theBodysFormIsReadAsArguments() {
        Requests requests = Requests.through("SecRule ARGS_POST:a \"@streq evil\" \"id:1,phase:2,deny\"");
        assertThat(ids(requests.post("application/x-www-form-urlencoded", "b=1&a=evil")))
                .containsExactly(1L);
    }

    @Test
    void aResponseIsSeenInItsPhases() {
        Requests requests = Requests.through("""
                SecRule RESPONSE_STATUS "@streq 200" "id:1,phase:3,pass"
                SecRule RESPONSE_HEADERS:Content-Type "@contains html" "id:2,phase:3,pass"
                SecRule RESPONSE_BODY "@contains hello" "id:3,phase:4,pass"
                SecRule RESPONSE_STATUS "@streq 200" "id:4,phase:5,pass"
                """);
        assertThat(ids(requests.get("/"))).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void aPatternSeenInOnePhaseIsSeenAfreshInTheNext() {
        Requests requests = Requests.through("""
                SecRule ARGS "@rx evil" "id:1,phase:1,pass"
                SecRule ARGS "@rx evil" "id:2,phase:2,pass"
                """);
        assertThat(ids(requests.post("application/x-www-form-urlencoded", "a=evil")))
                .containsExactly(2L);
    }

    @Test
    void theRulesOwnWordsAreChosenByAPatternOfTheirNamesInAnyCase() {
        Requests requests = Requests.through("""
                SecRule RULE:/^Id$/ "@streq 1" "id:1,phase:1,pass"
                SecRule RULE:/^(rev|msg)$/ "@streq hello" "id:2,phase:1,pass,rev:7,msg:'hello'"
                SecRule RULE:/^severity$/ "@rx ." "id:3,phase:1,pass"
                """);
        Transaction transaction = requests.get("/");
        assertThat(ids(transaction)).containsExactly(1L, 2L);
        assertThat(match(transaction, 1).hits().getFirst().variable()).isEqualTo("RULE:id");
    }

    @Test
    void aCountIsToldWithTheNameOfWhatWasCounted() {
        Transaction transaction = Requests.through("""
                SecRule &REQUEST_HEADERS "@eq 1" "id:1,phase:1,pass"
                SecRule &REQUEST_HEADERS:Host "@eq 1" "id:2,phase:1,pass"
                """).get("/", "Host", "x");
        assertThat(match(transaction, 1).hits().getFirst().variable()).isEqualTo("REQUEST_HEADERS");
        assertThat(match(transaction, 2).hits().getFirst().variable()).isEqualTo("REQUEST_HEADERS:host");
    }

    @Test
    void responsesOfEveryTypeAreExaminedUntilTypesAreSet() {
        String rule = "SecRule RESPONSE_BODY \"@contains hello\" \"id:1,phase:4,pass\"\n";
        assertThat(ids(Requests.through(rule).get("/"))).containsExactly(1L);
        assertThat(ids(Requests.through(rule + "SecResponseBodyMimeType text/html")
                        .get("/")))
                .containsExactly(1L);
        assertThat(ids(Requests.through(rule + "SecResponseBodyMimeType image/png")
                        .get("/")))
                .isEmpty();
        assertThat(ids(Requests.through(rule + "SecResponseBodyMimeTypesClear").get("/")))
                .isEmpty();
        Transaction other = Requests.through(rule).begun("GET", "/");
        other.responseStart(200, "HTTP/1.1");
        other.responseHeader("Content-Type", "application/x-other");
        other.responseHeadersEnd();
        assertThat(other.examinesResponseBody()).isTrue();
    }
}
