package casemate.agent.standby;

import casemate.agent.blueprint.Blueprint;
import casemate.agent.disk.PodDirectory;
import casemate.agent.disk.PodRecord;
import casemate.agent.fill.MomentOf;
import casemate.agent.fill.StandbyMark;
import casemate.agent.moment.LogTaker;
import casemate.agent.pod.LivePod;
import casemate.agent.pod.PodBuilder;
import casemate.agent.replica.StandbyState;
import casemate.base.InstanceId;
import casemate.wire.StandbyOrder;
import casemate.wire.StandbyReport;
import casemate.wire.StandbyReport.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Keeps one standby near its instance, and makes it the instance when that is ordered. Each step is on the disk before
/// the next one: after a crash it goes on from where it was.
public final class StandbyKeeper implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(250);
    /// After something went wrong.
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /// A seed writes all of an instance: the longest of the pauses between two, of which each is twice the last.
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);
    /// Starting a server on a seed, and the two longest steps there are.
    private static final Duration SEED_WAIT = Duration.ofMinutes(25);
    /// Its server may take as long to end.
    private static final Duration END_WAIT = Duration.ofSeconds(40);

    private static final Path VOLUME = Path.of("/volume");
    private static final System.Logger LOG = System.getLogger(StandbyKeeper.class.getName());

    private final InstanceId instance;
    private final Path file;
    private final PodDirectory directory;
    private final PodBuilder builder;
    private final StandbySeed seeds;
    private final Thread thread;
    private volatile StandbyOrder order;
    private volatile StandbyReport report;
    private Optional<LivePod> live = Optional.empty();
    private String said = "";
    private Duration pause = PAUSE;
    /// The copy that can become no standby, and why.
    private String unfit = "";

    private String unfitWhy = "";

    /// @param file where it is kept how far it is
    public StandbyKeeper(StandbyOrder order, Path file, PodDirectory directory, PodBuilder builder, StandbySeed seeds) {
        this.instance = order.pod().instance();
        this.order = order;
        this.file = file;
        this.directory = directory;
        this.builder = builder;
        this.seeds = seeds;
        this.report = new StandbyReport(
                instance, order.epoch(), Phase.SEEDING, order.lineage(), 0, Instant.EPOCH, Instant.EPOCH, "");
        this.thread =
                Thread.ofPlatform().daemon().name("agent-standby-" + instance).unstarted(this::keep);
    }

    StandbyKeeper begin() {
        thread.start();
        return this;
    }

    void want(StandbyOrder other) {
        order = other;
    }

    StandbyReport report() {
        return report;
    }

    private void keep() {
        try {
            while (true) {
                Thread.sleep(turn(order));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration turn(StandbyOrder now) throws InterruptedException {
        try {
            step(now);
            said = "";
            pause = PAUSE;
            return LOOK;
        } catch (LogTaker.Broken e) {
            return trouble(now, Phase.BROKEN, e);
        } catch (IOException | RuntimeException e) {
            return trouble(now, report.phase(), e);
        }
    }

    private Duration trouble(StandbyOrder now, Phase phase, Exception e) {
        String why = String.valueOf(e.getMessage());
        if (!why.equals(said)) {
            said = why;
            LOG.log(System.Logger.Level.WARNING, "the standby of {0} does not go on: {1}", instance, why);
        }
        boolean seeding = report.phase() == Phase.SEEDING;
        tell(now, phase, report.taken(), report.replayed(), report.files(), why);
        if (!seeding) {
            return PAUSE;
        }
        Duration next = pause;
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        return next;
    }

    private void step(StandbyOrder now) throws IOException, InterruptedException {
        Optional<PodRecord> record = directory.find(instance);
        Optional<StandbyState> state =
                StandbyState.read(file).filter(known -> known.seed().equals(now.copy()));
        Optional<PodRecord.Step> is = record.map(PodRecord::step);
        if (state.isPresent() && is.equals(Optional.of(PodRecord.Step.INSTALLED))) {
            stop();
            tell(now, Phase.PROMOTED, state.get().next(), report.replayed(), report.files(), "");
            return;
        }
        Blueprint.Standby standby = StandbyMark.of(builder.blueprint(now.pod()))
                .orElseThrow(
                        () -> new IOException("the application " + now.pod().blueprint() + " has no standbys"));
        if (state.isEmpty() || !is.equals(Optional.of(PodRecord.Step.STANDBY))) {
            seed(now, standby);
            return;
        }
        if (live.isEmpty() || !live.get().standing()) {
            stop();
            live = Optional.of(builder.stand(now.pod(), standby, Optional.empty()));
        }
        boolean ready = live.get().tend().isEmpty();
        StandbyState taken = ready ? takeOrLeave(now, state.get(), record.get()) : take(now, state.get(), record.get());
        tell(now, Phase.FOLLOWING, taken.next(), replayed(), taken.files(), "");
        if (ready && now.stage() == StandbyOrder.Stage.PROMOTE) {
            promote(now, standby, taken.next(), record.get());
        }
    }

    private void seed(StandbyOrder now, Blueprint.Standby standby) throws IOException, InterruptedException {
        stop();
        if (now.copy().equals(unfit)) {
            throw new LogTaker.Broken(unfitWhy);
        }
        tell(now, Phase.SEEDING, 0, Instant.EPOCH, Instant.EPOCH, "");
        LivePod pod = plant(now, standby);
        live = Optional.of(pod);
        Instant end = builder.now().plus(SEED_WAIT);
        while (!pod.justInstalled()) {
            if (builder.now().isAfter(end)) {
                throw new IOException("the seed does not become a standby");
            }
            if (!pod.tend().isEmpty()) {
                Thread.sleep(LOOK);
            }
        }
        // The state first: a volume that is a standby's without one is seeded again.
        new StandbyState(now.copy(), now.epoch(), now.lineage(), 0, Instant.EPOCH).write(file);
        builder.become(instance, PodRecord.Step.STANDBY);
    }

    /// A copy that can become no standby is not unpacked again: control orders another one.
    private LivePod plant(StandbyOrder now, Blueprint.Standby standby) throws IOException, InterruptedException {
        try {
            return seeds.plant(now, standby);
        } catch (LogTaker.Broken e) {
            unfit = now.copy();
            unfitWhy = String.valueOf(e.getMessage());
            throw e;
        }
    }

    /// Where the instance's host is lost, nobody knows how long its log was, and there will be no other: what leads
    /// on from nothing is left, as what never came is.
    private StandbyState takeOrLeave(StandbyOrder now, StandbyState state, PodRecord record)
            throws IOException, InterruptedException {
        try {
            return take(now, state, record);
        } catch (LogTaker.Broken e) {
            if (now.stage() != StandbyOrder.Stage.PROMOTE || now.chunks() > 0 || state.next() == 0) {
                throw e;
            }
            LOG.log(System.Logger.Level.WARNING, "{0} is promoted without the rest: {1}", instance, e.getMessage());
            return state;
        }
    }

    private StandbyState take(StandbyOrder now, StandbyState state, PodRecord record)
            throws IOException, InterruptedException {
        Blueprint blueprint = builder.blueprint(now.pod());
        Blueprint.Moments moments =
                blueprint.backup().database().flatMap(Blueprint.Dump::moments).orElseThrow();
        String log = moments.standby().flatMap(Blueprint.Standby::into).orElse(moments.log());
        LogTaker.Place place = new LogTaker.Place(
                directory.volume(instance),
                VOLUME.relativize(Path.of(log)).toString(),
                record.uid(),
                MomentOf.kind(blueprint).orElseThrow());
        LogTaker.Taken taken =
                new LogTaker(now.store(), instance, state.lineage(), now.from()).take(place, state.next());
        StandbyState after = state.taken(taken.next(), taken.files().orElse(state.files()));
        if (!after.equals(state)) {
            after.write(file);
        }
        Said trouble = new Said(Blueprint.Standby.TROUBLE);
        Optional<String> why = LogTaker.trouble(directory.volume(instance), trouble.directory(), trouble.file());
        if (why.isPresent()) {
            throw new LogTaker.Broken(why.get());
        }
        return after;
    }

    private Instant replayed() throws IOException {
        Said replayed = new Said(Blueprint.Standby.REPLAYED);
        return LogTaker.replayed(directory.volume(instance), replayed.directory(), replayed.file())
                .orElse(Instant.EPOCH);
    }

    /// A file of the volume in which the standby says something.
    private record Said(Path below) {
        Said(String inPod) {
            this(VOLUME.relativize(Path.of(inPod)));
        }

        String directory() {
            return below.getParent() == null ? "" : below.getParent().toString();
        }

        String file() {
            return below.getFileName().toString();
        }
    }

    private void promote(StandbyOrder now, Blueprint.Standby standby, long taken, PodRecord record)
            throws IOException, InterruptedException {
        if (taken < now.chunks()) {
            throw new IOException(
                    "the end of the log is not at the site yet: " + taken + " of " + now.chunks() + " files");
        }
        live.orElseThrow().perform(standby.promote());
        stop();
        builder.become(instance, PodRecord.Step.INSTALLED);
        LOG.log(System.Logger.Level.INFO, "{0} is promoted, in epoch {1}", record.instance(), now.epoch());
        tell(now, Phase.PROMOTED, taken, report.replayed(), report.files(), "");
    }

    private void tell(StandbyOrder now, Phase phase, long taken, Instant replayed, Instant files, String detail) {
        report = new StandbyReport(instance, now.epoch(), phase, now.lineage(), taken, replayed, files, detail);
    }

    private void stop() throws InterruptedException {
        if (live.isPresent()) {
            LivePod pod = live.get();
            live = Optional.empty();
            pod.stop();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(END_WAIT);
            stop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
