package casemate.edge;

import casemate.wire.Upstream;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// One event loop's connections to applications: kept for the next request, bounded per application, with a queue.
final class Inward {
    private final Loop home;
    private final Health health;
    private final Choice choice;
    private final StreamPool streams;
    private final ToIntFunction<Upstream> busy = this::busy;
    private final Map<Upstream, Lane> lanes = new HashMap<>();

    /// To one application.
    private static final class Lane {
        final Deque<InwardConnection> idle = new ArrayDeque<>();
        final Deque<Exchange> waiting = new ArrayDeque<>();
        int open;
        int tunnels;
    }

    Inward(Loop home, Health health, boolean balanced) {
        this.home = home;
        this.health = health;
        this.choice = new Choice(health, balanced);
        this.streams = new StreamPool(home, health);
    }

    /// Gets a connection for a request, now or later, by [Exchange#connected] or [Exchange#unreachable].
    ///
    /// @param fresh never one that has served before
    /// @param avoided where the same request has just failed, if there is a choice
    void connect(Exchange exchange, List<Upstream> replicas, boolean fresh, @Nullable Upstream avoided) {
        Upstream upstream = choice.of(replicas, busy, avoided, exchange.repeatable());
        if (upstream.protocol() == Upstream.Protocol.H2C) {
            streams.connect(exchange, upstream);
            return;
        }
        Lane lane = lanes.computeIfAbsent(upstream, _ -> new Lane());
        InwardConnection known = fresh ? null : idle(lane);
        if (known != null) {
            exchange.connected(known);
        } else if (lane.open < Limits.UPSTREAM_CONNECTIONS) {
            open(upstream, exchange);
        } else if (lane.waiting.size() < Limits.UPSTREAM_WAITING) {
            lane.waiting.add(exchange);
        } else {
            exchange.unreachable(upstream);
        }
    }

    private int busy(Upstream upstream) {
        if (upstream.protocol() == Upstream.Protocol.H2C) {
            return streams.busy(upstream);
        }
        Lane lane = lanes.get(upstream);
        return lane == null ? 0 : lane.open - lane.idle.size() + lane.waiting.size() + lane.tunnels;
    }

    private static @Nullable InwardConnection idle(Lane lane) {
        InwardConnection next = lane.idle.pollLast();
        while (next != null && !next.usable()) {
            next.close();
            next = lane.idle.pollLast();
        }
        return next;
    }

    private void open(Upstream upstream, Exchange exchange) {
        // Closing what was stale may have taken the lane away.
        lanes.computeIfAbsent(upstream, _ -> new Lane()).open++;
        InwardConnection made = new InwardConnection(home, upstream, exchange.replicated() ? health : null);
        Bootstrap bootstrap = new Bootstrap()
                .group(home.loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Limits.UPSTREAM_CONNECT.toMillis())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(made);
                    }
                });
        bootstrap
                .connect(InetAddress.ofLiteral(upstream.address()), upstream.port())
                .addListener((ChannelFuture connected) -> {
                    connected.channel().closeFuture().addListener(_ -> closed(upstream, made));
                    if (connected.isSuccess()) {
                        exchange.connected(made);
                    } else {
                        if (exchange.replicated()) {
                            health.unreachable(upstream);
                        }
                        exchange.unreachable(upstream);
                    }
                });
    }

    /// A connection is free again.
    void release(InwardConnection free, Upstream upstream) {
        Lane lane = lanes.get(upstream);
        if (lane == null) {
            free.close();
            return;
        }
        Exchange next = next(lane);
        if (next == null) {
            lane.idle.addLast(free);
        } else {
            next.connected(free);
        }
    }

    private static @Nullable Exchange next(Lane lane) {
        Exchange next = lane.waiting.pollFirst();
        while (next != null && next.gave()) {
            next = lane.waiting.pollFirst();
        }
        return next;
    }

    private void closed(Upstream upstream, InwardConnection gone) {
        Lane lane = lanes.get(upstream);
        if (lane == null) {
            return;
        }
        if (gone.tunnels()) {
            lane.tunnels--;
        } else {
            lane.open--;
            lane.idle.remove(gone);
        }
        fill(lane, upstream);
    }

    /// A place for requests is free.
    private void fill(Lane lane, Upstream upstream) {
        Exchange next = lane.open < Limits.UPSTREAM_CONNECTIONS ? next(lane) : null;
        if (next != null) {
            open(upstream, next);
        } else if (lane.open == 0 && lane.tunnels == 0) {
            lanes.remove(upstream);
        }
    }

    /// A connection carries a tunnel from now on, and stands in no request's way.
    ///
    /// @return false when there are too many tunnels to that application already
    boolean tunnelled(InwardConnection through) {
        Lane lane = lanes.get(through.upstream());
        if (lane == null || lane.tunnels >= Limits.UPSTREAM_TUNNELS) {
            return false;
        }
        lane.tunnels++;
        lane.open--;
        through.tunnel();
        fill(lane, through.upstream());
        return true;
    }

    /// Closes what has been idle for so long that the application may close it too.
    void look(long now) {
        streams.look(now);
        for (Lane lane : List.copyOf(lanes.values())) {
            InwardConnection oldest = lane.idle.peekFirst();
            while (oldest != null && oldest.stale(now)) {
                lane.idle.pollFirst();
                oldest.close();
                oldest = lane.idle.peekFirst();
            }
        }
    }
}
