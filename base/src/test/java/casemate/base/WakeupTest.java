package casemate.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WakeupTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Wakeup wakeup = new Wakeup();

    @Test
    void whoWaitsIsWokenByARing() throws Exception {
        long seen = wakeup.count();
        CompletableFuture<Boolean> woken = CompletableFuture.supplyAsync(() -> {
            try {
                long begun = System.nanoTime();
                wakeup.await(seen, LONG);
                return System.nanoTime() - begun < LONG.toNanos();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        wakeup.ring();
        assertThat(woken.get(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aRingBetweenLookingAndWaitingIsNotMissed() throws Exception {
        long seen = wakeup.count();
        wakeup.ring();
        long begun = System.nanoTime();
        wakeup.await(seen, LONG);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONG);
    }

    @Test
    void nobodyWaitsLongerThanAsked() throws Exception {
        wakeup.await(wakeup.count(), Duration.ofMillis(1));
        assertThat(wakeup.count()).isZero();
    }
}
