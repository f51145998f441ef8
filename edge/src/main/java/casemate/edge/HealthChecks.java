package casemate.edge;

import casemate.wire.Upstream;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Looks on a clock whether replicas can be reached, once for all event loops: those that were left out when
/// their pause is over, all others in turn. A host with a single application is not looked at: there would be
/// no other to choose.
///
/// Reaching means a TCP connection, since no application is obliged to have a page for this; one that speaks HTTP/2 has
/// to say its settings too. What it answers is judged by the requests that it gets.
final class HealthChecks {
    private static final long LOOK_MILLIS = 250;
    /// A turn through a small number of replicas.
    private static final int TURN_LOOKS = 20;
    /// Connections begun at one look; a turn through more replicas takes longer.
    private static final int MOST_AT_ONCE = 128;
    /// Replicas are near.
    private static final int CONNECT_MILLIS = 2_000;

    private final Health health;
    private final Supplier<Set<Upstream>> replicas;
    private final EventLoop loop;
    private Iterator<Upstream> turn = List.<Upstream>of().iterator();
    private int looks;
    private int under;

    /// @param replicas of all hosts that have several
    HealthChecks(Health health, Supplier<Set<Upstream>> replicas, EventLoop loop) {
        this.health = health;
        this.replicas = replicas;
        this.loop = loop;
    }

    void start() {
        var _ = loop.scheduleAtFixedRate(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (looks++ % TURN_LOOKS == 0 && !turn.hasNext()) {
            Set<Upstream> all = replicas.get();
            health.keepOnly(all);
            turn = List.copyOf(all).iterator();
        }
        List<Upstream> next = new ArrayList<>(health.due());
        while (turn.hasNext() && next.size() < MOST_AT_ONCE) {
            next.add(turn.next());
        }
        next.stream().limit(Math.max(0, MOST_AT_ONCE - under)).forEach(this::check);
    }

    private void check(Upstream upstream) {
        under++;
        boolean greets = upstream.protocol() == Upstream.Protocol.H2C;
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(
                        greets
                                ? new Http2Greeting(speaks -> checked(upstream, speaks))
                                : new ChannelInboundHandlerAdapter())
                .connect(InetAddress.ofLiteral(upstream.address()), upstream.port())
                .addListener((ChannelFuture done) -> {
                    if (greets && done.isSuccess()) {
                        var _ = loop.schedule(() -> Sends.close(done.channel()), CONNECT_MILLIS, TimeUnit.MILLISECONDS);
                    } else if (!greets) {
                        checked(upstream, done.isSuccess());
                        Sends.close(done.channel());
                    }
                });
    }

    private void checked(Upstream upstream, boolean reached) {
        under--;
        if (reached) {
            health.reached(upstream);
        } else {
            health.unreachable(upstream);
        }
    }
}
