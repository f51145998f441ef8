package casemate.waf.engine;

import static casemate.waf.engine.Requests.ids;
import static casemate.waf.engine.Requests.match;
import static casemate.waf.engine.Requests.status;
import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.RuleMatch;
import casemate.waf.Transaction;
import casemate.waf.Verdict;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// In which order rules run, and what they do with the transaction.
class FlowTest {
    @Test
    void aChainMatchesWhenAllItsRulesDo() {
        Requests requests = Requests.through("""
                SecRule ARGS:a "@streq 1" "id:1,phase:1,deny,chain"
                  SecRule ARGS:b "@streq 2" "chain"
                    SecRule ARGS:c "@streq 3"
                """);
        assertThat(status(requests.get("/?a=1&b=2&c=3"))).isEqualTo(403);
        assertThat(status(requests.get("/?a=1&b=2&c=4"))).isEqualTo(200);
    }

    @Test
    void aChainsFirstRuleAssignsAlreadyWhenItMatchesAndItsControlsWaitForTheWhole() {
        Requests requests = Requests.through("""
                SecRule ARGS:a "@streq 1" "id:1,phase:1,pass,nolog,setvar:tx.half=1,ctl:ruleRemoveById=3,chain"
                  SecRule ARGS:b "@streq 2"
                SecRule TX:half "@eq 1" "id:2,phase:1,pass"
                SecAction "id:3,phase:1,pass,log"
                """);
        assertThat(ids(requests.get("/?a=1"))).containsExactly(2L, 3L);
        assertThat(ids(requests.get("/?a=1&b=2"))).containsExactly(2L);
    }

    @Test
    void aMatchTellsTheWordsOfTheChainsFirstRuleAndAllThatMatched() {
        Transaction transaction = Requests.through("""
                SecRule ARGS:a "@rx ev(i)l" "id:1,phase:1,pass,capture,msg:'found %{TX.1}',tag:'one',severity:CRITICAL,\\
                  logdata:'%{MATCHED_VAR_NAME}=%{MATCHED_VAR}',chain"
                  SecRule ARGS:b "@streq x" "t:lowercase,tag:'two',msg:'inner'"
                """).get("/?a=-evil-&b=X");
        RuleMatch match = match(transaction, 1);
        assertThat(match.message()).isEqualTo("found i");
        assertThat(match.logdata()).isEqualTo("ARGS:b=x");
        assertThat(match.tags()).containsExactly("one", "two");
        assertThat(match.severity()).isEqualTo(2);
        assertThat(match.hits()).extracting(RuleMatch.Hit::variable).containsExactly("ARGS:a", "ARGS:b");
        assertThat(match.hits().getLast().value().toLatin1()).isEqualTo("X");
        assertThat(match.hits().getLast().seen().toLatin1()).isEqualTo("x");
    }

    @Test
    void aStatusCountsInAnyRuleOfAChainAndTheEarliestMost() {
        assertThat(status(Requests.through("""
                SecRule ARGS:a "@streq 1" "id:1,phase:1,deny,chain"
                  SecRule ARGS:b "@streq 2" "status:437"
                """).get("/?a=1&b=2"))).isEqualTo(437);
        assertThat(status(Requests.through("""
                SecRule ARGS:a "@streq 1" "id:1,phase:1,deny,status:401,chain"
                  SecRule ARGS:b "@streq 2" "status:437"
                """).get("/?a=1&b=2"))).isEqualTo(401);
    }

    @Test
    void skipLeavesOutRulesOfThePhase() {
        Requests requests = Requests.through("""
                SecAction "id:1,phase:1,pass,nolog,skip:2"
                SecAction "id:2,phase:1,pass,log"
                SecAction "id:3,phase:2,pass,log"
                SecAction "id:4,phase:1,pass,log"
                SecAction "id:5,phase:1,pass,log"
                """);
        assertThat(ids(requests.get("/"))).containsExactly(5L, 3L);
    }

    @Test
    void skipAfterGoesOnBehindTheMarker() {
        Requests requests = Requests.through("""
                SecAction "id:2,phase:1,pass,nolog,skipAfter:HERE"
                SecAction "id:3,phase:1,pass,log"
                SecMarker HERE
                SecAction "id:4,phase:1,pass,log"
                """);
        assertThat(ids(requests.get("/"))).containsExactly(4L);
    }

    @Test
    void rulesBehindAGuardAreFoundWhenItLetsThem() {
        Requests requests = Requests.through("""
                SecRule ARGS:level "@lt 2" "id:1,phase:1,pass,nolog,skipAfter:END"
                SecRule ARGS "@rx evil" "id:2,phase:1,pass"
                SecMarker END
                SecRule ARGS "@rx evil" "id:3,phase:1,pass"
                """);
        assertThat(ids(requests.get("/?level=1&a=evil"))).containsExactly(3L);
        assertThat(ids(requests.get("/?level=2&a=evil"))).containsExactly(2L, 3L);
    }

    @Test
    void capturedPartsReplaceThoseOfTheRuleBefore() {
        Transaction transaction = Requests.through("""
                SecRule ARGS:a "@rx (.)(.)" "id:1,phase:1,pass,nolog,capture"
                SecRule ARGS:a "@rx b(c)" "id:2,phase:1,pass,capture,logdata:'%{TX.0} %{TX.1} %{TX.2}.'"
                """).get("/?a=abc");
        assertThat(match(transaction, 2).logdata()).isEqualTo("bc c .");
    }

    @Test
    void anAssignmentIsMadeForEachValueThatMatches() {
        Requests requests = Requests.through("""
                SecRule ARGS "@streq x" "id:1,phase:1,pass,nolog,setvar:tx.score=+5"
                SecRule TX:score "@eq 10" "id:2,phase:1,pass"
                """);
        assertThat(ids(requests.get("/?a=x&b=y&c=x"))).containsExactly(2L);
    }

    @Test
    void aDisruptiveActionEndsThePhaseWithItsStatus() {
        Requests requests = Requests.through("""
                SecRule ARGS:how "@streq deny" "id:1,phase:1,deny,status:418"
                SecRule ARGS:how "@streq drop" "id:2,phase:1,drop"
                SecRule ARGS:how "@streq redirect" "id:3,phase:1,redirect:https://example.org/%{ARGS.how}"
                SecAction "id:4,phase:1,pass,log"
                """);
        assertThat(ids(requests.get("/?how=deny"))).containsExactly(1L);
        assertThat(status(requests.get("/?how=deny"))).isEqualTo(418);
        assertThat(requests.get("/?how=drop").verdict())
                .isInstanceOfSatisfying(
                        Verdict.Block.class, b -> assertThat(b.how()).isEqualTo(Verdict.How.DROP));
        assertThat(requests.get("/?how=redirect").verdict()).isInstanceOfSatisfying(Verdict.Block.class, b -> {
            assertThat(b.location()).isEqualTo(Optional.of("https://example.org/redirect"));
            assertThat(b.status()).isEqualTo(302);
        });
    }

    @Test
    void blockDoesWhatTheDefaultSays() {
        Requests requests = Requests.through("""
                SecDefaultAction "phase:1,log,deny,status:406"
                SecRule ARGS:a "@eq 1" "id:1,phase:1,block"
                SecRule ARGS:a "@eq 2" "id:2,phase:1,pass"
                """);
        assertThat(status(requests.get("/?a=1"))).isEqualTo(406);
        assertThat(status(requests.get("/?a=2"))).isEqualTo(200);
    }

    @Test
    void allowLeavesOutThePhaseTheRequestOrAllButLogging() {
        Requests requests = Requests.through("""
                SecRule ARGS:allow "@streq phase" "id:1,phase:1,allow:phase,nolog"
                SecRule ARGS:allow "@streq request" "id:2,phase:1,allow:request,nolog"
                SecRule ARGS:allow "@streq all" "id:3,phase:1,allow,nolog"
                SecAction "id:11,phase:1,pass,log"
                SecAction "id:12,phase:2,pass,log"
                SecAction "id:13,phase:3,pass,log"
                SecAction "id:15,phase:5,pass,log"
                """);
        assertThat(ids(requests.get("/"))).containsExactly(11L, 12L, 13L, 15L);
        assertThat(ids(requests.get("/?allow=phase"))).containsExactly(12L, 13L, 15L);
        assertThat(ids(requests.get("/?allow=request"))).containsExactly(13L, 15L);
        assertThat(ids(requests.get("/?allow=all"))).containsExactly(15L);
    }

    @Test
    void nothingIsBlockedWhereRulesOnlyDetect() {
        Transaction transaction = Requests.through("""
                SecRuleEngine DetectionOnly
                SecRule ARGS:a "@eq 1" "id:1,phase:1,deny"
                """).get("/?a=1");
        assertThat(transaction.verdict().blocked()).isFalse();
        assertThat(match(transaction, 1).disruptive()).isFalse();
    }

    @Test
    void scoresAreToldWithTheVerdict() {
        Transaction transaction = Requests.through("""
                SecAction "id:1,phase:1,pass,nolog,setvar:tx.blocking_inbound_anomaly_score=15"
                """).get("/");
        assertThat(transaction.verdict().scores().inbound()).isEqualTo(15);
    }
}
