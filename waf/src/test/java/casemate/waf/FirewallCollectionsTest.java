package casemate.waf;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.state.FileCollectionStore;
import casemate.waf.state.MemoryCollectionStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What rules remember from one request to the next, from SecLang to the store.
class FirewallCollectionsTest {
    private static final String THREE_A_MINUTE = """
            SecRuleEngine On
            SecAction "id:1,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR}"
            SecRule IP:blocked "@eq 1" "id:2,phase:1,deny,status:429,log,msg:'%{ip.counter} from %{ip.key}'"
            SecAction "id:3,phase:1,pass,nolog,setvar:ip.counter=+1,expirevar:ip.counter=60"
            SecRule IP:counter "@gt 3" "id:4,phase:1,deny,status:429,setvar:ip.blocked=1,expirevar:ip.blocked=300"
            """;

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void a_client_that_asks_too_often_is_blocked_until_the_block_expires() {
        Firewall firewall = load(THREE_A_MINUTE, new MemoryCollectionStore());
        for (int i = 0; i < 3; i++) {
            assertThat(ask(firewall, "192.0.2.1")).isInstanceOf(Verdict.Pass.class);
        }
        assertThat(ask(firewall, "192.0.2.1")).isInstanceOf(Verdict.Block.class);
        assertThat(ask(firewall, "192.0.2.2")).isInstanceOf(Verdict.Pass.class);
        now = now.plus(Duration.ofSeconds(299));
        assertThat(ask(firewall, "192.0.2.1")).isInstanceOf(Verdict.Block.class);
        now = now.plus(Duration.ofSeconds(1));
        assertThat(ask(firewall, "192.0.2.1")).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void a_block_outlives_the_process() throws IOException {
        try (FileCollectionStore store = FileCollectionStore.open(directory, 100)) {
            Firewall firewall = load(THREE_A_MINUTE, store);
            for (int i = 0; i < 4; i++) {
                ask(firewall, "192.0.2.1");
            }
        }
        try (FileCollectionStore store = FileCollectionStore.open(directory, 100)) {
            assertThat(ask(load(THREE_A_MINUTE, store), "192.0.2.1")).isInstanceOf(Verdict.Block.class);
        }
    }

    @Test
    void sessions_users_and_resources_are_opened_by_their_actions() {
        Firewall firewall = load("""
                SecRuleEngine On
                SecRule REQUEST_HEADERS:X-Session "^(.+)$" "id:1,phase:1,pass,nolog,capture,\\
                    setsid:%{TX.1},setuid:u-%{TX.1},setrsc:r,\\
                    setvar:session.score=+10,setvar:user.score=+5,setvar:resource.score=+1"
                SecRule SESSION:score "@eq 20" "id:2,phase:1,deny,status:406,chain"
                SecRule USER:score "@eq 10" "chain"
                SecRule RESOURCE:score "@eq 2" "chain"
                SecRule SESSIONID "@streq 192.0.2.9" "chain"
                SecRule USERID "@streq u-192.0.2.9" "t:none"
                """, new MemoryCollectionStore());
        assertThat(ask(firewall, "192.0.2.9")).isInstanceOf(Verdict.Pass.class);
        assertThat(ask(firewall, "192.0.2.9")).isInstanceOf(Verdict.Block.class);
    }

    @Test
    void applications_do_not_share_their_counts() {
        MemoryCollectionStore store = new MemoryCollectionStore();
        Firewall one = load("SecWebAppId one\n" + THREE_A_MINUTE, store);
        Firewall other = load("SecWebAppId other\n" + THREE_A_MINUTE, store);
        for (int i = 0; i < 4; i++) {
            ask(one, "192.0.2.1");
        }
        assertThat(ask(one, "192.0.2.1")).isInstanceOf(Verdict.Block.class);
        assertThat(ask(other, "192.0.2.1")).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void what_a_transaction_cannot_remember_blocks_it() {
        Firewall firewall = load("""
                SecRuleEngine On
                SecAction "id:1,phase:1,pass,nolog,initcol:global=all"
                SecRule ARGS "@unconditionalMatch" "id:2,phase:1,pass,nolog,setvar:global.%{MATCHED_VAR_NAME}=1"
                """, new MemoryCollectionStore());
        StringBuilder target = new StringBuilder("/?");
        for (int i = 0; i < 700; i++) {
            target.append("a").append(i).append("=1&");
        }
        Verdict verdict = ask(firewall, "192.0.2.1", target.toString());
        assertThat(verdict).isInstanceOf(Verdict.Block.class);
    }

    private Firewall load(String rules, casemate.waf.state.CollectionStore store) {
        return Firewall.load(FirewallConfig.ofText(rules).withCollections(store).withClock(() -> now));
    }

    private static Verdict ask(Firewall firewall, String client) {
        return ask(firewall, client, "/");
    }

    private static Verdict ask(Firewall firewall, String client, String target) {
        Transaction transaction = firewall.begin();
        transaction.connection(client, 40312, "198.51.100.1", 443);
        transaction.requestLine("GET", target, "HTTP/1.1");
        transaction.requestHeader("Host", "shop.example");
        transaction.requestHeader("X-Session", client);
        transaction.requestHeadersEnd();
        transaction.requestBodyEnd();
        return transaction.finish();
    }
}
