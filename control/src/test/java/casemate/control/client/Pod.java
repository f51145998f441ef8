package casemate.control.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// An application that writes down what it hears.
final class Pod implements AutoCloseable {
    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private final AtomicInteger status = new AtomicInteger(200);
    private final HttpServer server;

    Pod() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            calls.add(call.getRequestMethod() + " " + call.getRequestURI() + " "
                    + call.getRequestHeaders().getFirst("Host") + " "
                    + new String(call.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII));
            call.sendResponseHeaders(status.get(), -1);
            call.close();
        });
        server.start();
    }

    /// A sign-out may take five seconds; a machine that is busy with other tests takes longer.
    String heard() throws InterruptedException {
        String call = calls.poll(30, TimeUnit.SECONDS);
        assertThat(call).as("a word").isNotNull();
        return Objects.requireNonNull(call);
    }

    void answers(int with) {
        status.set(with);
    }

    BlockingQueue<String> calls() {
        return calls;
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
