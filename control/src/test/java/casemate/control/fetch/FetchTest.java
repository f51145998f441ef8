package casemate.control.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FetchTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final Fetch lab = Fetch.open(new FetchSettings(true));
    private final Fetch world = Fetch.open(new FetchSettings(false));
    private HttpServer server;
    private String origin;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        origin = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        lab.close();
        world.close();
    }

    @Test
    void what_is_in_this_network_is_asked_only_where_the_operator_allows_it() {
        assertThat(lab.get(URI.create(origin + "/plain")).text()).isEqualTo("hello");
        for (String address : new String[] {
            origin + "/plain",
            origin.replace("http", "https"),
            "https://127.0.0.1/",
            "https://localhost/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://169.254.169.254/latest/meta-data/",
            "https://[fe80::1]/",
            "https://10.0.0.1/",
            "https://0/"
        }) {
            assertThatThrownBy(() -> world.get(URI.create(address))).as(address).isInstanceOf(Refusal.class);
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void every_range_that_is_not_out_in_the_world_is_known() throws IOException {
        for (String inside : new String[] {
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.8.8.8",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "192.0.0.170",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "64:ff9b::a00:1",
            "64:ff9b:1::a00:1",
            "2002:a00:1::",
            "2001:0:a00:1::",
            "::ffff:10.0.0.1",
            "::10.0.0.1"
        }) {
            assertThat(Neighbours.include(InetAddress.getByName(inside)))
                    .as(inside)
                    .isTrue();
        }
        for (String outside :
                new String[] {"1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"}) {
            assertThat(Neighbours.include(InetAddress.getByName(outside)))
                    .as(outside)
                    .isFalse();
        }
    }

    @Test
    void addresses_that_are_none_are_refused_before_anything_is_resolved() {
        for (String address : new String[] {
            "",
            "nonsense",
            "file:///etc/passwd",
            "ftp://example.org/",
            "http://example.org/",
            "https://",
            "https://user:word@example.org/",
            "https://example.org/#part",
            "https://example.org/" + "a".repeat(3_000),
            "https://example.org/a b",
            "javascript:alert(1)"
        }) {
            assertThatThrownBy(() -> world.check(address))
                    .as(address)
                    .isInstanceOfSatisfying(
                            Refusal.class, r -> assertThat(r.code()).isEqualTo("address-refused"));
        }
    }

    @Test
    void a_redirect_is_not_followed_and_too_much_or_too_late_is_one_refusal() {
        assertThat(lab.get(URI.create(origin + "/away")).status()).isEqualTo(302);
        assertThatThrownBy(() -> lab.get(URI.create(origin + "/long"))).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> lab.get(URI.create("http://127.0.0.1:1/"))).isInstanceOf(Refusal.class);
        assertThat(asked).hasValue(2);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/away" -> {
                    exchange.getResponseHeaders().add("Location", origin + "/plain");
                    exchange.sendResponseHeaders(302, -1);
                }
                case "/long" -> {
                    exchange.sendResponseHeaders(200, 0);
                    for (int i = 0; i <= Fetch.MAX_BYTES / 1_000; i++) {
                        exchange.getResponseBody().write(new byte[1_000]);
                    }
                }
                default -> {
                    exchange.sendResponseHeaders(200, 5);
                    exchange.getResponseBody().write("hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));
                }
            }
        }
    }
}
