package casemate.edge;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;

/// A WebSocket (RFC 6455): once both sides have agreed, bytes pass in both directions, each as fast as its reader.
final class Tunnel {
    private Tunnel() {}

    /// The two headers that ended at the edge are said anew, in this one form.
    static void ask(HttpClientRequest upstream) {
        upstream.putHeader(HttpHeaders.CONNECTION, "Upgrade").putHeader(HttpHeaders.UPGRADE, "websocket");
    }

    static void open(HttpServerRequest visitor, HttpClientResponse agreed) {
        HttpServerResponse out = visitor.response();
        out.headers().remove(HttpHeaders.CONTENT_LENGTH);
        out.putHeader(HttpHeaders.CONNECTION, "Upgrade").putHeader(HttpHeaders.UPGRADE, "websocket");
        NetSocket inside = agreed.netSocket();
        inside.pause();
        visitor.toNetSocket().onComplete(opened -> {
            if (opened.failed()) {
                inside.close();
                return;
            }
            NetSocket outside = opened.result();
            join(outside, inside);
            join(inside, outside);
        });
    }

    private static void join(NetSocket from, NetSocket to) {
        from.pipe().endOnFailure(false).to(to).onComplete(_ -> {
            from.close();
            to.close();
        });
    }
}
