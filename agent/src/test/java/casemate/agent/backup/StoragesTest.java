package casemate.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.NeedsRoot;
import casemate.agent.site.ObjectServer;
import casemate.agent.site.SftpServer;
import casemate.agent.site.Site;
import casemate.base.FileTree;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.promise.Drill;
import casemate.promise.Finding;
import casemate.promise.Policy;
import casemate.promise.PolicyFile;
import casemate.promise.PromiseId;
import casemate.testkit.TestClock;
import casemate.wire.SiteAccess;
import casemate.wire.SitePlace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is proved of storages where an SFTP account and a bucket hold real copies, and of a copy that somebody deletes
/// there behind our back.
@NeedsRoot
class StoragesTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path directory;

    private final Instant now = Instant.now();
    private final TestClock clock = TestClock.at(now.toString());
    private final InstanceId instance = new Ids(Clock.systemUTC(), new SecureRandom()).instance();

    private Finding finding(String promise, List<Site> sites) throws Exception {
        return finding(promise, sites, List.of());
    }

    private Finding finding(String promise, List<Site> sites, List<Site> locked) throws Exception {
        Policy policy = PolicyFile.parse("casemate.yaml", Files.readAllBytes(Path.of("../policies/casemate.yaml")));
        SiteTarget target = new SiteTarget(sites, locked, Map.of(instance, now.minus(DAY)), () -> {});
        for (Drill<?> drill : SiteDrill.all(
                () -> target, () -> Optional.of(policy), new SiteTwins(directory.resolve("twin"), clock), clock)) {
            if (drill.promise().equals(new PromiseId(promise)) && drill instanceof SiteDrill one) {
                return one.attempt(target);
            }
        }
        throw new AssertionError(promise);
    }

    private void store(BackupEngine engine, Site site, Path set) throws Exception {
        Repository repository = Repository.at(site, engine, instance, Secret.of(new byte[Repository.KEY_BYTES]));
        engine.store(repository, set, new Ids(Clock.systemUTC(), new SecureRandom()).make("bak"), now);
    }

    @Test
    void an_account_and_a_bucket_are_two_storages_until_a_copy_vanishes() throws Exception {
        Path set = Files.createDirectories(directory.resolve("set"));
        Files.writeString(set.resolve("file"), "content");
        Path bytes = Files.createDirectory(directory.resolve("sftp"));
        Path buckets = Files.createDirectory(directory.resolve("buckets"));
        Files.createDirectory(buckets.resolve("copies"));
        Path keys = Files.createDirectory(directory.resolve("keys"));
        try (SftpServer ssh = SftpServer.start(keys);
                ObjectServer objects = ObjectServer.start(keys, buckets)) {
            Site account = site(ssh.place(bytes), ssh.access());
            Site bucket = site(objects.place("copies"), objects.access());
            List<Site> both = List.of(account, bucket);
            store(new ArchiveEngine(), account, set);
            store(new ArchiveEngine(), bucket, set);
            assertThat(finding("INS-7", both)).isInstanceOf(Finding.Kept.class);
            Site adding = site(ssh.place(bytes), ssh.appendOnly());
            for (int hour = 0; hour < 2; hour++) {
                assertThat(finding("INS-7", both, List.of(adding))).isInstanceOf(Finding.Kept.class);
            }
            assertThat(bytes.resolve("casemate-check")).isDirectoryContaining("glob:**/kept");
            assertThat(finding("INS-7", both, List.of(adding, bucket)))
                    .as("declared as refusing removal, and removes")
                    .isInstanceOfSatisfying(
                            Finding.Broken.class, b -> assertThat(b.why()).contains("removed a file"));
            assertThat(finding("BAK-2", both)).as("one technology").isInstanceOf(Finding.Broken.class);
            store(new ResticEngine(), account, set);
            assertThat(finding("BAK-2", both)).isInstanceOf(Finding.Kept.class);

            FileTree.delete(buckets.resolve("copies/archive"));
            assertThat(finding("INS-7", both)).isInstanceOf(Finding.Broken.class);
            assertThat(finding("BAK-2", both)).isInstanceOf(Finding.Broken.class);
        }
    }

    private static Site site(String place, SiteAccess access) {
        return Site.of(SitePlace.parse(place), access);
    }
}
