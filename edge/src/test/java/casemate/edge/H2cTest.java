package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.wire.Route;
import casemate.wire.RouteRules;
import casemate.wire.Shield;
import casemate.wire.Upstream;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Applications that speak HTTP/2 in clear, behind a real edge.
class H2cTest {
    private static final int MOST_CONNECTIONS = Limits.UPSTREAM_STREAM_CONNECTIONS
            * Math.min(Limits.EVENT_LOOPS, Runtime.getRuntime().availableProcessors());
    private static final String POST = "POST / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\nConnection: close\r\n";

    @TempDir
    static Path directory;

    private static EdgeHouse house;

    @BeforeAll
    static void open() {
        // Many requests come from one address here.
        house = EdgeHouse.open(directory, "EDG-5", "EDG-6");
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void a_request_arrives_with_its_fields_and_without_those_of_its_connection() throws IOException {
        try (Http2Application application = Http2Application.saying("well")) {
            serve(application.port());
            Answer answer = house.raw(
                    EdgeHouse.ACME,
                    "POST /a?b=c HTTP/1.1\r\nHost: " + EdgeHouse.ACME
                            + "\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nX-Kept: Yes\r\nTE: trailers, deflate\r\n"
                            + "Keep-Alive: 5\r\nX-Forwarded-For: 1.2.3.4\r\nCookie: a=b\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(answer.body()).contains("well");
            assertThat(application.asked).singleElement().satisfies(asked -> {
                assertThat(asked.text()).isEqualTo("abc");
                Map<String, String> fields = fields(asked.head());
                assertThat(fields)
                        .containsEntry(":method", "POST")
                        .containsEntry(":path", "/a?b=c")
                        .containsEntry(":scheme", "http")
                        .containsEntry(":authority", EdgeHouse.ACME)
                        .containsEntry("x-kept", "Yes")
                        .containsEntry("te", "trailers")
                        .containsEntry("cookie", "a=b")
                        .containsEntry("x-forwarded-for", "127.0.0.1")
                        .containsEntry("x-forwarded-proto", "https")
                        .containsEntry("x-forwarded-host", EdgeHouse.ACME)
                        .containsKeys("x-request-id", "traceparent")
                        .doesNotContainKeys(
                                "host", "connection", "keep-alive", "x-hop", "transfer-encoding", "content-length");
            });
        }
    }

    @Test
    void trailers_pass_both_ways_and_those_that_decide_something_do_not() throws IOException {
        try (Http2Application application = new Http2Application(request -> {
            request.head(200, false, "content-type", "application/grpc");
            request.data(Unpooled.copiedBuffer("body", StandardCharsets.US_ASCII), false);
            request.trailers("grpc-status", "0", "grpc-message", "fine");
        })) {
            serve(application.port());
            String answer = house.raw(
                            EdgeHouse.ACME,
                            POST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 7\r\nHost: other\r\n\r\n")
                    .text();
            assertThat(answer).contains("4\r\nbody\r\n0\r\ngrpc-status: 0\r\ngrpc-message: fine\r\n\r\n");
            assertThat(fields(java.util.Objects.requireNonNull(
                            application.asked.getFirst().trailers())))
                    .containsExactly(Map.entry("x-sum", "7"));
            assertThat(Http2Hand.trailers(house, "grpc-timeout-left", "1")).isEqualTo(Http2Hand.Ends.TRAILERS);
            assertThat(fields(java.util.Objects.requireNonNull(
                            application.asked.getLast().trailers())))
                    .containsExactly(Map.entry("grpc-timeout-left", "1"));
        }
    }

    @Test
    void an_answer_that_is_only_a_head_is_whole() throws IOException {
        try (Http2Application application =
                new Http2Application(request -> request.head(200, true, "grpc-status", "12", "content-length", "0"))) {
            serve(application.port());
            Answer answer = house.get(EdgeHouse.ACME, "/");
            assertThat(answer.header("grpc-status")).isEqualTo("12");
            assertThat(answer.header("content-length")).isEqualTo("0");
        }
    }

    @Test
    void many_requests_share_few_connections_and_the_applications_limit_holds() throws Exception {
        try (Http2Application application = new Http2Application(
                request -> {
                    var _ = request.stream().eventLoop().schedule(() -> request.say("well"), 20, TimeUnit.MILLISECONDS);
                },
                Http2Settings.defaultSettings().maxConcurrentStreams(3))) {
            serve(application.port());
            assertThat(crowd(100)).hasSize(100).containsOnly("200 well");
            assertThat(application.connections).hasSizeBetween(1, MOST_CONNECTIONS);
            assertThat(application.mostOpen.get()).isBetween(2, 3 * MOST_CONNECTIONS);
        }
    }

    @Test
    void requests_under_way_end_well_when_the_application_says_that_it_goes() throws Exception {
        AtomicInteger count = new AtomicInteger();
        ConcurrentLinkedQueue<Http2Application.Asked> held = new ConcurrentLinkedQueue<>();
        try (Http2Application application = new Http2Application(request -> {
            if (request.path().equals("/wait")) {
                held.add(request);
            } else {
                if (count.incrementAndGet() % 5 == 0) {
                    request.goAway(0);
                }
                request.say("well");
            }
        })) {
            serve(application.port());
            try (ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Answer> waiting = visitors.submit(() -> house.get(EdgeHouse.ACME, "/wait"));
                EdgeHouse.until(() -> !held.isEmpty());
                assertThat(crowd(60)).hasSize(60).containsOnly("200 well");
                held.forEach(request -> request.say("late"));
                assertThat(waiting.get(60, TimeUnit.SECONDS).body()).contains("late");
            }
            assertThat(application.connections.size()).isGreaterThan(1);
        }
    }

    @Test
    void what_the_application_did_not_begin_is_asked_again_once() throws IOException {
        AtomicInteger count = new AtomicInteger();
        try (Http2Application application = new Http2Application(request -> {
            if (count.incrementAndGet() % 2 == 1) {
                request.reset(Http2Error.REFUSED_STREAM);
            } else {
                request.say("well");
            }
        })) {
            serve(application.port());
            assertThat(house.get(EdgeHouse.ACME, "/").body()).contains("well");
            assertThat(house.raw(EdgeHouse.ACME, "DELETE" + POST.substring(4) + "\r\n")
                            .body())
                    .contains("well");
            assertThat(count).hasValue(4);
        }
        try (Http2Application application = new Http2Application(request -> request.reset(Http2Error.REFUSED_STREAM))) {
            serve(application.port());
            assertThat(house.get(EdgeHouse.ACME, "/").status()).isEqualTo(502);
            assertThat(application.asked).hasSize(2);
        }
    }

    @Test
    void a_question_that_breaks_off_is_asked_once_more_and_an_order_is_not_given_twice() throws IOException {
        try (Http2Application application = new Http2Application(request -> request.reset(Http2Error.INTERNAL_ERROR))) {
            serve(application.port());
            assertThat(house.get(EdgeHouse.ACME, "/").status()).isEqualTo(502);
            assertThat(application.asked).hasSize(2);
            assertThat(house.raw(EdgeHouse.ACME, POST + "Content-Length: 3\r\n\r\nabc")
                            .status())
                    .isEqualTo(502);
            assertThat(application.asked).hasSize(3);
        }
    }

    @Test
    void visitors_who_take_requests_back_do_not_end_what_is_others() throws IOException {
        ConcurrentLinkedQueue<Http2Application.Asked> held = new ConcurrentLinkedQueue<>();
        try (Http2Application application = new Http2Application(held::add);
                SSLSocket visitor = Http2Hand.connect(house)) {
            serve(application.port());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            visitor.getOutputStream().write(Http2Bytes.preface());
            visitor.getOutputStream().write(Http2Bytes.get(1, EdgeHouse.ACME));
            EdgeHouse.until(() -> !held.isEmpty());
            for (int stream = 3; stream < 2 * Limits.RESETS_PER_WINDOW - 20; stream += 2) {
                out.writeBytes(Http2Bytes.get(stream, EdgeHouse.ACME));
                out.writeBytes(Http2Bytes.reset(stream));
            }
            visitor.getOutputStream().write(out.toByteArray());
            visitor.getOutputStream().flush();
            EdgeHouse.until(() -> application.connections.size() > 1);
            held.forEach(request -> request.say("well"));
            assertThat(Http2Hand.ends(new DataInputStream(visitor.getInputStream())))
                    .isEqualTo(Http2Hand.Ends.BODY);
        }
    }

    @Test
    void an_answer_unlike_its_length_is_cut_off() throws IOException {
        try (Http2Application application = new Http2Application(request -> {
            request.head(200, false, "content-length", "5");
            request.data(Unpooled.copiedBuffer(request.path().substring(1), StandardCharsets.US_ASCII), true);
        })) {
            serve(application.port());
            assertThat(house.get(EdgeHouse.ACME, "/12345").body()).isEqualTo("12345");
            assertThat(house.get(EdgeHouse.ACME, "/123").body()).hasSizeLessThan(5);
            assertThat(house.get(EdgeHouse.ACME, "/1234567").body()).hasSizeLessThan(5);
        }
    }

    @Test
    void an_application_that_speaks_something_else_is_not_reached_and_nobody_waits_for_it() throws IOException {
        try (Application application = Application.saying("HTTP/1.1")) {
            serve(application.port());
            assertThat(house.get(EdgeHouse.ACME, "/").status()).isEqualTo(502);
            assertThat(application.heads).noneMatch(head -> head.startsWith("GET"));
        }
    }

    @Test
    void a_replica_that_is_gone_is_left_out() throws IOException {
        try (Http2Application well = Http2Application.saying("well")) {
            Http2Application gone = Http2Application.saying("gone");
            serve(gone.port(), well.port());
            gone.close();
            for (int i = 0; i < 20; i++) {
                assertThat(house.get(EdgeHouse.ACME, "/").body()).contains("well");
            }
        }
    }

    @Test
    void a_websocket_is_refused_in_words() throws IOException {
        try (Http2Application application = Http2Application.saying("well")) {
            serve(application.port());
            Answer answer = house.raw(
                    EdgeHouse.ACME,
                    "GET / HTTP/1.1\r\nHost: " + EdgeHouse.ACME
                            + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\nGET / HTTP/1.1\r\nHost: "
                            + EdgeHouse.ACME + "\r\nConnection: close\r\n\r\n");
            assertThat(answer.status()).isEqualTo(501);
            assertThat(application.asked).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void the_firewall_judges_alike() throws IOException {
        try (Http2Application application = Http2Application.saying("well")) {
            house.apply(
                    house.edge.snapshot() + 2,
                    route(RouteRules.USUAL.with(new Shield(Shield.Mode.BLOCK, 1, List.of(), "")), application.port()));
            assertThat(house.get(EdgeHouse.ACME, "/?q=1", "User-Agent: x", "Accept: */*")
                            .status())
                    .isEqualTo(200);
            assertThat(house.get(EdgeHouse.ACME, "/?q=1%27%20OR%20%271%27=%271%27--%20-%20UNION%20SELECT%20password")
                            .status())
                    .isEqualTo(403);
            assertThat(house.raw(
                                    EdgeHouse.ACME,
                                    POST + "User-Agent: x\r\nAccept: */*\r\nContent-Type: application/grpc\r\n"
                                            + "TE: trailers\r\nContent-Length: 5\r\n\r\n\0\0\0\0\0")
                            .status())
                    .isEqualTo(200);
            assertThat(application.asked).hasSize(2);
        }
    }

    private static List<String> crowd(int requests) throws InterruptedException, ExecutionException {
        List<String> answers = new ArrayList<>();
        try (ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> asked = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                asked.add(visitors.submit(() -> house.get(EdgeHouse.ACME, "/")));
            }
            for (Future<Answer> each : asked) {
                Answer answer = each.get();
                answers.add(answer.status() + " " + (answer.body().contains("well") ? "well" : answer.body()));
            }
        }
        return answers;
    }

    static Map<String, String> fields(io.netty.handler.codec.http2.Http2Headers headers) {
        Map<String, String> fields = new java.util.LinkedHashMap<>();
        headers.forEach(field ->
                fields.merge(field.getKey().toString(), field.getValue().toString(), (a, b) -> a + "," + b));
        return fields;
    }

    private static void serve(Integer... ports) {
        house.apply(house.edge.snapshot() + 2, route(RouteRules.USUAL.with(Shield.NONE), ports));
    }

    static Route route(RouteRules rules, Integer... ports) {
        return new Route(
                EdgeHouse.ACME,
                Optional.of(EdgeHouse.INSTANCE),
                Route.State.SERVING,
                Stream.of(ports)
                        .map(port -> new Upstream("127.0.0.1", port, Upstream.Protocol.H2C))
                        .toList(),
                rules);
    }
}
