package casemate.edge;

import casemate.wire.Route;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One request and its answer, streamed both ways: whoever reads slowly slows the other side down, and nothing is kept.
final class Exchange {
    private static final Set<HttpMethod> IDEMPOTENT = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    /// Tries in all, for a request without a body: a pooled connection may close just when it is taken.
    private static final int TRIES = 2;

    private static final long NO_TIMER = -1;

    private final Forward forward;
    private final Visit visit;
    private final Route route;
    private final HttpServerRequest visitor;
    private @Nullable HttpClientRequest upstream;
    private long timer = NO_TIMER;
    private int tries;
    private boolean uploaded;
    private boolean answering;
    private boolean timedOut;
    private boolean gone;

    Exchange(Forward forward, Visit visit, Route route) {
        this.forward = forward;
        this.visit = visit;
        this.route = route;
        this.visitor = visit.request();
    }

    void begin() {
        visitor.response().exceptionHandler(_ -> leave());
        visitor.response().closeHandler(_ -> leave());
        if (visitor.version() == HttpVersion.HTTP_2 && !visitor.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            peek();
        } else {
            visitor.pause();
            connect(null, hasBody());
        }
    }

    private boolean hasBody() {
        String length = visitor.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? visitor.headers().contains(HttpHeaders.TRANSFER_ENCODING) : !length.equals("0");
    }

    /// HTTP/2 need not announce a body: its first bytes or its end tell.
    private void peek() {
        visitor.exceptionHandler(_ -> leave());
        visitor.endHandler(_ -> connect(null, false));
        visitor.handler(first -> {
            visitor.pause();
            visitor.endHandler(null);
            connect(first, true);
        });
    }

    private void connect(@Nullable Buffer first, boolean body) {
        tries++;
        forward.client().request(forward.toward(visit, route)).onComplete(request -> {
            if (request.failed()) {
                fail(request.cause(), body);
            } else if (gone) {
                request.result().reset();
            } else {
                send(request.result(), first, body);
            }
        });
    }

    private void send(HttpClientRequest request, @Nullable Buffer first, boolean body) {
        upstream = request;
        if (visitor.canUpgradeToWebSocket() && !body) {
            drain();
            Tunnel.ask(request);
            startTimer();
            request.connect().onComplete(answer -> {
                if (answer.failed()) {
                    fail(answer.cause(), true);
                } else {
                    answer(answer.result());
                }
            });
            return;
        }
        request.response().onComplete(answer -> {
            if (answer.failed()) {
                fail(answer.cause(), body);
            } else {
                answer(answer.result());
            }
        });
        if (body) {
            upload(request, first);
        } else {
            drain();
            uploaded = true;
            startTimer();
            request.end();
        }
    }

    /// Lets what is left of the request pass by, so that its end is seen.
    private void drain() {
        if (!visitor.isEnded()) {
            visitor.resume();
        }
    }

    private void upload(HttpClientRequest request, @Nullable Buffer first) {
        if ("100-continue".equalsIgnoreCase(visitor.getHeader(HttpHeaders.EXPECT))) {
            visitor.response().writeContinue();
        }
        if (!visitor.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            request.setChunked(true);
        }
        if (first != null) {
            request.write(first);
        }
        visitor.pipe().endOnFailure(false).to(request).onComplete(copied -> {
            if (copied.succeeded()) {
                uploaded = true;
                startTimer();
            } else if (!answering) {
                request.reset();
            }
        });
    }

    private void answer(HttpClientResponse answer) {
        stopTimer();
        visit.answered();
        answering = true;
        HttpServerResponse out = visitor.response();
        if (gone || out.headWritten()) {
            answer.request().reset();
            return;
        }
        out.setStatusCode(answer.statusCode());
        HeaderRules.toVisitor(answer.headers(), out.headers());
        if (answer.statusCode() == SWITCHING_PROTOCOLS) {
            Tunnel.open(visitor, answer);
            return;
        }
        if (!uploaded && visitor.version() != HttpVersion.HTTP_2) {
            // The rest of the upload is unread: nothing after it on this connection could be found.
            out.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        if (bodiless(answer)) {
            answer.resume();
            out.end();
            finishUnread();
            return;
        }
        if (!out.headers().contains(HttpHeaders.CONTENT_LENGTH) && visitor.version() == HttpVersion.HTTP_1_1) {
            out.setChunked(true);
        }
        answer.pipe().endOnFailure(false).to(out).onComplete(copied -> {
            if (copied.failed()) {
                answer.request().reset();
                out.reset();
            } else {
                finishUnread();
            }
        });
    }

    private void finishUnread() {
        if (uploaded) {
            return;
        }
        HttpClientRequest request = upstream;
        if (request != null) {
            request.reset();
        }
        if (visitor.version() == HttpVersion.HTTP_2) {
            visitor.response().reset(0);
        } else {
            visitor.connection().close();
        }
    }

    private boolean bodiless(HttpClientResponse answer) {
        return HttpMethod.HEAD.equals(visitor.method())
                || answer.statusCode() == NO_CONTENT
                || answer.statusCode() == NOT_MODIFIED;
    }

    private void fail(Throwable cause, boolean body) {
        stopTimer();
        if (gone || answering) {
            return;
        }
        if (!timedOut && !body && tries < TRIES && IDEMPOTENT.contains(visitor.method())) {
            connect(null, false);
            return;
        }
        boolean slow = timedOut || (cause instanceof TimeoutException && upstream != null);
        if (!uploaded && body && visitor.version() != HttpVersion.HTTP_2) {
            visitor.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        answering = true;
        forward.pages().send(visitor, slow ? Page.TOO_SLOW : Page.UNREACHABLE);
        drain();
        if (body) {
            finishUnread();
        }
    }

    /// The visitor has gone: the application need not go on.
    private void leave() {
        stopTimer();
        boolean first = !gone;
        gone = true;
        HttpClientRequest request = upstream;
        if (first && request != null && !visitor.response().ended()) {
            request.reset();
        }
    }

    private void startTimer() {
        if (timer == NO_TIMER && !answering) {
            timer = forward.vertx().setTimer(Limits.UPSTREAM_ANSWER.toMillis(), _ -> {
                timedOut = true;
                HttpClientRequest request = upstream;
                if (request != null) {
                    request.reset();
                }
            });
        }
    }

    private void stopTimer() {
        if (timer != NO_TIMER) {
            forward.vertx().cancelTimer(timer);
            timer = NO_TIMER;
        }
    }
}
