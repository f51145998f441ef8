package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class GateTest {
    @Test
    void connections_past_the_bound_are_closed_unread_and_a_place_that_comes_free_is_used() throws Exception {
        Gate gate = new Gate(2, _ -> false, new Floods(new Routes(), new Pages(), new java.util.Random(1), true));
        try (MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory())) {
            int port = greeting(gate, loops);
            try (Socket first = connect(port);
                    Socket second = connect(port)) {
                assertThat(first.getInputStream().read()).isEqualTo('h');
                assertThat(second.getInputStream().read()).isEqualTo('h');
                try (Socket third = connect(port)) {
                    assertThat(read(third)).isEqualTo(-1);
                }
                assertThat(gate.open()).isEqualTo(2);
            }
            EdgeHouse.until(() -> gate.open() == 0);
            try (Socket fourth = connect(port)) {
                assertThat(fourth.getInputStream().read()).isEqualTo('h');
            }
        }
    }

    private static int greeting(Gate gate, MultiThreadIoEventLoopGroup loops) throws InterruptedException {
        Channel listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .handler(gate)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel visitor) {
                        visitor.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelActive(ChannelHandlerContext context) {
                                Sends.writeAndFlush(context, Unpooled.wrappedBuffer(new byte[] {'h'}));
                            }
                        });
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    private static int read(Socket socket) {
        try {
            return socket.getInputStream().read();
        } catch (IOException _) {
            return -1;
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        return socket;
    }
}
