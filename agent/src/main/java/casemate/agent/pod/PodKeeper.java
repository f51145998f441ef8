package casemate.agent.pod;

import casemate.agent.blueprint.Blueprint;
import casemate.agent.health.HealthProbe;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import casemate.wire.PodOrder;
import casemate.wire.PodReport;
import casemate.wire.PodReport.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Brings one pod to the state that was ordered, and keeps it there: one thread per pod, so that a slow one holds up
/// nobody else. It compares what is wanted with what is, does one thing, and looks again.
public final class PodKeeper {
    private static final System.Logger LOG = System.getLogger(PodKeeper.class.getName());
    private static final Duration SOON = Duration.ofMillis(50);
    /// Between two looks at a pod that answers.
    private static final Duration WATCH = Duration.ofSeconds(5);
    /// Processes are looked at more often: a fall should not cost seconds.
    private static final Duration TEND = Duration.ofMillis(500);

    /// Between two looks at its own packet filter: each costs about 10 ms of processor time.
    private static final Duration GUARD = Duration.ofMinutes(1);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /// Longer than a look at a pod takes; an image takes longer, and a backup is tried again.
    private static final Duration HANDS_WAIT = Duration.ofMinutes(1);

    private static final Duration END_WAIT = Duration.ofSeconds(60);

    private final InstanceId instance;
    private final PodBuilder builder;
    private final Runnable changed;
    private final PodWish wish = new PodWish();
    /// Held while something is done to the pod: a copy of a volume that stands still must not see it start.
    private final ReentrantLock hands = new ReentrantLock();
    /// The text of the database has one place on the volume: one copy at a time.
    private final ReentrantLock copies = new ReentrantLock();
    private final Thread thread;

    private volatile PodReport report;
    private volatile boolean building;

    // Below: changed with hands held.
    private volatile Optional<LivePod> live = Optional.empty();
    private Instant answerDue = Instant.MIN;
    private Instant nextProbe = Instant.MIN;
    private Instant nextGuard = Instant.MIN;
    private volatile boolean answered;
    private int restarts;
    private Duration pause = FIRST_PAUSE;

    PodKeeper(InstanceId instance, PodBuilder builder, Runnable changed) {
        this.instance = instance;
        this.builder = builder;
        this.changed = changed;
        this.report = new PodReport(instance, Phase.STOPPED, List.of(), "not in the snapshot; left alone", 0, 0);
        this.thread = Thread.ofPlatform().daemon().name("agent-pod-" + instance).unstarted(this::keep);
    }

    PodKeeper begin() {
        thread.start();
        return this;
    }

    /// Tells what is wanted now.
    void want(PodOrder order) {
        wish.want(order);
    }

    public PodReport report() {
        return report;
    }

    /// How long its application may take to answer after a start.
    public Duration patience() {
        return wish.known().map(builder::patience).orElse(Duration.ZERO);
    }

    /// What is wanted, if anybody has said.
    public Optional<PodOrder> wish() {
        return wish.known();
    }

    /// Of the application, while it stands and has answered.
    public Optional<Blueprint> blueprint() {
        return answered ? live.map(LivePod::blueprint) : Optional.empty();
    }

    /// Starts something beside what runs; it ends with the pod.
    public Optional<Process> beside(Blueprint.Step step) throws IOException, InterruptedException {
        Optional<LivePod> pod = answered ? live : Optional.empty();
        return pod.isPresent() ? Optional.of(pod.get().begin(step)) : Optional.empty();
    }

    /// Copies a volume.
    public interface Copying {
        /// Beside the running pod.
        void beside(LivePod pod) throws IOException, InterruptedException;

        /// While nothing runs, and nothing can start until this returns.
        void still() throws IOException, InterruptedException;
    }

    /// @throws IOException also when the pod is on its way to some state: the caller tries again
    public void copy(Copying copying) throws IOException, InterruptedException {
        copies.lockInterruptibly();
        try {
            copyAlone(copying);
        } finally {
            copies.unlock();
        }
    }

    private void copyAlone(Copying copying) throws IOException, InterruptedException {
        if (!hands.tryLock(HANDS_WAIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("the pod is being made");
        }
        LivePod running;
        try {
            if (live.isEmpty()) {
                copying.still();
                return;
            }
            running = live.get();
        } finally {
            hands.unlock();
        }
        if (!answered) {
            throw new IOException("the pod is starting");
        }
        copying.beside(running);
    }

    /// Changes what a pod that stands still is made of.
    public interface Change {
        void apply() throws IOException;
    }

    /// Stops the pod, changes it, and lets it start again as it is wanted; nothing starts before the change is whole.
    ///
    /// @param why what is said meanwhile
    public void change(String why, Change change) throws IOException, InterruptedException {
        if (!hands.tryLock(HANDS_WAIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("the pod is being made");
        }
        try {
            stopLive();
            tell(Phase.PREPARING, why);
            change.apply();
            pause = FIRST_PAUSE;
        } finally {
            hands.unlock();
        }
        wish.look();
    }

    /// Stops the pod's processes in good order and ends the thread; the volume stays.
    void end() {
        wish.end();
        if (building) {
            // An image or an install step may take minutes; it is made anew at the next start.
            thread.interrupt();
        }
    }

    void awaitEnd() throws InterruptedException {
        thread.join(END_WAIT);
    }

    private void keep() {
        try {
            while (true) {
                Optional<PodOrder> order = wish.next();
                if (order.isEmpty()) {
                    stopLive();
                    return;
                }
                wish.await(turn(order.get()));
            }
        } catch (InterruptedException _) {
            stopAfterInterrupt();
        }
    }

    private void stopAfterInterrupt() {
        try {
            stopLive();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration turn(PodOrder order) throws InterruptedException {
        hands.lock();
        try {
            return switch (order.wanted()) {
                case RUNNING -> builder.mayRun(order) ? run(order) : withhold();
                case SUSPENDED, STOPPED -> stop();
                case ERASED -> erase();
            };
        } catch (Refusal | Unavailable | IOException | UncheckedIOException e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // A bug of ours: this pod fails and is tried again, the others never hear of it.
            LOG.log(System.Logger.Level.ERROR, "keeping " + instance + " failed", e);
            return failed("an internal error; the agent's log holds it");
        } finally {
            hands.unlock();
        }
    }

    private Duration failed(String why) throws InterruptedException {
        stopLive();
        tell(Phase.FAILED, why);
        Duration now = pause;
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        return now;
    }

    private Duration stop() throws IOException, InterruptedException {
        stopLive();
        builder.settle(instance);
        tell(Phase.STOPPED, "");
        return WATCH;
    }

    /// Another host may run it: nothing of it does here, whatever the order on the disk says.
    private Duration withhold() throws InterruptedException {
        stopLive();
        tell(Phase.STOPPED, "waits for a lease: it has a standby on another host");
        return TEND;
    }

    private Duration erase() throws IOException, InterruptedException {
        stopLive();
        builder.erase(instance);
        tell(Phase.ERASED, "");
        return WATCH;
    }

    private Duration run(PodOrder order) throws IOException, InterruptedException {
        if (live.isPresent() && (!live.get().fits(order) || !live.get().standing())) {
            stopLive();
        }
        if (live.isEmpty()) {
            tell(Phase.PREPARING, "");
            building = true;
            live = Optional.of(builder.build(order, detail -> tell(Phase.PREPARING, detail)));
            building = false;
            answered = false;
            answerDue = builder.now().plus(live.get().blueprint().health().patience());
            nextProbe = Instant.MIN;
            nextGuard = builder.now().plus(GUARD);
        }
        return watch(live.get());
    }

    private Duration watch(LivePod pod) throws IOException, InterruptedException {
        if (!builder.now().isBefore(nextGuard)) {
            nextGuard = builder.now().plus(GUARD);
            // A filter that cannot be put right is an exception, and the pod is stopped: better none than one without.
            pod.guard();
        }
        String waiting = pod.tend();
        if (pod.justInstalled()) {
            builder.installed(instance);
        }
        if (!waiting.isEmpty()) {
            return unanswered(waiting);
        }
        // A replica that is missing is asked for at once: the edge should have it back.
        boolean missing =
                report.phase() == Phase.RUNNING && !pod.replicaDetail().isEmpty();
        if (builder.now().isBefore(nextProbe) && !missing) {
            tell(report.phase(), detail(pod, report.phase() == Phase.RUNNING ? pod.replicaDetail() : report.detail()));
            return TEND;
        }
        HealthProbe.Answer answer = pod.probe();
        return answer.good() ? answers(pod) : unanswered(answer.why());
    }

    private Duration answers(LivePod pod) {
        answered = true;
        pause = FIRST_PAUSE;
        nextProbe = builder.now().plus(WATCH);
        answerDue = builder.now().plus(WATCH).plus(pod.blueprint().health().patience());
        tell(Phase.RUNNING, detail(pod, pod.replicaDetail()));
        return TEND;
    }

    private Duration unanswered(String why) throws IOException {
        if (builder.now().isAfter(answerDue)) {
            throw new IOException("no good answer in time: " + why);
        }
        tell(
                answered ? Phase.UNHEALTHY : Phase.STARTING,
                live.map(pod -> detail(pod, why)).orElse(why));
        return answered ? TEND : SOON;
    }

    /// What an operator has to know beside the phase.
    private static String detail(LivePod pod, String why) {
        String detail = why;
        long kills = pod.outOfMemoryKills();
        if (kills > 0) {
            detail = with(
                    detail,
                    kills + " processes were killed for want of memory; the limit is "
                            + (pod.order().limits().memoryBytes() >> 20) + " MiB");
        }
        if (pod.repairs() > 0) {
            detail = with(detail, "its own firewall was found changed " + pod.repairs() + " times and put right");
        }
        return detail;
    }

    private static String with(String detail, String more) {
        if (detail.isEmpty() || detail.contains(more)) {
            return detail.isEmpty() ? more : detail;
        }
        return detail + "; " + more;
    }

    private void stopLive() throws InterruptedException {
        if (live.isPresent()) {
            restarts += live.get().falls();
            live.get().stop();
            live = Optional.empty();
        }
    }

    private void tell(Phase phase, String detail) {
        PodReport before = report;
        report = new PodReport(
                instance,
                phase,
                live.map(LivePod::upstreams).orElse(List.of()),
                detail,
                restarts + live.map(LivePod::falls).orElse(0),
                live.map(LivePod::memoryBytes).orElse(0L));
        if (before.phase() != phase || !before.upstreams().equals(report.upstreams())) {
            changed.run();
        }
    }
}
