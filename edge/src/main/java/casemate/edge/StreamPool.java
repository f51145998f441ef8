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
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One event loop's connections to applications that speak HTTP/2: few of them, each with many requests. Another one is
/// made when all are full, one at a time; past the last, requests wait, not without end.
final class StreamPool {
    private final Loop home;
    private final Health health;
    private final Map<Upstream, Lane> lanes = new HashMap<>();

    /// @param since when it began to wait, as [System#nanoTime]
    private record Waiting(Exchange exchange, long since) {}

    /// To one application.
    private static final class Lane {
        final List<InwardStreams> open = new ArrayList<>();
        final Deque<Waiting> waiting = new ArrayDeque<>();
        boolean coming;

        boolean empty() {
            return open.isEmpty() && waiting.isEmpty() && !coming;
        }

        @Nullable
        InwardStreams room() {
            InwardStreams best = null;
            for (InwardStreams one : open) {
                if (one.room() && (best == null || one.open() < best.open())) {
                    best = one;
                }
            }
            return best;
        }
    }

    StreamPool(Loop home, Health health) {
        this.home = home;
        this.health = health;
    }

    /// Gives a request a stream, now or later, by [Exchange#connected] or [Exchange#unreachable].
    void connect(Exchange exchange, Upstream upstream) {
        Lane lane = lanes.computeIfAbsent(upstream, _ -> new Lane());
        if (lane.waiting.size() >= Limits.UPSTREAM_WAITING) {
            exchange.unreachable(upstream);
            return;
        }
        lane.waiting.add(new Waiting(exchange, System.nanoTime()));
        fill(lane, upstream);
    }

    /// Requests under way and waiting.
    int busy(Upstream upstream) {
        Lane lane = lanes.get(upstream);
        return lane == null
                ? 0
                : lane.waiting.size()
                        + lane.open.stream().mapToInt(InwardStreams::open).sum();
    }

    private void fill(Lane lane, Upstream upstream) {
        InwardStreams room = lane.room();
        while (room != null && !lane.waiting.isEmpty()) {
            Exchange next = lane.waiting.remove().exchange;
            if (!next.gave()) {
                room.carry(next, next.replicated() ? health : null);
            }
            room = lane.room();
        }
        if (!lane.waiting.isEmpty() && !lane.coming && lane.open.size() < Limits.UPSTREAM_STREAM_CONNECTIONS) {
            open(lane, upstream);
        } else if (lane.empty()) {
            lanes.remove(upstream, lane);
        }
    }

    private void open(Lane lane, Upstream upstream) {
        lane.coming = true;
        InwardStreams made = new InwardStreams(home, this, upstream);
        new Bootstrap()
                .group(home.loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Limits.UPSTREAM_CONNECT.toMillis())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        made.begin(channel.pipeline());
                    }
                })
                .connect(InetAddress.ofLiteral(upstream.address()), upstream.port())
                .addListener((ChannelFuture connected) ->
                        connected.channel().closeFuture().addListener(_ -> closed(lane, made)));
    }

    /// A connection may be used from now on.
    void ready(InwardStreams made) {
        Lane lane = lanes.get(made.upstream());
        if (lane != null) {
            lane.coming = false;
            lane.open.add(made);
            fill(lane, made.upstream());
        }
    }

    /// One has more room than before.
    void freed(InwardStreams roomier) {
        Lane lane = lanes.get(roomier.upstream());
        if (lane != null) {
            fill(lane, roomier.upstream());
        }
    }

    /// One takes nothing new.
    void left(InwardStreams leaving) {
        Lane lane = lanes.get(leaving.upstream());
        if (lane != null && lane.open.remove(leaving)) {
            fill(lane, leaving.upstream());
        }
    }

    private void closed(Lane lane, InwardStreams gone) {
        if (gone.ready()) {
            left(gone);
            return;
        }
        lane.coming = false;
        List<Waiting> failed = lane.open.isEmpty() ? List.copyOf(lane.waiting) : List.of();
        lane.waiting.removeAll(failed);
        if (failed.stream().anyMatch(one -> one.exchange.replicated())) {
            health.unreachable(gone.upstream());
        }
        failed.forEach(one -> one.exchange.unreachable(gone.upstream()));
        if (lane.empty()) {
            lanes.remove(gone.upstream(), lane);
        }
    }

    /// Who has waited as long as an answer may take is told so.
    void look(long now) {
        for (Lane lane : List.copyOf(lanes.values())) {
            Waiting oldest = lane.waiting.peekFirst();
            while (oldest != null && now - oldest.since > Limits.UPSTREAM_ANSWER.toNanos()) {
                lane.waiting.remove();
                oldest.exchange.lost(true);
                oldest = lane.waiting.peekFirst();
            }
        }
    }
}
