package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.edge.acme.AcmeConfig;
import casemate.wire.Route;
import casemate.wire.RouteRules;
import casemate.wire.Shield;
import casemate.wire.SnapshotKey;
import casemate.wire.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgeTest {
    @TempDir
    Path directory;

    @Test
    void a_request_reaches_the_instance_of_its_host_with_the_visitor_told_by_the_edge_alone() throws IOException {
        try (EdgeHouse house = EdgeHouse.open(directory);
                Application acme = Application.saying("acme");
                Application other = Application.saying("other")) {
            house.apply(
                    1,
                    EdgeHouse.serving(EdgeHouse.ACME, acme.port()),
                    EdgeHouse.serving(EdgeHouse.OTHER, other.port()));
            Answer answer = house.get(
                    EdgeHouse.ACME,
                    "/a?b=c",
                    "X-Forwarded-For: 6.6.6.6",
                    "Forwarded: for=6.6.6.6",
                    "X-Forwarded-Anything: evil",
                    "Proxy: evil",
                    "X-Mine: nominated",
                    "X-Kept: kept",
                    "Connection: X-Mine");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("acme");
            assertThat(answer.header("strict-transport-security")).startsWith("max-age=31536000");
            assertThat(house.get(EdgeHouse.OTHER, "/").body()).isEqualTo("other");
            String head = acme.heads.getFirst().toLowerCase(java.util.Locale.ROOT);
            assertThat(head)
                    .startsWith("get /a?b=c http/1.1\r\n")
                    .contains("\r\nhost: " + EdgeHouse.ACME + "\r\n")
                    .contains("\r\nx-forwarded-for: 127.0.0.1\r\n")
                    .contains("\r\nx-forwarded-proto: https\r\n")
                    .contains("\r\nx-forwarded-host: " + EdgeHouse.ACME + "\r\n")
                    .contains("\r\nx-kept: kept\r\n")
                    .doesNotContain("6.6.6.6", "evil", "nominated");
            assertThat(acme.heads).hasSize(1);
        }
    }

    @Test
    void a_name_that_nobody_has_or_none_at_all_gets_no_handshake() throws IOException {
        try (EdgeHouse house = EdgeHouse.open(directory);
                Application acme = Application.saying("acme")) {
            house.apply(1, EdgeHouse.serving(EdgeHouse.ACME, acme.port()));
            assertThatThrownBy(() -> house.connect("stranger." + EdgeHouse.DOMAIN))
                    .isInstanceOf(SSLException.class);
            assertThatThrownBy(() -> house.connect("")).isInstanceOf(SSLException.class);
            assertThat(house.get(EdgeHouse.ACME, "/").status()).isEqualTo(200);
        }
    }

    /// A pod's way to the platform is looked at by the name of its handshake only, and cannot be read.
    @Test
    void a_connection_for_the_platform_reaches_no_instance_whatever_it_asks_for() throws IOException {
        try (EdgeHouse house = EdgeHouse.open(directory);
                Application platform = Application.saying("platform");
                Application instance = Application.saying("instance")) {
            house.apply(
                    1,
                    new Route(
                            EdgeHouse.OTHER,
                            Optional.empty(),
                            Route.State.SERVING,
                            List.of(new Upstream("127.0.0.1", platform.port())),
                            RouteRules.USUAL.with(Shield.NONE)),
                    EdgeHouse.serving(EdgeHouse.ACME, instance.port()));
            String asked = "GET /oidc/jwks HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
            assertThat(house.raw(EdgeHouse.OTHER, asked.formatted(EdgeHouse.OTHER))
                            .body())
                    .isEqualTo("platform");
            for (String other : List.of(EdgeHouse.ACME, EdgeHouse.ACME + ":443", "nobody." + EdgeHouse.DOMAIN)) {
                assertThat(house.raw(EdgeHouse.OTHER, asked.formatted(other)).status())
                        .as(other)
                        .isEqualTo(421);
            }
            assertThat(instance.heads).isEmpty();
            assertThat(platform.heads).hasSize(1);
        }
    }

    @Test
    void a_host_other_than_the_one_the_connection_was_made_for_is_misdirected() throws IOException {
        try (EdgeHouse house = EdgeHouse.open(directory);
                Application acme = Application.saying("acme");
                Application other = Application.saying("other")) {
            house.apply(
                    1,
                    EdgeHouse.serving(EdgeHouse.ACME, acme.port()),
                    EdgeHouse.serving(EdgeHouse.OTHER, other.port()));
            Answer answer = house.raw(
                    EdgeHouse.ACME, "GET / HTTP/1.1\r\nHost: " + EdgeHouse.OTHER + "\r\nConnection: close\r\n\r\n");
            assertThat(answer.status()).isEqualTo(421);
            assertThat(answer.header("strict-transport-security")).isNotEmpty();
            assertThat(other.heads).isEmpty();
        }
    }

    @Test
    void plain_http_on_the_port_gets_no_answer_of_an_application() throws IOException {
        try (EdgeHouse house = EdgeHouse.open(directory);
                Application acme = Application.saying("acme")) {
            house.apply(1, EdgeHouse.serving(EdgeHouse.ACME, acme.port()));
            try (Socket socket = house.plain()) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream()
                        .write(("GET / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(Answer.read(socket.getInputStream()).text()).doesNotContain("HTTP/");
            }
            assertThat(acme.heads).isEmpty();
        }
    }

    @Test
    void instances_that_do_not_serve_have_a_page_in_the_visitors_language() throws IOException {
        try (EdgeHouse house = EdgeHouse.open(directory)) {
            house.apply(
                    1,
                    EdgeHouse.in(EdgeHouse.ACME, Route.State.STARTING),
                    EdgeHouse.in(EdgeHouse.OTHER, Route.State.SUSPENDED),
                    EdgeHouse.serving("gone." + EdgeHouse.DOMAIN, 1));
            Answer starting = house.get(EdgeHouse.ACME, "/", "Accept-Language: pl-PL, en;q=0.5");
            assertThat(starting.status()).isEqualTo(503);
            assertThat(starting.header("retry-after")).isEqualTo("3");
            assertThat(starting.header("refresh")).isEqualTo("3");
            assertThat(starting.header("content-security-policy")).contains("default-src 'none'");
            assertThat(starting.body()).contains("lang=\"pl\"", "Twoja przestrzeń się otwiera");
            Answer suspended = house.get(EdgeHouse.OTHER, "/", "Accept-Language: de, fr;q=0.8, en;q=0.1");
            assertThat(suspended.status()).isEqualTo(503);
            assertThat(suspended.body()).contains("Cet espace est suspendu");
            Answer gone = house.get("gone." + EdgeHouse.DOMAIN, "/");
            assertThat(gone.status()).isEqualTo(502);
            assertThat(gone.body()).contains("No answer from this space");
        }
    }

    @Test
    void a_broken_rule_of_http_is_answered_with_a_page_and_the_connection_ends() throws IOException {
        try (EdgeHouse house = EdgeHouse.open(directory)) {
            house.apply(1, EdgeHouse.in(EdgeHouse.ACME, Route.State.STARTING));
            String host = "Host: " + EdgeHouse.ACME + "\r\n\r\n";
            assertWhole(house.raw(EdgeHouse.ACME, "GET / HTTP/1.1\r\n\r\n"), 400);
            assertWhole(house.raw(EdgeHouse.ACME, "GET /a b HTTP/1.1\r\n" + host), 400);
            assertWhole(house.raw(EdgeHouse.ACME, "TRACE / HTTP/1.1\r\n" + host), 405);
        }
    }

    private static void assertWhole(Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("strict-transport-security")).isNotEmpty();
        assertThat(answer.body()).endsWith("</html>\n");
    }

    @Test
    void a_head_that_trickles_in_is_cut_off() throws IOException {
        try (EdgeHouse house = EdgeHouse.open(directory)) {
            house.apply(1, EdgeHouse.in(EdgeHouse.ACME, Route.State.STARTING));
            try (SSLSocket socket = house.connect(EdgeHouse.ACME)) {
                socket.setSoTimeout((int) Limits.HEAD.multipliedBy(6).toMillis());
                long begun = System.nanoTime();
                socket.getOutputStream().write("GET / HTTP/1.1\r\nHost:".getBytes(StandardCharsets.US_ASCII));
                assertThat(Answer.read(socket.getInputStream()).text()).isEmpty();
                assertThat(System.nanoTime() - begun)
                        .isBetween(
                                Limits.HEAD.dividedBy(2).toNanos(),
                                Limits.HEAD.multipliedBy(6).toNanos());
            }
        }
    }

    @Test
    void the_access_log_tells_what_an_operator_needs_and_nothing_about_a_person() throws IOException {
        try (EdgeHouse house = EdgeHouse.open(directory);
                Application acme = Application.saying("acme")) {
            house.apply(1, EdgeHouse.serving(EdgeHouse.ACME, acme.port()));
            house.get(EdgeHouse.ACME, "/page?mail=anna@example.org", "Cookie: secret=1", "User-Agent: Anna's");
        }
        String log = Files.readString(directory.resolve("log").resolve("access.jsonl"));
        assertThat(log)
                .contains(
                        "\"url.path\":\"/page\"",
                        "\"http.response.status_code\":200",
                        "\"url.domain\":\"" + EdgeHouse.ACME + "\"",
                        "\"service.id\":\"" + EdgeHouse.INSTANCE + "\"",
                        "\"source.address\":\"127.0.0.0\"",
                        "\"http.version\":\"1.1\"",
                        "\"event.outcome\":\"success\"",
                        "\"event.type\":[\"access\"]")
                .doesNotContain("anna", "Anna", "secret");
    }

    @Test
    void a_taken_port_is_a_refusal_that_says_what_to_do_and_nothing_else_is_said() throws IOException {
        try (ServerSocket here = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                LoggedWarnings log = LoggedWarnings.of("casemate.edge")) {
            EdgeConfig taken = EdgeHouse.config(directory, SnapshotKey.generate(), here.getLocalPort())
                    .with(new AcmeConfig(
                            URI.create("https://acme.invalid/directory"),
                            "a@acme.example",
                            "",
                            OptionalInt.empty(),
                            Set.of()));
            assertThatThrownBy(() -> Edge.start(taken, new Feed(SnapshotKey.generate()), _ -> {}))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("choose another");
            assertThat(log.lines()).noneMatch(line -> line.contains("did not end well"));
        }
    }

    @Test
    void a_connection_serves_many_requests_and_notices_a_new_snapshot() throws IOException {
        try (EdgeHouse house = EdgeHouse.open(directory);
                Application acme = Application.saying("first");
                Application moved = Application.saying("second")) {
            house.apply(1, EdgeHouse.serving(EdgeHouse.ACME, acme.port()));
            try (SSLSocket socket = house.connect(EdgeHouse.ACME)) {
                assertThat(ask(socket)).contains("first");
                assertThat(ask(socket)).contains("first");
                house.apply(2, EdgeHouse.serving(EdgeHouse.ACME, moved.port()));
                assertThat(ask(socket)).contains("second");
            }
        }
    }

    private static String ask(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write(("GET / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        while (!text.toString().matches("(?s).*(first|second)")) {
            int c = in.read();
            assertThat(c).as("end of stream").isGreaterThanOrEqualTo(0);
            text.append((char) c);
        }
        return text.toString();
    }
}
