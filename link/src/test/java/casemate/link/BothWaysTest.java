package casemate.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BothWaysTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Test
    void no_more_is_taken_from_one_side_than_the_other_takes() throws Exception {
        Endless endless = new Endless();
        Full full = new Full();
        try (Deadlines deadlines = new Deadlines("test")) {
            Thread carrying = Thread.ofVirtual().start(() -> {
                try {
                    BothWays.carry(endless, full, deadlines);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(full.isFull.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            // It is stuck in its write, and nothing else reads.
            assertThat(endless.given.get()).isLessThanOrEqualTo(Full.ROOM + 2L * BothWays.BUFFER_BYTES);
            full.abort();
            assertThat(carrying.join(LIMIT)).isTrue();
            assertThat(endless.broken).isTrue();
        }
    }

    /// Gives as much as is asked of it, takes nothing.
    private static final class Endless implements Line {
        final AtomicLong given = new AtomicLong();
        final AtomicBoolean broken = new AtomicBoolean();

        @Override
        public InputStream in() {
            return new InputStream() {
                @Override
                public int read() {
                    return 0;
                }

                @Override
                public int read(byte[] into, int from, int length) {
                    given.addAndGet(length);
                    return length;
                }
            };
        }

        @Override
        public OutputStream out() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public void halfClose() {}

        @Override
        public void abort() {
            broken.set(true);
        }

        @Override
        public void close() {}
    }

    /// Takes so much and then waits, like somebody who does not read.
    private static final class Full implements Line {
        static final int ROOM = 100_000;

        final CountDownLatch isFull = new CountDownLatch(1);
        private final CountDownLatch broken = new CountDownLatch(1);
        private long taken;

        @Override
        public InputStream in() {
            return InputStream.nullInputStream();
        }

        @Override
        public OutputStream out() {
            return new OutputStream() {
                @Override
                public void write(int one) throws IOException {
                    write(new byte[1], 0, 1);
                }

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    taken += length;
                    if (taken > ROOM) {
                        isFull.countDown();
                        waitForTheEnd();
                        throw new IOException("broken off");
                    }
                }
            };
        }

        private void waitForTheEnd() {
            try {
                broken.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void halfClose() {}

        @Override
        public void abort() {
            broken.countDown();
        }

        @Override
        public void close() {}
    }
}
