package casemate.edge;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// The listening sockets and the event loops behind it. A connection stays with one loop, its requests and its
/// connections inwards too: no request changes threads.
final class Listener implements AutoCloseable {
    /// What one connection holds for a visitor who does not read.
    private static final WriteBufferWaterMark UNREAD = new WriteBufferWaterMark(32 << 10, 128 << 10);

    private static final int BACKLOG = 1_024;
    private static final long LAST_QUIET_MILLIS = 0;
    private static final long LAST_MILLIS = 2_000;
    /// A loop that does not answer for this long is stuck, and that is what the figure will say.
    private static final long LOOK_MILLIS = 1_000;

    private static final double NANOS = 1e9;

    private record Opened(Channel listening, Gate gate) {}

    private final MultiThreadIoEventLoopGroup loops;
    private final ChannelGroup visitors = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Map<EventLoop, Loop> homes = new ConcurrentHashMap<>();
    private final Supplier<Gate> gates;
    private final List<Opened> open = new CopyOnWriteArrayList<>();

    /// @param gates makes one for each socket, which decides about each connection before anything else
    /// @param health of all applications
    /// @param balanced whether replicas are chosen at all
    Listener(int threads, Supplier<Gate> gates, Health health, boolean balanced) {
        this.gates = gates;
        this.loops = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("edge", true), NioIoHandler.newFactory());
        for (EventExecutor loop : loops) {
            homes.put((EventLoop) loop, new Loop((EventLoop) loop, health, balanced));
        }
    }

    /// All of them.
    Collection<EventLoop> loops() {
        return homes.keySet();
    }

    /// A loop for work that belongs to none of them.
    EventLoop any() {
        return (EventLoop) loops.next();
    }

    /// Connections open now.
    int connections() {
        int all = 0;
        for (Opened each : open) {
            all += each.gate().open();
        }
        return all;
    }

    /// Event loops that have more to do than they can.
    long behind() {
        return homes.values().stream().filter(Loop::isBehind).count();
    }

    /// How long work waits at the busiest loop now, in seconds; at most the bound of a look.
    double delay() {
        long begun = System.nanoTime();
        List<? extends Future<?>> asked =
                homes.keySet().stream().map(loop -> loop.submit(() -> {})).toList();
        for (Future<?> each : asked) {
            each.awaitUninterruptibly(LOOK_MILLIS);
        }
        return (System.nanoTime() - begun) / NANOS;
    }

    /// Listens at one more socket, and gives each connection to a door.
    ///
    /// @param door makes what greets a connection on its loop
    /// @return the port
    /// @throws IOException when the address or the port cannot be had
    int listen(String address, int port, BiFunction<Loop, Gate, Door> door) throws IOException {
        Gate gate = gates.get();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNREAD)
                .handler(gate)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel visitor) {
                        visitors.add(visitor);
                        Loop home = java.util.Objects.requireNonNull(homes.get(visitor.eventLoop()));
                        door.apply(home, gate).open(visitor);
                    }
                });
        var bound = bootstrap.bind(InetAddress.ofLiteral(address), port).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw bound.cause() instanceof IOException e ? e : new IOException(bound.cause());
        }
        open.add(new Opened(bound.channel(), gate));
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    /// Closes what is open of those whom the gate would not let in any more.
    void shutBarred() {
        var _ = visitors.close(
                visitor -> open.stream().anyMatch(each -> each.gate().isBarred(visitor)));
    }

    /// Takes no new connection, lets running requests finish within a bound, and ends.
    @Override
    public void close() {
        open.forEach(each -> each.listening().close().awaitUninterruptibly());
        visitors.forEach(visitor ->
                visitor.eventLoop().execute(() -> visitor.pipeline().fireUserEventTriggered(Drain.INSTANCE)));
        visitors.newCloseFuture().awaitUninterruptibly(Limits.DRAIN.toMillis());
        visitors.close().awaitUninterruptibly(LAST_MILLIS);
        loops.shutdownGracefully(LAST_QUIET_MILLIS, LAST_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(LAST_MILLIS);
    }
}
