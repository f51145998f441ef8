package casemate.agent.moment;

import casemate.agent.site.Shelf;
import casemate.agent.site.Site;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.wire.BackupStore;
import casemate.wire.LogOrder;
import casemate.wire.LogReport;
import casemate.wire.SitePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The door: copies the logs of running instances to their sites, for as long as control orders it.
public final class Moments implements AutoCloseable {
    private final Path directory;
    private final Sources sources;
    private final Purpose purpose;
    private final Ids ids;
    private final Clock clock;
    private final Map<InstanceId, LogKeeper> keepers = new ConcurrentHashMap<>();

    /// Where instances' logs lie.
    public interface Sources {
        /// Empty for an instance that does not run, or has no log.
        Optional<Source> of(InstanceId instance);

        /// Opens the volume of an instance that is to stand still, for as long as its log is read; it cannot start
        /// meanwhile. Nothing happens where it runs, or is none of this host's.
        default void still(InstanceId instance, Reader reader) throws IOException, InterruptedException {
            // Those of a drill or a test all run.
        }
    }

    /// Reads a log.
    public interface Reader {
        void read(Source source) throws IOException, InterruptedException;
    }

    /// @param volume of a pod that runs
    /// @param number which of the instance's volumes that is
    /// @param log below the volume
    /// @param exclude what is no file of the instance, below the volume
    /// @param index where names of its files may be kept
    public record Source(Path volume, int number, String log, LogKind kind, List<String> exclude, Path index) {
        public Source {
            exclude = List.copyOf(exclude);
        }
    }

    /// What logs are copied for: where at a site they lie, and how often what is new goes there.
    public enum Purpose {
        /// So that an instance can be brought back to a moment: what a lost host loses of a database at most.
        MOMENTS("moments", Duration.ofSeconds(5), Duration.ofMinutes(1)),
        /// So that a standby on another host is near; taken away there as soon as the standby has it.
        STANDBY("standby", Duration.ofSeconds(1), Duration.ofSeconds(10));

        private final String shelf;
        private final Duration every;
        private final Duration everyRemote;

        Purpose(String shelf, Duration every, Duration everyRemote) {
            this.shelf = shelf;
            this.every = every;
            this.everyRemote = everyRemote;
        }

        /// Whether the instance's files go with its log.
        boolean files() {
            return this == STANDBY;
        }

        /// Whether all of it has to be there, also what a server wrote whose agent was killed.
        boolean whole() {
            return this == STANDBY;
        }

        /// Between two files, where a site is a directory.
        Duration every() {
            return every;
        }

        /// The same for sites that a tool has to be started for.
        Duration everyRemote() {
            return everyRemote;
        }

        Shelf shelf(BackupStore store, InstanceId instance) {
            return Site.of(SitePlace.parse(store.place()), store.access()).shelf(shelf + "/" + instance.value());
        }
    }

    /// @param directory where it is kept how far each log was copied
    public Moments(Path directory, Sources sources, Purpose purpose, Ids ids, Clock clock) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.sources = sources;
        this.purpose = purpose;
        this.ids = ids;
        this.clock = clock;
    }

    /// All that are to be copied now, whole.
    public synchronized void follow(List<LogOrder> orders) throws IOException {
        List<InstanceId> named =
                orders.stream().map(LogOrder::instance).distinct().toList();
        for (InstanceId instance : named) {
            LogKeeper keeper = keepers.get(instance);
            if (keeper == null) {
                keeper = new LogKeeper(instance, directory, sources, purpose, ids, clock);
                keepers.put(instance, keeper);
                keeper.follow(of(instance, orders));
                keeper.begin();
            } else {
                keeper.follow(of(instance, orders));
            }
        }
        for (InstanceId known : List.copyOf(keepers.keySet())) {
            if (!named.contains(known)) {
                LogKeeper gone = keepers.remove(known);
                if (gone != null) {
                    gone.close();
                }
            }
        }
    }

    private static List<LogOrder> of(InstanceId instance, List<LogOrder> orders) {
        return orders.stream().filter(o -> o.instance().equals(instance)).toList();
    }

    public List<LogReport> reports() {
        return keepers.values().stream().flatMap(k -> k.reports().stream()).toList();
    }

    /// Copies what an instance's server has written until it ended, before its volume is locked.
    public void copyLast(InstanceId instance) throws InterruptedException {
        LogKeeper keeper = keepers.get(instance);
        if (keeper != null) {
            keeper.copyLast();
        }
    }

    @Override
    public synchronized void close() {
        keepers.values().forEach(LogKeeper::close);
        keepers.clear();
    }
}
