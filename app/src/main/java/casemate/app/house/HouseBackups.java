package casemate.app.house;

import casemate.agent.site.Complaint;
import casemate.agent.site.Site;
import casemate.base.DurableFile;
import casemate.base.FileTree;
import casemate.base.Refusal;
import casemate.base.Sha256;
import casemate.base.Unavailable;
import casemate.wire.BackupPlace;
import casemate.wire.SiteAccess;
import casemate.wire.SitePlace;
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
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    /// In place of a name, when there was no site to go to.
    private static final String NOWHERE = "-";

    private final Path data;
    private final Path own;
    private final Supplier<List<BackupPlace>> sites;
    private final String domain;
    private final Consumer<Path> database;
    private final RecoveryHalf half;
    private final Clock clock;
    private final Thread thread;

    private HouseBackups(
            Path data,
            Supplier<List<BackupPlace>> sites,
            String domain,
            Consumer<Path> database,
            RecoveryHalf half,
            Clock clock) {
        this.data = data;
        this.own = data.resolve(DIRECTORY);
        this.sites = sites;
        this.domain = domain;
        this.database = database;
        this.half = half;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("house-backups").unstarted(this::keep);
    }

    /// @param data the data directory
    /// @param sites where copies go, as they are declared when a copy is made
    /// @param domain under which the house answers
    /// @param database copies the databases into a directory
    public static HouseBackups start(
            Path data, Supplier<List<BackupPlace>> sites, String domain, Consumer<Path> database, Clock clock)
            throws IOException, InterruptedException {
        HouseBackups backups = prepared(data, sites, domain, database, clock);
        backups.thread.start();
        return backups;
    }

    /// Without a thread.
    static HouseBackups prepared(
            Path data, Supplier<List<BackupPlace>> sites, String domain, Consumer<Path> database, Clock clock)
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
            for (BackupPlace place : sites.get()) {
                results.add(copy(place, frozen, at));
            }
            if (results.isEmpty()) {
                results.add(failed(NOWHERE, new IOException("no declared site is in a region of the policy")));
            }
        } catch (IOException | UncheckedIOException | IllegalStateException | Unavailable e) {
            LOG.log(System.Logger.Level.WARNING, "the house could not be frozen, or its sites not opened", e);
            results.add(failed(NOWHERE, e));
        } finally {
            FileTree.delete(set());
        }
        boolean done = results.stream().allMatch(HouseStatus.AtSite::done);
        Optional<Instant> whole = done ? Optional.of(at) : HouseStatus.of(data).flatMap(HouseStatus::whole);
        HouseStatus status = new HouseStatus(asked, at, whole, state, results);
        DurableFile.write(HouseStatus.file(data), status.json().canonical());
        return status;
    }

    private HouseStatus.AtSite copy(BackupPlace place, HouseSet.Frozen frozen, Instant at) throws InterruptedException {
        String site = place.name();
        String name = NAME.format(at.atOffset(ZoneOffset.UTC));
        try {
            HouseShelf shelf = shelf(place);
            Tombstones.keep(data, shelf.stones(), half);
            HouseShelf.Packed packed = shelf.put(name, set(), half);
            HouseCopy copy = new HouseCopy(
                    name,
                    at,
                    packed.sha256(),
                    packed.bytes(),
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

    /// Where the platform may not remove, the site's owner does.
    private static HouseShelf shelf(BackupPlace place) {
        SitePlace where = SitePlace.parse(place.place());
        SiteAccess access = place.access();
        return HouseShelf.of(
                Site.of(where, access),
                access.appendOnly() ? Optional.empty() : Optional.of(Site.of(where, access.forPruning())));
    }

    private static HouseStatus.AtSite failed(String site, Exception e) {
        return new HouseStatus.AtSite(site, false, "", 0, 0, Complaint.of(String.valueOf(e.getMessage())));
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
