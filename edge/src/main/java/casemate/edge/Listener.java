package casemate.edge;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// One event loop's share of the listening: its own server on the common port and its own pool of connections inwards.
final class Listener extends AbstractVerticle {
    /// What all listeners of one edge share.
    record Shared(Routes routes, Pages pages, AccessLog log, HostKeys keys, TlsPolicy tls) {}

    private final Shared shared;
    private final String address;
    private final int port;
    private final boolean encrypted;
    private final IntConsumer bound;
    private @Nullable HttpServer server;

    /// @param bound hears the port once it is known
    Listener(Shared shared, String address, int port, boolean encrypted, IntConsumer bound) {
        this.shared = shared;
        this.address = address;
        this.port = port;
        this.encrypted = encrypted;
        this.bound = bound;
    }

    @Override
    public void start(Promise<Void> started) {
        HttpServerOptions options = options();
        Forward forward = new Forward(
                vertx, vertx.createHttpClient(upstreams(), pool()), shared.pages, encrypted ? "https" : "http");
        Front front =
                new Front(shared.routes, shared.pages, forward, shared.log, shared.tls.strictTransport(), encrypted);
        HttpServer listening = vertx.createHttpServer(options)
                .connectionHandler(connection -> StrictRequestDecoder.install(connection, options))
                .requestHandler(front)
                .invalidRequestHandler(front::invalid);
        this.server = listening;
        listening
                .listen()
                .map(ready -> {
                    bound.accept(ready.actualPort());
                    return (Void) null;
                })
                .onComplete(started);
    }

    /// No new connection, and time for what runs.
    @Override
    public void stop(Promise<Void> stopped) {
        HttpServer listening = server;
        if (listening == null) {
            stopped.complete();
        } else {
            listening.shutdown(Limits.DRAIN.toMillis(), TimeUnit.MILLISECONDS).onComplete(stopped);
        }
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(address)
                .setPort(port)
                .setTcpNoDelay(true)
                .setIdleTimeout((int) Limits.IDLE.toSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxInitialLineLength(Limits.REQUEST_LINE_BYTES)
                .setMaxHeaderSize(Limits.HEAD_BYTES)
                .setMaxChunkSize(Limits.CHUNK_BYTES)
                .setCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setHandle100ContinueAutomatically(false)
                .setHttp2ClearTextEnabled(false)
                .setHttp2RstFloodMaxRstFramePerWindow(Limits.RESETS_PER_WINDOW)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(Limits.STREAMS_PER_CONNECTION)
                        .setMaxHeaderListSize(Limits.HEAD_BYTES));
        if (encrypted) {
            options.setSsl(true)
                    .setSni(true)
                    .setUseAlpn(true)
                    .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                    .setKeyCertOptions(shared.keys)
                    .setSslEngineOptions(new EdgeTls(shared.tls))
                    .setEnabledSecureTransportProtocols(shared.tls.versions())
                    .setSslHandshakeTimeout(Limits.HANDSHAKE.toMillis())
                    .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
            shared.tls.suites().forEach(options::addEnabledCipherSuite);
        }
        return options;
    }

    private static HttpClientOptions upstreams() {
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setConnectTimeout((int) Limits.UPSTREAM_CONNECT.toMillis())
                .setKeepAlive(true)
                .setKeepAliveTimeout((int) Limits.UPSTREAM_KEEP_ALIVE.toSeconds())
                .setIdleTimeout((int) Limits.IDLE.toSeconds())
                .setMaxHeaderSize(Limits.HEAD_BYTES)
                .setMaxInitialLineLength(Limits.REQUEST_LINE_BYTES)
                .setMaxChunkSize(Limits.CHUNK_BYTES)
                .setDecompressionSupported(false);
    }

    private static PoolOptions pool() {
        return new PoolOptions()
                .setHttp1MaxSize(Limits.UPSTREAM_CONNECTIONS)
                .setMaxWaitQueueSize(Limits.UPSTREAM_WAITING);
    }
}
