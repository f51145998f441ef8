package casemate.control.testpayment;

import casemate.base.Json;
import casemate.base.Secret;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The door of this room: a provider on the loopback address with Stripe's REST interface, a hosted page where test
/// numbers are typed, delays, failures and signed events. Whoever holds no key of its own learns nothing here and
/// changes nothing but an open page that it knows the address of.
public final class TestProvider implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TestProvider.class);
    private static final int MAX_FORM = 16 << 10;
    private static final int SECRET_BYTES = 24;
    private static final int AWAY = 503;
    private static final String PAGE = "/pay/";

    private final HttpServer server;
    private final ExecutorService executor;
    private final Secret key;
    private final Secret webhookSecret;
    private final Books books;
    private final Counter counter;
    private final Checkouts checkouts;
    private final Desk desk;
    private final Deliveries deliveries;
    private final AtomicBoolean away = new AtomicBoolean();
    /// Guards the books.
    private final Object lock = new Object();

    private TestProvider(HttpServer server, Shelf shelf, RandomGenerator chance, Clock clock) {
        this.server = server;
        this.executor = Executors.newVirtualThreadPerTaskExecutor();
        this.key = Secret.of("sk_test_" + random(chance));
        this.webhookSecret = Secret.of("whsec_" + random(chance));
        this.books = new Books(shelf, chance, clock);
        this.counter = new Counter(books);
        this.checkouts = new Checkouts(books, counter, id -> api() + PAGE + id);
        this.desk = new Desk(books, counter, checkouts);
        this.deliveries = new Deliveries(webhookSecret);
    }

    public static TestProvider start(Shelf shelf, RandomGenerator chance, Clock clock) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            TestProvider provider = new TestProvider(server, shelf, chance, clock);
            server.setExecutor(provider.executor);
            server.createContext("/", provider::serve);
            server.start();
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where it answers.
    public URI api() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public Secret key() {
        return key;
    }

    public Secret webhookSecret() {
        return webhookSecret;
    }

    /// Says where events are brought to.
    public void tell(URI webhook) {
        deliveries.to(webhook);
    }

    /// Whether it plays being down: it answers to nobody and brings nothing.
    public void away(boolean down) {
        away.set(down);
    }

    /// Settles and brings what is due.
    ///
    /// @return how many events were taken
    public int turn() {
        if (away.get()) {
            return 0;
        }
        List<Json.Obj> due;
        synchronized (lock) {
            counter.settle();
            due = Deliveries.due(books);
        }
        int taken = 0;
        for (Json.Obj event : due) {
            boolean done = deliveries.bring(event, books.now());
            synchronized (lock) {
                Deliveries.note(books, event, done);
            }
            taken += done ? 1 : 0;
        }
        return taken;
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            if (away.get()) {
                exchange.sendResponseHeaders(AWAY, -1);
            } else if (exchange.getRequestURI().getPath().startsWith(PAGE)) {
                page(exchange);
            } else {
                api(exchange);
            }
        } catch (IOException e) {
            LOG.debug("a visitor of the test payment provider went away: {}", e.toString());
        } catch (RuntimeException e) {
            LOG.error("the test payment provider failed", e);
        }
    }

    private void api(HttpExchange exchange) throws IOException {
        String shown = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        boolean known = MessageDigest.isEqual(bytes(shown), bytes("Bearer " + key.revealText()));
        Desk.Said said;
        if (!known) {
            Problem problem = new Problem(Problem.UNAUTHORIZED, "invalid_request_error", "api_key_invalid");
            said = new Desk.Said(problem.status(), problem.body());
        } else {
            Call call = call(exchange);
            synchronized (lock) {
                said = desk.answer(call);
            }
        }
        send(exchange, said.status(), "application/json", said.body().canonical());
    }

    private static Call call(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String written = method.equals("POST")
                ? new String(exchange.getRequestBody().readNBytes(MAX_FORM), StandardCharsets.UTF_8)
                : Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        return new Call(
                method,
                exchange.getRequestURI().getPath(),
                Call.read(written),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Idempotency-Key"))
                        .orElse(""));
    }

    private void page(HttpExchange exchange) throws IOException {
        Call call = call(exchange);
        String id = call.path().substring(PAGE.length());
        Checkouts.Step step;
        try {
            synchronized (lock) {
                step = call.method().equals("POST")
                        ? checkouts.typed(
                                id,
                                call.field("number"),
                                call.field("agree").equals("yes"),
                                call.field("confirmed").equals("yes"))
                        : new Checkouts.Step.Form(checkouts.visited(id), "");
            }
        } catch (Problem _) {
            html(exchange, Problem.UNKNOWN, CheckoutPage.over());
            return;
        }
        switch (step) {
            case Checkouts.Step.Form(Json.Obj session, String wrong) ->
                html(exchange, wrong.isEmpty() ? 200 : 422, CheckoutPage.form(session, wrong));
            case Checkouts.Step.Confirm(Json.Obj session, String number) ->
                html(exchange, 200, CheckoutPage.confirm(session, number));
            case Checkouts.Step.Away(String address) -> {
                exchange.getResponseHeaders().add("Location", address);
                exchange.sendResponseHeaders(303, -1);
            }
        }
    }

    private static void html(HttpExchange exchange, int status, String page) throws IOException {
        exchange.getResponseHeaders().add("Content-Security-Policy", CheckoutPage.POLICY);
        exchange.getResponseHeaders().add("Referrer-Policy", "no-referrer");
        send(exchange, status, "text/html;charset=utf-8", bytes(page));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.getResponseHeaders().add("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String random(RandomGenerator chance) {
        byte[] bytes = new byte[SECRET_BYTES];
        chance.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// The header under which something is sent as an event, for who plays with what arrives.
    public String signed(byte[] body, Instant at) {
        return deliveries.sign(body, at);
    }
}
