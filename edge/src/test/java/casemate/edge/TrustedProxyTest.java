package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.AddressRange;
import casemate.base.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
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
    private static final byte[] NOTHING = {};

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

    /// The visitor's address as the application hears it.
    private static String told(
            EdgeHouse house, Application application, String from, byte[] before, String... forwardedFor)
            throws IOException {
        application.heads.clear();
        try (Socket plain = new Socket()) {
            plain.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
            plain.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), house.edge.port()));
            plain.setSoTimeout(10_000);
            plain.getOutputStream().write(before);
            try (SSLSocket socket = (SSLSocket)
                    house.trust().getSocketFactory().createSocket(plain, EdgeHouse.ACME, house.edge.port(), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(EdgeHouse.ACME)));
                socket.setSSLParameters(parameters);
                StringBuilder request = new StringBuilder("GET / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n");
                for (String one : forwardedFor) {
                    request.append("X-Forwarded-For: ").append(one).append("\r\n");
                }
                socket.getOutputStream()
                        .write(request.append("Connection: close\r\n\r\n")
                                .toString()
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(Answer.read(socket.getInputStream()).status()).isEqualTo(200);
            }
        }
        String head = application.heads.getFirst().toLowerCase(Locale.ROOT);
        assertThat(head.split("\r\nx-forwarded-for: ", -1)).hasSize(2);
        return head.split("\r\nx-forwarded-for: ", 2)[1].split("\r\n", 2)[0];
    }
}
