package casemate.app.house;

import casemate.base.DurableFile;
import casemate.base.FileTree;
import casemate.base.Refusal;
import casemate.base.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Copies the house to every site: daily, soon after an instance was made or removed or a key destroyed, and when
/// somebody asks. One thread; a copy that fails is tried again.
public final class HouseBackups implements AutoCloseable {
    /// In the data directory: the frozen set, and how the last copy went.
    static final String DIRECTORY = "house";

    private static final System.Logger LOG = System.getLogger("casemate.app");
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
    private static final Duration EVERY = Duration.ofDays(1);
    /// Between two copies that nobody asked for: a hundred instances made in an hour need no hundred copies.
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    /// How many copies a site keeps: a month of daily ones.
    private static final int KEEP = 30;

    private static final String WANTED = "wanted";

    private final Path data;
    private final Path own;
    private final Map<String, Path> sites;
    private final String domain;
    private final Consumer<Path> database;
    private final RecoveryHalf half;
    private final Clock clock;
    private final Thread thread;

    private HouseBackups(
            Path data,
            Map<String, Path> sites,
            String domain,
            Consumer<Path> database,
            RecoveryHalf half,
            Clock clock) {
        this.data = data;
        this.own = data.resolve(DIRECTORY);
        this.sites = new TreeMap<>(sites);
        this.domain = domain;
        this.database = database;
        this.half = half;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("house-backups").unstarted(this::keep);
    }

    /// @param data the data directory
    /// @param sites directories, by the sites' names
    /// @param domain under which the house answers
    /// @param database copies the databases into a directory
    public static HouseBackups start(
            Path data, Map<String, Path> sites, String domain, Consumer<Path> database, Clock clock)
            throws IOException, InterruptedException {
        HouseBackups backups = prepared(data, sites, domain, database, clock);
        backups.thread.start();
        return backups;
    }

    /// Without a thread.
    static HouseBackups prepared(
            Path data, Map<String, Path> sites, String domain, Consumer<Path> database, Clock clock)
            throws IOException, InterruptedException {
        RecoveryHalf half = RecoveryHalf.openOrMake(Files.createDirectories(data.resolve("keys")));
        HouseBackups backups = new HouseBackups(data, sites, domain, database, half, clock);
        Files.createDirectories(backups.own);
        // Keys and the database in the clear: what a crash left goes first.
        FileTree.delete(backups.set());
        return backups;
    }

    /// Asks the house in a data directory for a copy; it says the same word when it is done.
    public static void ask(Path data, String word) throws IOException {
        DurableFile.write(data.resolve(DIRECTORY).resolve(WANTED), word.getBytes(StandardCharsets.UTF_8));
    }

    private void keep() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                turn();
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException _) {
            // The end of the house.
        }
    }

    private void turn() throws InterruptedException {
        try {
            Optional<String> asked = asked();
            String state = state();
            if (asked.isPresent() || due(HouseStatus.of(data), state)) {
                HouseStatus status = copy(asked.orElse(""), state);
                Files.deleteIfExists(own.resolve(WANTED));
                if (!status.done()) {
                    LOG.log(System.Logger.Level.WARNING, "the house was not copied everywhere: {0}", status.sites());
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "the house could not be copied; trying again", e);
        }
    }

    private Optional<String> asked() throws IOException {
        Path file = own.resolve(WANTED);
        return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    }

    private boolean due(Optional<HouseStatus> last, String state) {
        if (last.isEmpty()) {
            return true;
        }
        Instant now = clock.instant();
        boolean old = last.get().whole().isEmpty()
                || last.get().whole().get().plus(EVERY).isBefore(now);
        boolean other = !last.get().state().equals(state);
        return (old || other) && last.get().at().plus(PAUSE).isBefore(now);
    }

    /// Freezes the house and copies it to all sites.
    HouseStatus copy(String asked, String state) throws IOException, InterruptedException {
        Instant at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        List<HouseStatus.AtSite> results = new ArrayList<>();
        try {
            HouseSet.Frozen frozen = HouseSet.freeze(data, set(), database);
            for (Map.Entry<String, Path> site : sites.entrySet()) {
                results.add(copy(site.getKey(), site.getValue(), frozen, at));
            }
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            LOG.log(System.Logger.Level.WARNING, "the house could not be frozen", e);
            sites.keySet().forEach(site -> results.add(failed(site, e)));
        } finally {
            FileTree.delete(set());
        }
        boolean done = results.stream().allMatch(HouseStatus.AtSite::done);
        Optional<Instant> whole = done ? Optional.of(at) : HouseStatus.of(data).flatMap(HouseStatus::whole);
        HouseStatus status = new HouseStatus(asked, at, whole, state, results);
        DurableFile.write(HouseStatus.file(data), status.json().canonical());
        return status;
    }

    private HouseStatus.AtSite copy(String site, Path place, HouseSet.Frozen frozen, Instant at)
            throws InterruptedException {
        String name = NAME.format(at.atOffset(ZoneOffset.UTC));
        try {
            HouseShelf shelf = new HouseShelf(place);
            Tombstones.keep(data, shelf, half);
            String sha256 = shelf.put(name, set(), half);
            HouseCopy copy = new HouseCopy(
                    name,
                    at,
                    sha256,
                    shelf.size(name),
                    site,
                    domain,
                    half.recipient(),
                    frozen.ledger().size(),
                    frozen.ledger().root().toString(),
                    frozen.instances());
            shelf.describe(copy, half);
            return new HouseStatus.AtSite(site, true, name, copy.bytes(), shelf.prune(KEEP), "");
        } catch (IOException | Refusal e) {
            return failed(site, e);
        }
    }

    private static HouseStatus.AtSite failed(String site, Exception e) {
        return new HouseStatus.AtSite(site, false, "", 0, 0, String.valueOf(e.getMessage()));
    }

    /// Which instances there are and whose keys are destroyed.
    String state() throws IOException {
        StringBuilder all = new StringBuilder();
        Path pods = data.resolve("agent/pods");
        if (Files.isDirectory(pods)) {
            try (Stream<Path> names = Files.list(pods)) {
                names.sorted().forEach(pod -> all.append(pod.getFileName()).append('\n'));
            }
        }
        for (Path stone : Tombstones.of(data)) {
            all.append(stone.getFileName()).append('\n');
        }
        return Sha256.hex(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Path set() {
        return own.resolve("set");
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
