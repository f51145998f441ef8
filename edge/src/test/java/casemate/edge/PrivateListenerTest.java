package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.promise.Finding;
import casemate.wire.Access;
import casemate.wire.Access.Need;
import casemate.wire.Defence;
import casemate.wire.Route;
import casemate.wire.RouteRules;
import casemate.wire.Shield;
import casemate.wire.SnapshotKey;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateListenerTest {
    private static final String NOBODY = "nobody." + EdgeHouse.DOMAIN;

    @TempDir
    Path directory;

    @Test
    void a_listener_serves_its_own_routes_and_knows_no_others() throws Exception {
        try (EdgeHouse house = open("acme", "other");
                StandIn application = StandIn.open("here")) {
            house.apply(
                    1,
                    at("", "shared." + EdgeHouse.DOMAIN, application),
                    at("acme", EdgeHouse.ACME, application),
                    at("other", EdgeHouse.OTHER, application),
                    at("gone", "gone." + EdgeHouse.DOMAIN, application));
            int shared = house.edge.port();
            int acme = house.edge.privateListeners().getFirst().port();
            int other = house.edge.privateListeners().getLast().port();

            assertThat(ask(house, shared, "shared." + EdgeHouse.DOMAIN)).startsWith("HTTP/1.1 200 ");
            assertThat(ask(house, acme, EdgeHouse.ACME)).startsWith("HTTP/1.1 200 ");
            assertThat(ask(house, other, EdgeHouse.OTHER)).startsWith("HTTP/1.1 200 ");

            String unknown = refusal(house, shared, NOBODY);
            assertThat(refusal(house, shared, EdgeHouse.ACME)).isEqualTo(unknown);
            assertThat(refusal(house, shared, "gone." + EdgeHouse.DOMAIN)).isEqualTo(unknown);
            assertThat(refusal(house, acme, "shared." + EdgeHouse.DOMAIN)).isEqualTo(unknown);
            assertThat(refusal(house, acme, EdgeHouse.OTHER)).isEqualTo(unknown);
            assertThat(refusal(house, acme, NOBODY)).isEqualTo(unknown);
            assertThat(refusal(house, acme, "")).isEqualTo(refusal(house, shared, ""));
        }
    }

    @Test
    void a_connection_whose_route_moves_elsewhere_is_answered_as_for_an_unknown_name() throws Exception {
        try (EdgeHouse house = open("acme");
                StandIn application = StandIn.open("here")) {
            house.apply(1, at("", EdgeHouse.ACME, application));
            try (SSLSocket visitor = house.connect(EdgeHouse.ACME)) {
                house.apply(2, at("acme", EdgeHouse.ACME, application));
                visitor.getOutputStream().write(request(EdgeHouse.ACME));
                assertThat(Answer.read(visitor.getInputStream()).toString()).contains("404");
            }
            assertThat(application.served()).isZero();
        }
    }

    @Test
    void the_drill_attacks_an_edges_own_private_listener() throws Exception {
        try (EdgeHouse house = open("acme")) {
            house.apply(1, Defence.USUAL, EdgeHouse.in(EdgeHouse.ACME, Route.State.STARTING));
            Finding found = new PrivateDrill(() -> Optional.of(house.edge.target(EdgeHouse.ACME)), new Random(1))
                    .attempt(house.edge.target(EdgeHouse.ACME));
            assertThat(found)
                    .isInstanceOfSatisfying(
                            Finding.Kept.class,
                            kept -> assertThat(kept.measured().text())
                                    .contains(
                                            "\"ownListener\":true",
                                            "\"privateServed\":true",
                                            "\"sharedRefusedOnPrivate\":true"));
        }
    }

    @Test
    void who_has_to_sign_in_is_sent_to_the_portal_at_the_shared_listener() throws Exception {
        int shared;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            shared = free.getLocalPort();
        }
        SnapshotKey key = SnapshotKey.generate();
        EdgeConfig config =
                EdgeHouse.config(directory, key, shared).with(List.of(new PrivateListener("acme", "127.0.0.1", 0)));
        Access signOn = new Access(Need.ANY, false, List.of(), false, List.of(), Optional.empty(), true, 0);
        try (EdgeHouse house = EdgeHouse.open(key, config)) {
            house.apply(
                    1,
                    new Route(
                            EdgeHouse.ACME,
                            Optional.of(EdgeHouse.INSTANCE),
                            Route.State.STARTING,
                            List.of(),
                            RouteRules.USUAL.with(Shield.NONE).at("acme").with(signOn)));
            int apart = house.edge.privateListeners().getFirst().port();
            assertThat(ask(house, apart, EdgeHouse.ACME))
                    .contains("location: https://portal." + EdgeHouse.DOMAIN + ":" + shared + "/enter/");
        }
    }

    @Test
    void a_taken_port_is_said_in_one_line() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            EdgeConfig config = EdgeHouse.config(directory, SnapshotKey.generate())
                    .with(List.of(new PrivateListener("acme", "127.0.0.1", taken.getLocalPort())));
            assertThatThrownBy(() -> Edge.start(config, new Feed(SnapshotKey.generate()), _ -> {}))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("The private listener acme cannot have port")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void what_is_typed_is_read_or_refused() {
        assertThat(PrivateListener.parse("acme=192.0.2.7:443"))
                .isEqualTo(new PrivateListener("acme", "192.0.2.7", 443));
        assertThat(PrivateListener.parse("a-1=[2001:db8::7]:8443"))
                .isEqualTo(new PrivateListener("a-1", "2001:db8::7", 8443));
        for (String bad :
                List.of("", "acme", "=1.2.3.4:443", "Acme=1.2.3.4:443", "acme=example.org:443", "acme=1.2.3.4:70000")) {
            assertThatThrownBy(() -> PrivateListener.parse(bad)).as(bad).isInstanceOf(Refusal.class);
        }
        PrivateListener one = new PrivateListener("acme", "127.0.0.1", 0);
        assertThatThrownBy(() ->
                        EdgeHouse.config(directory, SnapshotKey.generate()).with(List.of(one, one)))
                .isInstanceOf(Refusal.class);
    }

    private EdgeHouse open(String... names) {
        SnapshotKey key = SnapshotKey.generate();
        List<PrivateListener> listeners = List.of(names).stream()
                .map(name -> new PrivateListener(name, "127.0.0.1", 0))
                .toList();
        return EdgeHouse.open(key, EdgeHouse.config(directory, key).with(listeners));
    }

    private static Route at(String listener, String host, StandIn application) {
        return new Route(
                host,
                Optional.of(EdgeHouse.INSTANCE),
                Route.State.SERVING,
                List.of(application.upstream()),
                RouteRules.USUAL.with(Shield.NONE).at(listener));
    }

    private static String ask(EdgeHouse house, int port, String host) throws Exception {
        try (Socket plain = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
                SSLSocket socket = (SSLSocket) house.trust().getSocketFactory().createSocket(plain, host, port, true)) {
            plain.setSoTimeout(30_000);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(host.isEmpty() ? List.of() : List.of(new SNIHostName(host)));
            if (!host.isEmpty()) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            socket.getOutputStream().write(request(host));
            return new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private static String refusal(EdgeHouse house, int port, String host) throws Exception {
        try {
            return "answered: " + ask(house, port, host);
        } catch (SSLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static byte[] request(String host) {
        return ("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
