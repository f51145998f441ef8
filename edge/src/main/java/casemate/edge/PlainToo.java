package casemate.edge;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.function.IntConsumer;

/// The control of EDG-1 switched off: one port that answers with and without TLS. For the sabotaged twin and a lab
/// only;
/// stands before the two listeners and joins each visitor to the one that its first byte asks for.
final class PlainToo extends AbstractVerticle {
    private static final String LOOPBACK = "127.0.0.1";
    private static final byte TLS_HANDSHAKE = 0x16;

    private final String address;
    private final int port;
    private final int encrypted;
    private final int plain;
    private final IntConsumer bound;

    PlainToo(String address, int port, int encrypted, int plain, IntConsumer bound) {
        this.address = address;
        this.port = port;
        this.encrypted = encrypted;
        this.plain = plain;
        this.bound = bound;
    }

    @Override
    public void start(Promise<Void> started) {
        NetClient inward = vertx.createNetClient();
        NetServer server = vertx.createNetServer(
                        new NetServerOptions().setHost(address).setPort(port))
                .connectHandler(visitor -> visitor.handler(first -> {
                    visitor.pause();
                    int to = first.getByte(0) == TLS_HANDSHAKE ? encrypted : plain;
                    inward.connect(to, LOOPBACK)
                            .onSuccess(inside -> join(visitor, first, inside))
                            .onFailure(_ -> visitor.close());
                }));
        server.listen()
                .map(listening -> {
                    bound.accept(listening.actualPort());
                    return (Void) null;
                })
                .onComplete(started);
    }

    private static void join(NetSocket visitor, Buffer first, NetSocket inside) {
        inside.write(first);
        visitor.pipeTo(inside).onComplete(_ -> inside.close());
        inside.pipeTo(visitor).onComplete(_ -> visitor.close());
    }
}
