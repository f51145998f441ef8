package casemate.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import casemate.agent.site.Complaint;
import casemate.agent.site.Site;
import casemate.agent.site.SiteTrial;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.wire.BackupPlace;
import casemate.wire.SiteAccess;
import casemate.wire.SitePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// What every engine keeps at every kind of site beyond this host; whose servers run for real.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RemoteSiteContract {
    static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    static final Instant KEEP_FROM = NOW.minus(Duration.ofDays(30));
    static final InstanceId INSTANCE = new InstanceId("ins_01kahzzzzzzzzzzzzzzzzzzzzz");

    final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());

    @TempDir
    Path directory;

    private Path set = Path.of("");

    /// A new, empty place, and the directory of this host where its bytes lie.
    abstract Spot spot() throws Exception;

    /// A place and its bytes.
    record Spot(String place, SiteAccess access, Path bytes) {
        Site site() {
            return Site.of(SitePlace.parse(place), access);
        }
    }

    @BeforeEach
    void set() throws IOException {
        set = Files.createTempDirectory(directory, "set");
        Path deep = Files.createDirectories(set.resolve("volume/a b/ąę"));
        Files.write(deep.resolve("bytes"), random(300_000));
        Files.setAttribute(deep.resolve("bytes"), "unix:uid", 1_900_000_123);
    }

    static Repository repository(Site site, BackupEngine engine) {
        byte[] key = new byte[Repository.KEY_BYTES];
        key[5] = 1;
        return Repository.at(site, engine, INSTANCE, Secret.of(key));
    }

    BackupEngine.Stored store(Site site, BackupEngine engine, Instant at) throws Exception {
        return engine.store(repository(site, engine), set, ids.make("bak"), at);
    }

    @Test
    void restic_keeps_its_copies_there() throws Exception {
        keepsCopies(new ResticEngine());
    }

    @Test
    void archives_are_kept_there() throws Exception {
        keepsCopies(new ArchiveEngine());
    }

    private void keepsCopies(BackupEngine engine) throws Exception {
        Spot spot = spot();
        Repository repository = repository(spot.site(), engine);
        store(spot.site(), engine, KEEP_FROM.minusSeconds(1));
        BackupEngine.Stored last = store(spot.site(), engine, NOW);
        assertThat(engine.prune(repository, KEEP_FROM)).isEqualTo(1);
        assertThat(engine.list(repository)).extracting(BackupEngine.Kept::at).containsExactly(NOW);
        comesBack(repository, engine, last);
        SiteSurvey survey = SiteSurvey.of(List.of(spot.site()));
        assertThat(survey.found()).singleElement().satisfies(found -> {
            assertThat(found.engine()).isEqualTo(engine.name());
            assertThat(found.instance()).isEqualTo(INSTANCE);
            assertThat(found.copies()).hasSize(1);
        });
        assertThat(survey.storages()).isEqualTo(1);
        flipAByte(spot.bytes());
        assertThatThrownBy(() -> engine.verify(repository)).isInstanceOf(IOException.class);
    }

    void comesBack(Repository repository, BackupEngine engine, BackupEngine.Stored copy) throws Exception {
        Path into = Files.createTempDirectory(directory, "into");
        engine.restore(repository, copy.copy(), into);
        Path file = Path.of("volume/a b/ąę/bytes");
        assertThat(into.resolve(file)).hasSameBinaryContentAs(set.resolve(file));
        assertThat(Files.getAttribute(into.resolve(file), "unix:uid")).isEqualTo(1_900_000_123);
    }

    /// By hand: each request of a tool's takes its second.
    @Test
    @EnabledIfSystemProperty(named = "casemate.backup.slow", matches = "true")
    void a_site_that_fills_up_or_turns_read_only_says_so_keeps_what_it_has_and_the_next_run_heals() throws Exception {
        Spot spot = spot();
        BackupEngine engine = new ArchiveEngine();
        Repository repository = repository(spot.site(), engine);
        try (Mounted disk = Mounted.at(spot.bytes(), "2m")) {
            BackupEngine.Stored first = store(spot.site(), engine, KEEP_FROM);
            Files.write(set.resolve("volume/large"), random(4 << 20));
            assertThat(complaint(spot, engine)).contains("full");
            assertThat(engine.list(repository)).hasSize(1);
            comesBack(repository, engine, first);
            disk.remount("size=64m");
            store(spot.site(), engine, NOW);
            disk.remount("ro");
            assertThat(complaint(spot, engine)).isNotBlank();
            engine.verify(repository);
            assertThat(engine.list(repository)).hasSize(2);
            disk.remount("rw");
            store(spot.site(), engine, NOW.plusSeconds(1));
            engine.verify(repository);
        }
    }

    private String complaint(Spot spot, BackupEngine engine) {
        IOException failure =
                catchThrowableOfType(IOException.class, () -> store(spot.site(), engine, NOW.plusSeconds(2)));
        String line = Complaint.of(String.valueOf(failure.getMessage()));
        assertThat(line).hasLineCount(1);
        return line;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static void flipAByte(Path bytes) throws IOException {
        try (Stream<Path> files = Files.walk(bytes)) {
            Path largest = files.filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(f -> f.toFile().length()))
                    .orElseThrow();
            byte[] content = Files.readAllBytes(largest);
            content[content.length / 2] ^= 1;
            Files.write(largest, content);
        }
    }

    static boolean refusesRemoval(String place, SiteAccess access) throws InterruptedException {
        return new SiteTrial().refusesRemoval(new BackupPlace("tried", place, access));
    }

    /// Why a site cannot be declared.
    static String refusal(String place, SiteAccess access) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> refusesRemoval(place, access));
        assertThat(refusal.text()).hasLineCount(1).hasSizeLessThan(200);
        return refusal.text();
    }

    @Test
    void it_is_tried_before_it_is_trusted() throws Exception {
        Spot spot = spot();
        assertThat(refusesRemoval(spot.place(), spot.access())).isFalse();
        try (Stream<Path> left = Files.walk(spot.bytes())) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }
}
