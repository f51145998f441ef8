package casemate.edge;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopTest {
    @Test
    void one_connection_that_cannot_be_ended_does_not_stop_the_clock_of_the_others() {
        var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            EventLoop loop = (EventLoop) group.next();
            Loop home = new Loop(loop, new Health(System::nanoTime), true);
            AtomicInteger failing = new AtomicInteger();
            AtomicInteger working = new AtomicInteger();
            loop.execute(() -> {
                home.watch(overdue(() -> {
                    failing.incrementAndGet();
                    throw new IllegalStateException("on purpose");
                }));
                home.watch(overdue(working::incrementAndGet));
            });
            EdgeHouse.until(() -> working.get() >= 3);
            org.assertj.core.api.Assertions.assertThat(failing).hasValue(1);
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2_000);
        }
    }

    private static Timed overdue(Runnable then) {
        long begun = System.nanoTime();
        return new Timed() {
            @Override
            public long due() {
                return begun;
            }

            @Override
            public void overdue() {
                then.run();
            }
        };
    }
}
