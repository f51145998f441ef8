package casemate.agent.moment;

import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.wire.LogOrder;
import casemate.wire.LogReport;
import casemate.wire.SitePlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Copies one instance's log to all its sites, each at its own pace. A thread of its own: what a customer may do to the
/// files of its log holds up nobody else's.
final class LogKeeper implements AutoCloseable {
    /// Between two chunks: what a lost host loses of a database at most, where a site is a directory.
    private static final Duration EVERY = Duration.ofSeconds(5);
    /// The same for sites that a tool has to be started for.
    private static final Duration EVERY_REMOTE = Duration.ofMinutes(1);

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration END_WAIT = Duration.ofSeconds(5);
    private static final System.Logger LOG = System.getLogger(LogKeeper.class.getName());

    private final InstanceId instance;
    private final Path directory;
    private final Moments.Sources sources;
    private final Ids ids;
    private final Clock clock;
    private final Thread thread;
    private final Map<String, LogStream> streams = new ConcurrentHashMap<>();
    private final Map<String, Instant> due = new HashMap<>();
    private volatile List<LogOrder> orders = List.of();

    LogKeeper(InstanceId instance, Path directory, Moments.Sources sources, Ids ids, Clock clock) {
        this.instance = instance;
        this.directory = directory;
        this.sources = sources;
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

    private static Duration pace(LogOrder order) {
        return SitePlace.parse(order.store().place()) instanceof SitePlace.Directory ? EVERY : EVERY_REMOTE;
    }

    private void turn(LogOrder order) throws InterruptedException {
        Optional<Moments.Source> source = sources.of(instance);
        if (source.isEmpty()) {
            return;
        }
        String site = order.store().site();
        try (LogFiles files = LogFiles.open(source.get().volume(), source.get().log())) {
            LogStream stream = streams.get(site);
            if (stream == null) {
                stream = new LogStream(
                        directory.resolve(instance + "." + site + ".json"),
                        source.get().number(),
                        ids,
                        clock);
                streams.put(site, stream);
            }
            stream.turn(order, Moments.shelf(order.store(), instance), source.get(), files);
        } catch (IOException | UncheckedIOException | Refusal e) {
            // Said in its report; the next turn tries again, from where the last good one ended.
            LOG.log(System.Logger.Level.WARNING, "the log of {0} was not copied: {1}", instance, e.getMessage());
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
