package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import casemate.wire.Route;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyExchangeTest {
    @TempDir
    Path directory;

    @Test
    void a_visitor_who_offers_only_the_hybrid_group_against_quantum_computers_is_served() throws Exception {
        assumeTrue(EdgeTls.boring(), "the JDK's TLS has no such group yet");
        try (EdgeHouse house = EdgeHouse.open(directory)) {
            house.apply(1, EdgeHouse.in(EdgeHouse.ACME, Route.State.STARTING));
            assertThat(shakesHands(house, "X25519MLKEM768")).isTrue();
            assertThat(shakesHands(house, "P-521")).isFalse();
        }
    }

    private static boolean shakesHands(EdgeHouse house, String group) throws Exception {
        SslContext context = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .option(OpenSslContextOption.GROUPS, new String[] {group})
                .trustManager(new ByteArrayInputStream(house.edge.authorityPem().getBytes(StandardCharsets.US_ASCII)))
                .build();
        try (MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory())) {
            Channel channel = new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel made) {
                            made.pipeline().addLast(context.newHandler(made.alloc(), EdgeHouse.ACME, 443));
                        }
                    })
                    .connect("127.0.0.1", house.edge.port())
                    .sync()
                    .channel();
            var handshake = channel.pipeline().get(SslHandler.class).handshakeFuture();
            assertThat(handshake.await(60, TimeUnit.SECONDS)).isTrue();
            boolean done = handshake.isSuccess();
            channel.close().sync();
            return done;
        }
    }
}
