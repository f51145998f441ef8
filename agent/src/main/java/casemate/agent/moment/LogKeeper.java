package casemate.agent.moment;

import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.wire.LogOrder;
import casemate.wire.LogReport;
import casemate.wire.SitePlace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Copies one instance's log to all its sites, each at its own pace. A thread of its own: what a customer may do to the
/// files of its log holds up nobody else's.
final class LogKeeper implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration END_WAIT = Duration.ofSeconds(5);
    private static final System.Logger LOG = System.getLogger(LogKeeper.class.getName());

    private final InstanceId instance;
    private final Path directory;
    private final Moments.Sources sources;
    private final Moments.Purpose purpose;
    private final Ids ids;
    private final Clock clock;
    private final Thread thread;
    private final Map<String, LogStream> streams = new ConcurrentHashMap<>();
    private final Map<String, Instant> due = new HashMap<>();
    /// By site, what was said last: once, not every few seconds.
    private final Map<String, String> complaints = new ConcurrentHashMap<>();
    /// Sites that have all that a server wrote until it ended.
    private final Set<String> whole = ConcurrentHashMap.newKeySet();
    private volatile List<LogOrder> orders = List.of();

    LogKeeper(
            InstanceId instance,
            Path directory,
            Moments.Sources sources,
            Moments.Purpose purpose,
            Ids ids,
            Clock clock) {
        this.instance = instance;
        this.directory = directory;
        this.sources = sources;
        this.purpose = purpose;
        this.ids = ids;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("agent-log-" + instance).unstarted(this::keep);
    }

    void begin() {
        thread.start();
    }

    /// @param all of this instance, one for each site
    void follow(List<LogOrder> all) {
        orders = List.copyOf(all);
    }

    List<LogReport> reports() {
        return orders.stream()
                .flatMap(order ->
                        Optional.ofNullable(streams.get(order.store().site()))
                                .map(stream -> stream.report(order))
                                .stream())
                .toList();
    }

    private void keep() {
        try {
            while (true) {
                for (LogOrder order : orders) {
                    if (!clock.instant().isBefore(due.getOrDefault(order.store().site(), Instant.MIN))) {
                        due.put(order.store().site(), clock.instant().plus(pace(order)));
                        turn(order);
                    }
                }
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration pace(LogOrder order) {
        return SitePlace.parse(order.store().place()) instanceof SitePlace.Directory
                ? purpose.every()
                : purpose.everyRemote();
    }

    /// Copies what there is now, at once: the server has ended, and its volume is about to be locked.
    void copyLast() throws InterruptedException {
        for (LogOrder order : orders) {
            guarded(order, () -> copyRunning(order, true));
        }
    }

    private void turn(LogOrder order) throws InterruptedException {
        guarded(order, () -> {
            boolean runs = copyRunning(order, false);
            if (!runs && purpose.whole() && !whole.contains(order.store().site())) {
                // Its agent was killed, or its site was away, before the last of it was there.
                sources.still(instance, still -> copy(order, still, true));
            }
        });
    }

    private synchronized boolean copyRunning(LogOrder order, boolean last) throws IOException, InterruptedException {
        Optional<Moments.Source> source = sources.of(instance);
        if (source.isPresent()) {
            copy(order, source.get(), last);
        }
        return source.isPresent();
    }

    private interface Turn {
        void take() throws IOException, InterruptedException;
    }

    /// Whatever goes wrong in one turn, the next one is taken: a thread that ended here would copy nothing ever after.
    private void guarded(LogOrder order, Turn turn) throws InterruptedException {
        String site = order.store().site();
        try {
            turn.take();
            complaints.remove(site);
        } catch (IOException | RuntimeException e) {
            // Said in its report; the next turn tries again, from where the last good one ended.
            String why = String.valueOf(e.getMessage());
            if (!why.equals(complaints.put(site, why))) {
                LOG.log(System.Logger.Level.WARNING, "the log of {0} is not copied to {1}: {2}", instance, site, why);
            }
        }
    }

    /// One at a time. Whoever ends a pod holds it while he waits for this: so nobody waits for a pod who holds this.
    private synchronized void copy(LogOrder order, Moments.Source source, boolean last)
            throws IOException, InterruptedException {
        String site = order.store().site();
        whole.remove(site);
        try (LogFiles files = LogFiles.open(source.volume(), source.log())) {
            LogStream stream = streams.get(site);
            if (stream == null) {
                stream = new LogStream(
                        directory.resolve(instance + "." + site + ".json"),
                        source.number(),
                        purpose.files() ? Optional.of(new FileChanges(source.index(), clock)) : Optional.empty(),
                        ids,
                        clock);
                streams.put(site, stream);
            }
            stream.turn(order, purpose.shelf(order.store(), instance), source, files, last);
        }
        if (last) {
            whole.add(site);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(END_WAIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
