package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.pod.PlatformWay;
import casemate.base.InstanceId;
import casemate.wire.PodOrder;
import casemate.wire.PodReport;
import casemate.wire.Upstream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shared folder: Apache with mod_auth_openidc in a real pod, and an edge that writes down who is asked for.
@NeedsRoot
class FilesTest {
    private static final String PLATFORM = "portal.casemate.localhost";
    /// Whoever takes no page is not sent anywhere to sign in.
    private static final String BROWSER = "Accept: text/html\r\n";

    @TempDir
    private Path data;

    private final InstanceId instance = TestAgent.instance();
    private final PodOrder order =
            TestAgent.order(instance, "files", TestAgent.LARGE).told("oidc.issuer", "https://" + PLATFORM + ":8443");

    @Test
    void strangers_see_nothing_and_the_pod_asks_the_platforms_own_host_about_them() throws Exception {
        Path authorities = Files.writeString(data.resolve("authorities.pem"), "");
        AtomicReference<String> asked = new AtomicReference<>("");
        try (ServerSocket edge = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                TestAgent agent = TestAgent.on(
                        data,
                        new PlatformWay(
                                PLATFORM + ":8443",
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), edge.getLocalPort()),
                                authorities))) {
            Thread.ofVirtual().start(() -> listen(edge, asked));
            agent.say(order);
            Upstream upstream = TestAgent.upstream(agent.await(instance, PodReport.Phase.RUNNING));
            assertThat(Http.get(upstream, "/health").body()).contains("good");
            for (String closed : new String[] {"/", "/index.php", "/style.css", "/data/", "/data/.keep"}) {
                assertThat(Http.get(upstream, closed, BROWSER).status())
                        .as(closed)
                        .isNotEqualTo(200);
            }
            assertThat(asked.get())
                    .as(agent.agent().tail(instance, 30).toString())
                    .contains(PLATFORM);
            assertThat(Http.get(upstream, "/health/../data/.keep").status()).isNotEqualTo(200);
            assertThat(Http.post(upstream, "/?p=", "", "x=1").status()).isNotIn(200, 303, 422);
            Path config = data.resolve("pods").resolve(instance.value()).resolve("config/sign-on.conf");
            assertThat(Files.readString(config)).contains("OIDCClientSecret " + Signed.KEY.revealText());
        }
    }

    private static void listen(ServerSocket edge, AtomicReference<String> asked) {
        while (!edge.isClosed()) {
            try (Socket caller = edge.accept()) {
                byte[] hello = new byte[2_048];
                int read = caller.getInputStream().read(hello);
                asked.set(new String(hello, 0, Math.max(0, read), StandardCharsets.ISO_8859_1));
            } catch (java.io.IOException _) {
                // The test is over, or the caller left.
            }
        }
    }
}
