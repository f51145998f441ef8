package casemate.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import casemate.agent.NeedsRoot;
import casemate.agent.site.Complaint;
import casemate.agent.site.Line;
import casemate.agent.site.Patience;
import casemate.agent.site.SftpServer;
import casemate.agent.site.Site;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.wire.SitePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// A site that OpenSSH serves, at the end of a line that goes bad while a copy is on its way. By hand: tools try
/// to get through for a while.
@NeedsRoot
@EnabledIfSystemProperty(named = "casemate.backup.slow", matches = "true")
class SlowSiteTest {
    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    private static final InstanceId INSTANCE = new InstanceId("ins_01kahzzzzzzzzzzzzzzzzzzzzz");
    /// At a crawl, 4 MiB would take a quarter of an hour.
    private static final int BYTES = 4 << 20;

    private static final Duration BOUND = Duration.ofSeconds(2);

    @TempDir
    private Path directory;

    private final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());
    private Path set = Path.of("");
    private SftpServer server;
    private Line line;
    private Site site;

    @BeforeEach
    void start() throws Exception {
        set = Files.createDirectories(directory.resolve("set"));
        byte[] bytes = new byte[BYTES];
        new Random(1).nextBytes(bytes);
        Files.write(set.resolve("bytes"), bytes);
        server = SftpServer.start(Files.createDirectory(directory.resolve("keys")));
        Path kept = Files.createDirectory(directory.resolve("kept"));
        SitePlace.Sftp place = (SitePlace.Sftp) SitePlace.parse(server.place(kept));
        line = Line.to(place.port());
        site = Site.of(new SitePlace.Sftp(place.user(), place.host(), line.port(), place.path()), server.access());
    }

    @AfterEach
    void stop() throws IOException {
        line.close();
        server.close();
    }

    private Repository repository(BackupEngine engine) {
        byte[] key = new byte[Repository.KEY_BYTES];
        key[5] = 1;
        return Repository.at(site, engine, INSTANCE, Secret.of(key));
    }

    private String store(BackupEngine engine, Instant at) throws IOException, InterruptedException {
        return engine.store(repository(engine), set, ids.make("bak"), at).copy();
    }

    private void comesBack(BackupEngine engine, String copy) throws Exception {
        Path into = Files.createTempDirectory(directory, "into");
        engine.restore(repository(engine), copy, into);
        assertThat(into.resolve("bytes")).hasSameBinaryContentAs(set.resolve("bytes"));
    }

    @Test
    void a_site_at_a_crawl_is_waited_for_so_long_then_left_alone_and_the_next_run_heals() throws Exception {
        crawls(new ArchiveEngine());
    }

    @Test
    void restic_too() throws Exception {
        crawls(new ResticEngine());
    }

    private void crawls(BackupEngine engine) throws Exception {
        Patience patience = new Patience();
        line.narrow();
        IOException slow =
                catchThrowableOfType(IOException.class, () -> patience.with("far", BOUND, () -> store(engine, NOW)));
        assertThat(Complaint.of(String.valueOf(slow.getMessage())))
                .contains("too slow", "within 2 s")
                .hasLineCount(1);
        assertThat(Thread.interrupted()).as("the bound's own interrupt").isFalse();
        assertThat(catchThrowableOfType(IOException.class, () -> patience.with("far", BOUND, () -> store(engine, NOW))))
                .as("it is not waited for again at once")
                .hasMessageContaining("left alone");
        assertThat(patience.with("near", BOUND, () -> "another site is")).isNotEmpty();
        line.mend();
        comesBack(engine, store(engine, NOW));
    }

    @Test
    void a_line_that_breaks_in_the_middle_costs_this_copy_alone() throws Exception {
        BackupEngine engine = new ArchiveEngine();
        String before = store(engine, NOW.minusSeconds(1));
        line.cutAfter(BYTES / 2);
        IOException gone = catchThrowableOfType(IOException.class, () -> store(engine, NOW));
        assertThat(Complaint.of(String.valueOf(gone.getMessage())))
                .hasLineCount(1)
                .isNotBlank();
        line.mend();
        assertThat(engine.list(repository(engine))).hasSize(1);
        comesBack(engine, before);
        comesBack(engine, store(engine, NOW));
        engine.verify(repository(engine));
    }
}
