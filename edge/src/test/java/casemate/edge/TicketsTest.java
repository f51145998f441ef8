package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import casemate.wire.Route;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TicketsTest {
    private static final int READ_MILLIS = 30_000;

    @TempDir
    Path directory;

    @Test
    void a_session_is_resumed_until_its_key_was_turned_twice() throws Exception {
        assumeTrue(EdgeTls.boring(), "the JDK's TLS turns its keys by itself");
        try (EdgeHouse house = EdgeHouse.open(directory)) {
            house.apply(1, EdgeHouse.in(EdgeHouse.ACME, Route.State.STARTING));
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                SSLContext visitor = house.trust();
                long first = session(house, visitor, version);
                assertThat(session(house, visitor, version)).as(version).isEqualTo(first);

                SSLContext patient = house.trust();
                long old = session(house, patient, version);
                house.edge.tickets().turn();
                assertThat(session(house, patient, version)).as(version).isEqualTo(old);

                SSLContext late = house.trust();
                long forgotten = session(house, late, version);
                house.edge.tickets().turn();
                house.edge.tickets().turn();
                assertThat(session(house, late, version)).as(version).isNotEqualTo(forgotten);
            }
        }
    }

    /// When the session began that this visit used: a resumed one keeps its birthday.
    private static long session(EdgeHouse house, SSLContext visitor, String version) throws IOException {
        long before = System.currentTimeMillis();
        EdgeHouse.until(() -> System.currentTimeMillis() > before);
        try (Socket plain = house.plain();
                SSLSocket socket =
                        (SSLSocket) visitor.getSocketFactory().createSocket(plain, EdgeHouse.ACME, 443, true)) {
            socket.setSoTimeout(READ_MILLIS);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(EdgeHouse.ACME)));
            parameters.setProtocols(new String[] {version});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            long born = socket.getSession().getCreationTime();
            // Tickets of TLS 1.3 come after the handshake, before the answer.
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
            return born;
        }
    }
}
