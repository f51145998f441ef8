package casemate.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Json;
import casemate.base.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DrillRunTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final Json.Obj FACTS = Json.object().put("kept", 30).build();
    private static final Finding KEPT = new Finding.Kept(FACTS);
    private static final Finding BROKEN = new Finding.Broken(FACTS, "A backup of day 31 was found.");
    private static final Finding UNPROVED = new Finding.Unproved("No backup could be listed.");
    private static final String CANNOT_FAIL = "This drill cannot fail: it found nothing with the control switched off.";

    private final AtomicInteger closed = new AtomicInteger();

    /// What an attempt does with its target.
    private interface Attack {
        Finding on(boolean sabotaged) throws InterruptedException;
    }

    private record Bay(boolean sabotaged, Runnable closing) implements Target {
        @Override
        public void close() {
            closing.run();
        }
    }

    private record Attacking(Attack attack, Runnable closing) implements Drill<Bay> {
        @Override
        public DrillCard card() {
            return new DrillCard(
                    new PromiseId("BAK-3"),
                    "old-backups",
                    new Cadence(Duration.ofHours(1), Duration.ofHours(3)),
                    ProofKind.INSIDE_PROBE);
        }

        @Override
        public Finding attempt(Bay target) throws InterruptedException {
            return attack.on(target.sabotaged());
        }

        @Override
        public Bay real() {
            return new Bay(false, closing);
        }

        @Override
        public Bay sabotaged() {
            return new Bay(true, closing);
        }
    }

    @Test
    void kept_beside_a_broken_twin_is_kept() throws InterruptedException {
        Evidence evidence = run(sabotaged -> sabotaged ? BROKEN : KEPT);
        assertThat(evidence.state()).isEqualTo(State.KEPT);
        assertThat(evidence.twin()).isEqualTo(State.BROKEN);
        assertThat(evidence.why()).isEmpty();
        assertThat(evidence.measured()).isEqualTo(FACTS);
        assertThat(evidence.promised().text("keep")).isEqualTo("P30D");
        assertThat(evidence.freshUntil()).isEqualTo(NOW.plus(Duration.ofHours(3)));
        assertThat(evidence.policy()).isEqualTo(Policies.small().hash());
        assertThat(closed).hasValue(2);
    }

    @Test
    void a_drill_whose_twin_stays_green_is_broken() throws InterruptedException {
        assertThat(run(_ -> KEPT)).returns(State.BROKEN, Evidence::state).returns(CANNOT_FAIL, Evidence::why);
        assertThat(run(sabotaged -> sabotaged ? KEPT : UNPROVED))
                .returns(State.BROKEN, Evidence::state)
                .returns(CANNOT_FAIL, Evidence::why);
    }

    @Test
    void a_twin_that_proves_nothing_leaves_the_promise_unproved() throws InterruptedException {
        assertThat(run(sabotaged -> sabotaged ? UNPROVED : KEPT))
                .returns(State.UNPROVED, Evidence::state)
                .returns("The sabotaged twin proved nothing: No backup could be listed.", Evidence::why);
    }

    @Test
    void a_red_is_red_whatever_the_twin_says() throws InterruptedException {
        for (Finding twin : new Finding[] {KEPT, BROKEN, UNPROVED}) {
            assertThat(run(sabotaged -> sabotaged ? twin : BROKEN))
                    .returns(State.BROKEN, Evidence::state)
                    .returns("A backup of day 31 was found.", Evidence::why);
        }
    }

    @Test
    void an_exception_is_unproved_and_does_not_tell_its_message() throws InterruptedException {
        Evidence evidence = run(sabotaged -> {
            if (sabotaged) {
                return BROKEN;
            }
            throw new IllegalStateException("connect to 10.0.0.7 as bob failed");
        });
        assertThat(evidence.state()).isEqualTo(State.UNPROVED);
        assertThat(evidence.why()).isEqualTo("The drill could not be carried out (IllegalStateException).");
        assertThat(closed).hasValue(2);
        assertThat(run(sabotaged -> {
                    if (sabotaged) {
                        return BROKEN;
                    }
                    throw new StackOverflowError();
                }))
                .returns("The drill could not be carried out (StackOverflowError).", Evidence::why);
        assertThat(closed).hasValue(4);
    }

    @Test
    void a_target_that_cannot_be_put_away_is_unproved_but_a_red_stays() throws InterruptedException {
        Runnable stuck = () -> {
            throw new IllegalStateException("still mounted");
        };
        assertThat(run(new Attacking(sabotaged -> sabotaged ? BROKEN : KEPT, stuck), DrillAttempt.LONGEST))
                .returns("The drill could not put its target away (IllegalStateException).", Evidence::why);
        assertThat(run(new Attacking(_ -> BROKEN, stuck), DrillAttempt.LONGEST)).returns(State.BROKEN, Evidence::state);
    }

    @Test
    void a_drill_that_hangs_is_interrupted_and_its_target_closed() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Attack hangs = sabotaged -> {
            if (!sabotaged) {
                never.await();
            }
            return BROKEN;
        };
        Evidence evidence = run(new Attacking(hangs, closed::incrementAndGet), Duration.ofMillis(50));
        assertThat(evidence.state()).isEqualTo(State.UNPROVED);
        assertThat(evidence.why()).startsWith("The drill did not finish within");
        assertThat(closed).hasValue(2);
    }

    @Test
    void a_drill_that_cannot_be_interrupted_does_not_hold_up_the_others() throws InterruptedException {
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Attack deaf = sabotaged -> {
            boolean done = sabotaged;
            while (!done) {
                try {
                    released.await();
                    done = true;
                } catch (InterruptedException _) {
                    // deaf to it, as native code may be
                }
            }
            return BROKEN;
        };
        Evidence evidence = run(new Attacking(deaf, ended::countDown), Duration.ofMillis(50));
        assertThat(evidence.state()).isEqualTo(State.UNPROVED);
        released.countDown();
        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void facts_and_reasons_are_bounded() throws InterruptedException {
        Json.Obj fat = Json.object().put("x", "y".repeat(100_000)).build();
        Evidence evidence = run(_ -> new Finding.Broken(fat, "a\nb".repeat(1000)));
        assertThat(evidence.encode()).hasSizeLessThan(Leaf.MAX_BYTES);
        assertThat(evidence.why()).hasSize(Evidence.MAX_WHY_CHARS).doesNotContain("\n");
        assertThat(evidence.measured().integer("measuredBytesLeftOut")).isGreaterThan(100_000);
    }

    @Test
    void a_promise_that_is_not_made_is_not_drilled() {
        Policy policy = Policies.parse(Policies.HEAD + Policies.HTTPS);
        DrillRun run = new DrillRun(policy, Clock.fixed(NOW, ZoneOffset.UTC));
        assertThatThrownBy(() -> run.run(new Attacking(_ -> KEPT, () -> {})))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("BAK-3");
    }

    private Evidence run(Attack attack) throws InterruptedException {
        return run(new Attacking(attack, closed::incrementAndGet), DrillAttempt.LONGEST);
    }

    private static Evidence run(Attacking drill, Duration longest) throws InterruptedException {
        DrillAttempt attempt = new DrillAttempt(longest, Duration.ofSeconds(1));
        return new DrillRun(Policies.small(), Clock.fixed(NOW, ZoneOffset.UTC), attempt).run(drill);
    }
}
