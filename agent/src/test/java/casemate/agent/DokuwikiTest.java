package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.InstanceId;
import casemate.wire.PodOrder;
import casemate.wire.PodReport;
import casemate.wire.Upstream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// DokuWiki, from an order to a page, and away again.
@NeedsRoot
class DokuwikiTest {
    @TempDir
    private Path data;

    private final InstanceId instance = TestAgent.instance();
    private final PodOrder order = TestAgent.order(instance, "dokuwiki", TestAgent.LARGE);

    @Test
    void an_order_becomes_a_wiki_with_an_administrator_and_an_erased_one_leaves_nothing() throws Exception {
        try (TestAgent agent = TestAgent.on(data)) {
            agent.say(order);
            Upstream upstream = TestAgent.upstream(agent.await(instance, PodReport.Phase.RUNNING));

            Http.Page page = Http.get(upstream, "/doku.php?id=start");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body()).contains("Acmé&#039;s &quot;wiki&quot;").contains("first page of your wiki");
            assertThat(page.headers()).contains("set-cookie").contains("secure");
            assertThat(Http.get(upstream, "/install.php").status()).isIn(403, 404);
            assertThat(Http.get(upstream, "/conf/users.auth.php").status()).isIn(403, 404);
            assertThat(signIn(upstream, "wrong+horse").status()).isEqualTo(403);
            Http.Page signedIn = signIn(upstream, "correct+horse");
            assertThat(signedIn.status()).isEqualTo(302);
            assertThat(signedIn.headers()).contains("location: https://acme.casemate.localhost/");

            knowsWhoTheEdgeSaysAsks(upstream);

            assertThat(data.resolve("volumes").resolve(instance.value())).isDirectory();
            agent.say(TestAgent.wanted(order, PodOrder.Wanted.ERASED));
            agent.await(instance, PodReport.Phase.ERASED);
            assertThat(data.resolve("volumes")).isEmptyDirectory();
            assertThat(data.resolve("pods")).isEmptyDirectory();
            assertThat(Files.exists(data.resolve("logs").resolve(instance + ".log")))
                    .isFalse();
        }
    }

    private void knowsWhoTheEdgeSaysAsks(Upstream upstream) throws Exception {
        String start = "/doku.php?id=start";
        assertThat(Http.get(upstream, start).body()).doesNotContain("do=logout");
        assertThat(Http.get(upstream, start + "&do=login").body()).contains("/.casemate/sign-in?to=%2Fdoku.php");
        for (int i = 0; i < 2; i++) {
            Http.Page page = Http.get(upstream, start, Signed.owner());
            assertThat(page.body()).contains("do=logout", "do=admin", "(<bdi>gil</bdi>)");
        }
        Http.Page member = Http.get(upstream, start, Signed.member());
        assertThat(member.body()).contains("do=logout", "(<bdi>gil-2</bdi>)").doesNotContain("do=admin");
        Signed.forged().forEach((what, header) -> {
            try {
                assertThat(Http.get(upstream, start, header).body()).as(what).doesNotContain("do=logout");
            } catch (java.io.IOException e) {
                throw new AssertionError(what, e);
            }
        });
        String users = Files.readString(data.resolve("volumes/" + instance.value() + "/conf/users.auth.php"));
        assertThat(users)
                .contains("gil:$2y$")
                .contains(":gil@acme.example:admin,user")
                .contains("gil-2:$2y$");
    }

    private static Http.Page signIn(Upstream upstream, String password) throws Exception {
        return Http.post(upstream, "/doku.php?id=start&do=login", "", "u=admin&p=" + password);
    }
}
