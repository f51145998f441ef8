package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.impl.transports.TransportInternal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GatedTransportTest {
    @Test
    void connections_past_the_bound_are_closed_unread_and_a_place_that_comes_free_is_used() throws Exception {
        GatedTransport gate = new GatedTransport(2);
        Vertx vertx = Vertx.builder()
                .withTransport(new TransportInternal("gated", true, null, gate))
                .build();
        int port = vertx.createNetServer()
                .connectHandler(socket -> socket.write("hello"))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
        try (Socket first = connect(port);
                Socket second = connect(port)) {
            assertThat(first.getInputStream().read()).isEqualTo('h');
            assertThat(second.getInputStream().read()).isEqualTo('h');
            try (Socket third = connect(port)) {
                assertThat(read(third)).isEqualTo(-1);
            }
            assertThat(gate.open()).isEqualTo(2);
        }
        EdgeHouse.until(() -> gate.open() == 0);
        try (Socket fourth = connect(port)) {
            assertThat(fourth.getInputStream().read()).isEqualTo('h');
        }
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static int read(Socket socket) {
        try {
            return socket.getInputStream().read();
        } catch (IOException _) {
            return -1;
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        socket.setSoTimeout(10_000);
        return socket;
    }
}
