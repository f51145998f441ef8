package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.InstanceId;
import casemate.wire.PodOrder;
import casemate.wire.PodReport;
import casemate.wire.Upstream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// WordPress and its own database, from an order to a signed-in administrator, across a suspension.
@NeedsRoot
class WordpressTest {
    @TempDir
    private Path data;

    private final InstanceId instance = TestAgent.instance();
    private final PodOrder order = TestAgent.order(instance, "wordpress", TestAgent.LARGE);

    @Test
    void an_order_becomes_a_site_whose_administrator_can_sign_in_and_a_suspension_keeps_it() throws Exception {
        try (TestAgent agent = TestAgent.on(data)) {
            agent.say(order);
            Upstream upstream = TestAgent.upstream(agent.await(instance, PodReport.Phase.RUNNING));

            Http.Page page = Http.get(upstream, "/");
            assertThat(page.status())
                    .as(agent.agent().tail(instance, 50).toString())
                    .isEqualTo(200);
            assertThat(page.body()).contains("https://acme.casemate.localhost/").contains("twentytwentythree");
            assertThat(page.body()).doesNotContain("http://acme.casemate.localhost/");
            assertThat(Http.get(upstream, "/wp-content/themes/twentytwentythree/style.css")
                            .status())
                    .isEqualTo(200);
            assertThat(Http.get(upstream, "/wp-config.php").status()).isEqualTo(403);

            signsIn(upstream);
            knowsWhoTheEdgeSaysAsks(upstream);
            agent.say(TestAgent.wanted(order, PodOrder.Wanted.SUSPENDED));
            agent.await(instance, PodReport.Phase.STOPPED);
            agent.say(order);
            signsIn(TestAgent.upstream(agent.await(instance, PodReport.Phase.RUNNING)));
            assertThat(agent.agent().tail(instance, 1_000))
                    .noneMatch(line -> line.contains("Crash recovery") || line.contains("ended with exit code"));
        }
    }

    private static void knowsWhoTheEdgeSaysAsks(Upstream upstream) throws Exception {
        String users = "/wp-admin/users.php";
        assertThat(Http.get(upstream, "/wp-login.php").body()).contains("/.casemate/sign-in?to=%2Fwp-admin%2F");
        for (int i = 0; i < 2; i++) {
            Http.Page page = Http.get(upstream, users, Signed.owner());
            assertThat(page.status()).as(page.headers()).isEqualTo(200);
            assertThat(page.body()).contains("gil@acme.example", "action=logout");
            assertThat(page.headers()).doesNotContain("wordpress_logged_in", "wordpress_sec");
        }
        assertThat(Http.get(upstream, users, Signed.member()).status())
                .as("not for members")
                .isEqualTo(403);
        assertThat(Http.get(upstream, "/wp-admin/index.php", Signed.member()).status())
                .isEqualTo(200);
        assertThat(Http.get(upstream, "/wp-admin/profile.php", Signed.member()).body())
                .doesNotContain("id=\"pass1\"");
        Signed.forged().forEach((what, header) -> {
            try {
                assertThat(Http.get(upstream, users, header).status()).as(what).isEqualTo(302);
            } catch (java.io.IOException e) {
                throw new AssertionError(what, e);
            }
        });
    }

    private void signsIn(Upstream upstream) throws Exception {
        Http.Page signedIn = Http.post(
                upstream,
                "/wp-login.php",
                "wordpress_test_cookie=WP+Cookie+check",
                "log=admin&pwd=correct+horse&testcookie=1");
        assertThat(signedIn.status()).as(signedIn.body()).isEqualTo(302);
        assertThat(signedIn.headers()).contains("wordpress_logged_in").contains("secure");
        Http.Page refused = Http.post(
                upstream,
                "/wp-login.php",
                "wordpress_test_cookie=WP+Cookie+check",
                "log=admin&pwd=wrong+horse&testcookie=1");
        assertThat(refused.status()).isEqualTo(200);
    }
}
