package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.AddressRange;
import casemate.wire.Defence;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// HTTP/2, WebSocket and reloads, with a client and an upstream that are real programs of their own kind.
class ProtocolTest {
    @TempDir
    static Path directory;

    /// A fast machine asks here more often than one address may.
    private static final Defence ALONE = new Defence(
            Defence.USUAL.misses(),
            Defence.USUAL.window(),
            Defence.USUAL.ban(),
            Defence.USUAL.perSecond(),
            false,
            List.of(AddressRange.parse("127.0.0.1")),
            List.of());

    private static EdgeHouse house;
    private static Vertx vertx;
    private static HttpServer upstream;
    /// Kept for the whole class: Vert.x closes a client's pool once nobody refers to the client any more.
    private static HttpClientAgent http2;

    @BeforeAll
    static void open() throws Exception {
        house = EdgeHouse.open(directory);
        vertx = Vertx.vertx();
        upstream = done(vertx.createHttpServer()
                .requestHandler(request -> request.body()
                        .onSuccess(body -> request.response()
                                .putHeader("X-Was", request.version().name())
                                .putHeader("X-Framing", String.valueOf(request.getHeader("transfer-encoding")))
                                .end("got " + body.length())))
                .webSocketHandler(socket -> {
                    socket.textMessageHandler(text -> socket.writeTextMessage("echo " + text));
                    socket.binaryMessageHandler(socket::writeBinaryMessage);
                })
                .listen(0, "127.0.0.1"));
        house.apply(1, ALONE, EdgeHouse.serving(EdgeHouse.ACME, upstream.actualPort()));
        http2 = http2();
    }

    @AfterAll
    static void close() throws Exception {
        house.close();
        done(vertx.close());
    }

    @Test
    void http_2_comes_in_and_http_1_goes_on() throws Exception {
        HttpClientRequest get = done(http2.request(to(HttpMethod.GET)));
        assertThat(get.version()).isEqualTo(HttpVersion.HTTP_2);
        var sent = get.send();
        assertThat(done(sent.compose(HttpClientResponse::body))).hasToString("got 0");
        HttpClientResponse answer = sent.result();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.getHeader("X-Was")).isEqualTo("HTTP_1_1");
        assertThat(answer.getHeader("X-Framing")).isEqualTo("null");
        assertThat(answer.getHeader("strict-transport-security")).isNotNull();
    }

    @Test
    void an_upload_over_http_2_without_a_length_arrives_whole() throws Exception {
        HttpClientRequest post = done(http2.request(to(HttpMethod.POST)));
        post.setChunked(true);
        var answer = post.response();
        for (int i = 0; i < 10; i++) {
            done(post.write(Buffer.buffer(new byte[100_000])));
        }
        done(post.end());
        assertThat(done(answer.compose(HttpClientResponse::body))).hasToString("got 1000000");
    }

    @Test
    void an_http_2_request_for_another_host_on_this_connection_is_misdirected() throws Exception {
        HttpClientRequest get = done(http2.request(to(HttpMethod.GET)));
        get.authority(io.vertx.core.net.HostAndPort.create(EdgeHouse.OTHER, 443));
        assertThat(done(get.send()).statusCode()).isEqualTo(421);
    }

    @Test
    void a_websocket_passes_text_and_large_frames_both_ways() throws Exception {
        var client = vertx.createWebSocketClient(
                new WebSocketClientOptions().setTrustOptions(trust()).setMaxMessageSize(1 << 22));

        WebSocket socket = done(client.connect(new WebSocketConnectOptions()
                .setHost(EdgeHouse.ACME)
                .setPort(house.edge.port())
                .setSsl(true)
                .setURI("/socket")));
        CompletableFuture<String> text = new CompletableFuture<>();
        CompletableFuture<Integer> large = new CompletableFuture<>();
        socket.textMessageHandler(text::complete);
        socket.binaryMessageHandler(bytes -> large.complete(bytes.length()));
        done(socket.writeTextMessage("hello"));
        assertThat(text.get(60, TimeUnit.SECONDS)).isEqualTo("echo hello");
        done(socket.writeBinaryMessage(Buffer.buffer(new byte[200_000])));
        assertThat(large.get(60, TimeUnit.SECONDS)).isEqualTo(200_000);
        done(socket.close());
        done(client.close());
    }

    @Test
    void reloads_under_load_drop_nothing_and_never_answer_for_another() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        List<String> wrong = java.util.Collections.synchronizedList(new ArrayList<>());
        try (Application mine = Application.saying("mine");
                Application theirs = Application.saying("theirs")) {
            house.apply(
                    100,
                    ALONE,
                    EdgeHouse.serving(EdgeHouse.ACME, mine.port()),
                    EdgeHouse.serving(EdgeHouse.OTHER, theirs.port()));
            List<Thread> visitors = new ArrayList<>();
            for (String host : List.of(EdgeHouse.ACME, EdgeHouse.OTHER, EdgeHouse.ACME, EdgeHouse.OTHER)) {
                String expected = host.equals(EdgeHouse.ACME) ? "mine" : "theirs";
                visitors.add(Thread.ofVirtual().start(() -> {
                    while (!stop.get()) {
                        try {
                            String body = house.get(host, "/").body();
                            answered.incrementAndGet();
                            if (!body.equals(expected)) {
                                wrong.add(host + ": " + body);
                            }
                        } catch (IOException e) {
                            wrong.add(host + ": " + e);
                        }
                    }
                }));
            }
            for (int version = 101; version <= 200; version++) {
                int before = answered.get();
                house.apply(
                        version,
                        ALONE,
                        EdgeHouse.serving(EdgeHouse.OTHER, theirs.port()),
                        EdgeHouse.serving("new" + version + "." + EdgeHouse.DOMAIN, 1),
                        EdgeHouse.serving(EdgeHouse.ACME, mine.port()));
                EdgeHouse.until(() -> answered.get() > before);
            }
            stop.set(true);
            for (Thread visitor : visitors) {
                assertThat(visitor.join(java.time.Duration.ofSeconds(60))).isTrue();
            }
            assertThat(wrong).isEmpty();
            assertThat(answered.get()).isGreaterThanOrEqualTo(100);
        } finally {
            stop.set(true);
            house.apply(300, ALONE, EdgeHouse.serving(EdgeHouse.ACME, upstream.actualPort()));
        }
    }

    private static HttpClientAgent http2() throws IOException {
        return vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setTrustOptions(trust()));
    }

    private static RequestOptions to(HttpMethod method) {
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(house.edge.port(), "127.0.0.1"))
                .setHost(EdgeHouse.ACME)
                .setPort(443)
                .setMethod(method)
                .setURI("/");
    }

    private static PemTrustOptions trust() throws IOException {
        Path root = directory.resolve("trusted.pem");
        Files.writeString(root, house.edge.authorityPem());
        return new PemTrustOptions().addCertPath(root.toString());
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
