package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.AddressRange;
import casemate.base.Refusal;
import casemate.wire.Ban;
import casemate.wire.Defence;
import casemate.wire.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whom an application is told about, by way of a real edge. All of 127.0.0.0/8 is this machine: 127.0.0.9 is trusted.
class TrustedProxyTest {
    private static final String PROXY = "127.0.0.9";
    private static final String STRANGER = "127.0.0.8";
    private static final byte[] FOR_198_51_100_7 =
            HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111000cc63364077f000001c00101bb");
    private static final byte[] FOR_198_51_100_9 =
            HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111000cc63364097f000001c00101bb");
    /// The balancer asks for itself.
    private static final byte[] LOCAL = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a20000000");
    private static final byte[] NOTHING = {};
    private static final int MISSES = 4;
    /// A second: few enough that one who asks again and again is past it on any machine.
    private static final int REQUESTS = 5;

    private static final int MOST_REQUESTS = 1_000;

    @TempDir
    Path directory;

    @Test
    void a_trusted_proxy_is_believed_and_nobody_else_is() throws IOException {
        try (EdgeHouse house = EdgeHouse.behind(directory, trusted(false));
                Application application = Application.saying("ok")) {
            house.apply(1, EdgeHouse.serving(EdgeHouse.ACME, application.port()));
            assertThat(told(house, application, PROXY, FOR_198_51_100_7)).isEqualTo("198.51.100.7");
            assertThat(told(house, application, PROXY, NOTHING)).isEqualTo(PROXY);
            assertThat(told(house, application, PROXY, NOTHING, "6.6.6.6, 198.51.100.8, 127.0.0.9"))
                    .isEqualTo("198.51.100.8");
            assertThat(told(house, application, PROXY, NOTHING, "198.51.100.8", "[2001:db8::1]:443"))
                    .isEqualTo("2001:db8:0:0:0:0:0:1");
            assertThat(told(house, application, PROXY, NOTHING, "198.51.100.8:1234"))
                    .isEqualTo("198.51.100.8");
            assertThat(told(house, application, PROXY, NOTHING, "6.6.6.6, unknown, 127.0.0.9"))
                    .isEqualTo(PROXY);
            assertThat(told(house, application, PROXY, FOR_198_51_100_7, "6.6.6.6"))
                    .as("the header's visitor is no proxy")
                    .isEqualTo("198.51.100.7");
            assertThat(told(house, application, STRANGER, NOTHING, "6.6.6.6")).isEqualTo(STRANGER);
            assertThatThrownBy(() -> told(house, application, STRANGER, FOR_198_51_100_7))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_required_header_that_is_missing_or_malformed_ends_the_connection() throws IOException {
        try (EdgeHouse house = EdgeHouse.behind(directory, trusted(true));
                Application application = Application.saying("ok")) {
            house.apply(1, EdgeHouse.serving(EdgeHouse.ACME, application.port()));
            assertThat(told(house, application, PROXY, FOR_198_51_100_7)).isEqualTo("198.51.100.7");
            assertThat(told(house, application, STRANGER, NOTHING)).isEqualTo(STRANGER);
            assertThatThrownBy(() -> told(house, application, PROXY, NOTHING)).isInstanceOf(IOException.class);
            byte[] version1 = "PROXY TCP4 198.51.100.7 127.0.0.1 5 443\r\n".getBytes(StandardCharsets.US_ASCII);
            assertThatThrownBy(() -> told(house, application, PROXY, version1)).isInstanceOf(IOException.class);
            byte[] twice = HexFormat.of()
                    .parseHex(HexFormat.of().formatHex(FOR_198_51_100_7).repeat(2));
            assertThatThrownBy(() -> told(house, application, PROXY, twice)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void trusting_everybody_or_requiring_a_header_of_nobody_is_refused() {
        assertThatThrownBy(() -> new TrustedProxies(List.of(AddressRange.parse("0.0.0.0/0")), false))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new TrustedProxies(List.of(), true)).isInstanceOf(Refusal.class);
    }

    private static TrustedProxies trusted(boolean headerRequired) {
        return new TrustedProxies(List.of(AddressRange.parse(PROXY)), headerRequired);
    }

    @Test
    void a_banned_visitor_behind_a_proxy_gets_no_handshake_and_is_cut_off_while_the_proxy_s_other_visitors_are_served()
            throws IOException {
        try (EdgeHouse house = EdgeHouse.behind(directory, trusted(false));
                Application application = Application.saying("ok")) {
            Route route = EdgeHouse.serving(EdgeHouse.ACME, application.port());
            house.apply(1, route);
            try (SSLSocket before = open(house, PROXY, FOR_198_51_100_7);
                    SSLSocket other = open(house, PROXY, FOR_198_51_100_9)) {
                assertThat(ask(before, "").status()).isEqualTo(200);
                assertThat(ask(other, "").status()).isEqualTo(200);
                house.apply(2, banning("198.51.100.7"), route);
                assertThat(before.getInputStream().read()).as("cut off").isEqualTo(-1);
                assertThatThrownBy(() -> open(house, PROXY, FOR_198_51_100_7)).isInstanceOf(IOException.class);
                assertThat(ask(other, "").status()).isEqualTo(200);
            }
            assertThat(told(house, application, PROXY, FOR_198_51_100_9)).isEqualTo("198.51.100.9");
        }
    }

    @Test
    void a_proxy_s_own_address_is_neither_barred_nor_counted_against() throws IOException {
        try (EdgeHouse house = EdgeHouse.behind(directory, trusted(false));
                Application application = new Application((_, _, out) -> out.write(
                        "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))) {
            Route route = EdgeHouse.serving(EdgeHouse.ACME, application.port());
            house.apply(1, banning("127.0.0.0/8"), route);
            assertThatThrownBy(() -> open(house, STRANGER, NOTHING)).isInstanceOf(IOException.class);
            try (SSLSocket proxy = open(house, PROXY, NOTHING)) {
                for (int i = 0; i < 3 * MISSES; i++) {
                    assertThat(ask(proxy, "").status()).isEqualTo(404);
                }
            }
            try (SSLSocket balancer = open(house, PROXY, LOCAL)) {
                assertThat(ask(balancer, "").status()).isEqualTo(404);
            }
            try (SSLSocket guilty = open(house, PROXY, FOR_198_51_100_7)) {
                for (int i = 0; i < MISSES; i++) {
                    ask(guilty, "");
                }
                EdgeHouse.until(
                        () -> house.reports.stream().anyMatch(r -> !r.bans().isEmpty()));
            }
            assertThat(house.reports.stream()
                            .flatMap(r -> r.bans().stream())
                            .map(ban -> ban.ban().range().toString()))
                    .containsExactly("198.51.100.7");
        }
    }

    @Test
    void a_flood_of_one_visitor_whom_a_proxy_names_with_each_request_is_counted_for_nobody_else() throws IOException {
        try (EdgeHouse house = EdgeHouse.behind(directory, trusted(false));
                Application application = Application.saying("ok")) {
            Defence few = new Defence(
                    1_000, Duration.ofMinutes(1), Duration.ofMinutes(10), REQUESTS, false, List.of(), List.of());
            house.apply(1, few, EdgeHouse.serving(EdgeHouse.ACME, application.port()));
            try (SSLSocket proxy = open(house, PROXY, NOTHING)) {
                int status = 200;
                for (int i = 0; i < MOST_REQUESTS && status == 200; i++) {
                    status = ask(proxy, "X-Forwarded-For: 198.51.100.7\r\n").status();
                }
                assertThat(status).as("the flood").isEqualTo(429);
                for (int i = 0; i < REQUESTS; i++) {
                    assertThat(ask(proxy, "X-Forwarded-For: 198.51.100.8\r\n").status())
                            .isEqualTo(200);
                }
                assertThat(ask(proxy, "").status()).as("the proxy for itself").isEqualTo(200);
            }
        }
    }

    private static Defence banning(String range) {
        Ban ban = new Ban(
                "op-1",
                AddressRange.parse(range),
                Optional.empty(),
                Instant.now().plusSeconds(600),
                "operator");
        return new Defence(
                MISSES, Duration.ofMinutes(1), Duration.ofMinutes(10), 1_000, false, List.of(), List.of(ban));
    }

    /// A verified connection from an address, whose first bytes are these.
    private static SSLSocket open(EdgeHouse house, String from, byte[] before) throws IOException {
        Socket plain = new Socket();
        try {
            plain.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
            plain.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), house.edge.port()));
            plain.setSoTimeout(30_000);
            plain.getOutputStream().write(before);
            SSLSocket socket = (SSLSocket)
                    house.trust().getSocketFactory().createSocket(plain, EdgeHouse.ACME, house.edge.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(EdgeHouse.ACME)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static Answer ask(SSLSocket over, String fields) throws IOException {
        over.getOutputStream()
                .write(("GET / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n" + fields + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return Answer.one(over.getInputStream());
    }

    /// The visitor's address as the application hears it.
    private static String told(
            EdgeHouse house, Application application, String from, byte[] before, String... forwardedFor)
            throws IOException {
        application.heads.clear();
        try (SSLSocket socket = open(house, from, before)) {
            StringBuilder fields = new StringBuilder("Connection: close\r\n");
            for (String one : forwardedFor) {
                fields.append("X-Forwarded-For: ").append(one).append("\r\n");
            }
            assertThat(ask(socket, fields.toString()).status()).isEqualTo(200);
        }
        String head = application.heads.getFirst().toLowerCase(Locale.ROOT);
        assertThat(head.split("\r\nx-forwarded-for: ", -1)).hasSize(2);
        return head.split("\r\nx-forwarded-for: ", 2)[1].split("\r\n", 2)[0];
    }
}
