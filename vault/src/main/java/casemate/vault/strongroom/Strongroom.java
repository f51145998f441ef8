package casemate.vault.strongroom;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/// The strongroom's four doors over HTTPS: fetch with a token, and with the session that this began put, alarms, drill.
/// It cannot read what it keeps.
public final class Strongroom implements AutoCloseable {
    static final String FETCH = "/v1/fetch";
    static final String PASSWORDS = "/v1/passwords";
    static final String ALARMS = "/v1/alarms";
    static final String DRILL = "/v1/drill";

    /// What a drill's token opens.
    static final String DRILL_WORD = "casemate-strongroom-drill";

    static final int MOST_BYTES = 64 << 10;
    private static final String BEARER = "Bearer ";

    /// One house asks; whoever else comes waits or is turned away.
    private static final int THREADS = 4;

    private static final int WAITING = 32;
    private static final int OK = 200;
    private static final int DONE = 204;
    private static final int FORBIDDEN = 403;
    private static final int WRONG_METHOD = 405;
    private static final int BAD = 400;
    private static final int BROKEN = 500;

    private final StrongroomFiles files;
    private final StrongroomIdentity identity;
    private final Consumer<String> log;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("strongroom-", 0).daemon().factory());
    private final HttpsServer server;

    private Strongroom(
            StrongroomFiles files, StrongroomIdentity identity, InetSocketAddress address, Consumer<String> log)
            throws IOException {
        this.files = files;
        this.identity = identity;
        this.log = log;
        this.server = HttpsServer.create(address, WAITING);
        server.setHttpsConfigurator(new OnlyTls13(identity.context()));
        server.setExecutor(threads);
        door(FETCH, "POST", this::fetch);
        door(PASSWORDS, "PUT", inSession(this::put));
        door(ALARMS, "GET", inSession(this::alarms));
        door(DRILL, "POST", inSession(this::drill));
    }

    /// @param log takes lines for the operator; they hold no secret
    public static Strongroom serve(
            StrongroomFiles files, InetSocketAddress address, SecureRandom chance, Clock clock, Consumer<String> log)
            throws IOException {
        StrongroomIdentity identity = StrongroomIdentity.open(files.directory(), chance, clock.instant());
        Strongroom room = new Strongroom(files, identity, address, log);
        room.server.start();
        return room;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// What visitors pin.
    public String pin() throws IOException {
        return identity.pin();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void fetch(HttpExchange exchange) throws IOException {
        String peer = exchange.getRemoteAddress().getAddress().getHostAddress();
        OneTimeTokens.Shown shown = files.show(bearer(exchange), peer);
        switch (shown.outcome()) {
            case OPENS -> {
                if (shown.drill()) {
                    answer(exchange, OK, Json.object().put("drill", DRILL_WORD).build());
                    return;
                }
                log.accept("token " + shown.name() + " opened once, for " + peer);
                byte[] passwords = files.passwords();
                byte[] gateways = files.gateways();
                answer(
                        exchange,
                        OK,
                        Json.object()
                                .put("session", files.beginSession().revealText())
                                .put("passwords", base64(passwords))
                                .put("gateways", base64(gateways))
                                .build());
            }
            case SECOND_USE, EXPIRED, UNKNOWN -> {
                if (!shown.drill()) {
                    log.accept("ALARM: token " + shown.name() + " refused for " + peer + ": " + shown.outcome());
                }
                answer(
                        exchange,
                        FORBIDDEN,
                        Json.object()
                                .put("refused", shown.outcome().name().toLowerCase(Locale.ROOT))
                                .build());
            }
        }
    }

    private void put(HttpExchange exchange) throws IOException {
        files.put(body(exchange));
        exchange.sendResponseHeaders(DONE, -1);
    }

    private void alarms(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        if (query == null || !query.matches("after=[0-9]{1,15}")) {
            throw Refusal.invalid("query-malformed", "Ask with ?after=NUMBER.");
        }
        List<Alarm> newer = files.alarmsAfter(Long.parseLong(query.substring("after=".length())));
        // The oldest first, as many as fit one answer; the caller asks again.
        List<Alarm> some = newer.subList(0, Math.min(newer.size(), 100));
        answer(
                exchange,
                OK,
                Json.object().put("alarms", Json.array(some, Alarm::json)).build());
    }

    private void drill(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                OK,
                Json.object().put("token", files.drillToken().revealText()).build());
    }

    /// For the deployment that fetched last, and nobody else.
    private HttpHandler inSession(HttpHandler handler) {
        return exchange -> {
            if (files.isSession(bearer(exchange))) {
                handler.handle(exchange);
            } else {
                answer(
                        exchange,
                        FORBIDDEN,
                        Json.object().put("refused", "session").build());
            }
        };
    }

    private void door(String path, String method, HttpHandler handler) {
        server.createContext(path, exchange -> {
            try (exchange) {
                if (!exchange.getRequestURI().getPath().equals(path)
                        || !exchange.getRequestMethod().equals(method)) {
                    exchange.sendResponseHeaders(WRONG_METHOD, -1);
                    return;
                }
                handler.handle(exchange);
            } catch (Refusal e) {
                exchange.sendResponseHeaders(BAD, -1);
            } catch (IOException | RuntimeException e) {
                log.accept("a request failed: " + e.getClass().getSimpleName());
                exchange.sendResponseHeaders(BROKEN, -1);
            }
        });
    }

    private static Secret bearer(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        return Secret.of(header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : "");
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw Refusal.invalid("body-too-large", "Send at most " + MOST_BYTES + " bytes.");
        }
        return bytes;
    }

    private static void answer(HttpExchange exchange, int status, Json.Obj json) throws IOException {
        byte[] bytes = json.text().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// Both ends are ours.
    private static final class OnlyTls13 extends HttpsConfigurator {
        OnlyTls13(SSLContext context) {
            super(context);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
            wanted.setProtocols(new String[] {"TLSv1.3"});
            parameters.setSSLParameters(wanted);
        }
    }
}
