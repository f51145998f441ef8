package casemate.app.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.agent.site.Site;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.ledger.Ledger;
import casemate.ledger.LogSigner;
import casemate.testkit.ObjectStore;
import casemate.testkit.SshServer;
import casemate.wire.BackupPlace;
import casemate.wire.SiteAccess;
import casemate.wire.SitePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A house copied to an account that may only add and to a bucket, lost, and brought back from each.
class HouseSitesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String CUSTOMER = "cus_00000000000000000000000001";
    private static final String RING = "keys/vault-ring/01/" + CUSTOMER + ".json";
    private static final String NEWER = "20261123T100000Z";

    @TempDir
    private Path home;

    private Path data = Path.of("");

    @BeforeEach
    void house() throws IOException {
        data = home.resolve("data");
        Files.createDirectories(data.resolve(RING).getParent());
        Files.writeString(data.resolve("VERSION"), "casemate-data 1\n");
        Files.writeString(data.resolve(RING), "{\"owner\":\"" + CUSTOMER + "\",\"keys\":[]}");
        LogSigner signer = LogSigner.openOrGenerate(data.resolve("keys/ledger"), "trust.casemate.test/ledger");
        Ledger.open(data.resolve("ledger"), signer).close();
    }

    @Test
    void it_goes_to_an_account_and_a_bucket_and_comes_back_from_either() throws Exception {
        Path account = Files.createDirectory(home.resolve("account"));
        Path buckets = home.resolve("buckets");
        Files.createDirectories(buckets.resolve("copies"));
        Path keys = Files.createDirectory(home.resolve("servers"));
        Path jar = Path.of("../agent/target/s3/s3proxy.jar");
        try (SshServer ssh = SshServer.start(keys, Map.of("add", SshServer.ADD_ONLY, "all", SshServer.ALL));
                ObjectStore objects = ObjectStore.start(jar, keys, buckets)) {
            SiteAccess adding = access(ssh, "add", true);
            Secret credentials = Secret.of(ObjectStore.credentials(ObjectStore.SECRET));
            List<BackupPlace> places = new ArrayList<>(List.of(
                    new BackupPlace("far", ssh.place(account), adding),
                    new BackupPlace(
                            "cloud",
                            objects.place("copies") + "/house-of-ann",
                            new SiteAccess("", credentials, Secret.of(""), false))));
            copied(places, Duration.ZERO);
            Files.writeString(
                    data.resolve(RING),
                    "{\"destroyedAt\":\"2026-11-22T11:00:00Z\",\"keys\":[],\"owner\":\"" + CUSTOMER + "\"}");
            copied(places, Duration.ofDays(1));

            for (BackupPlace each : places) {
                comesBack(each);
            }
            HouseShelf locked = HouseShelf.of(site(places.getFirst()), Optional.empty());
            assertThat(locked.prune(1)).as("its owner prunes").isEqualTo(2);
            Site all = Site.of(SitePlace.parse(ssh.place(account)), access(ssh, "all", false));
            assertThat(HouseShelf.of(site(places.getFirst()), Optional.of(all)).prune(1))
                    .isEqualTo(1);
            assertThat(HouseShelf.of(site(places.getLast())).prune(1)).isEqualTo(1);
            assertThat(HouseShelf.of(site(places.getLast())).names()).containsExactly(NEWER);
            assertThat(account.resolve("house"))
                    .isDirectoryContaining("glob:**/" + NEWER + ".json")
                    .isDirectoryNotContaining("glob:**/20261122*");

            objects.stop();
            HouseStatus one = backups(places, Duration.ofDays(2)).copy("", "");
            assertThat(one.done()).isFalse();
            assertThat(one.sites()).extracting(HouseStatus.AtSite::done).containsExactly(true, false);
            assertThat(one.sites().getLast().detail()).hasLineCount(1).contains("nobody answers");
        }
        assertThat(backups(List.of(), Duration.ofDays(3)).copy("", "").done())
                .as("nowhere to go is no copy")
                .isFalse();
    }

    private void copied(List<BackupPlace> places, Duration later) throws Exception {
        HouseStatus status = backups(places, later).copy("", "");
        assertThat(status.done()).as(status.toString()).isTrue();
    }

    private void comesBack(BackupPlace from) throws Exception {
        RecoveryKey key = RecoveryKey.read(data.resolve("keys/recovery-key"));
        HouseRestore restore = HouseRestore.from(SitePlace.parse(from.place()), from.access(), key);
        assertThat(restore.copies())
                .hasSize(2)
                .allSatisfy(c -> assertThat(c.sentence()).contains("ledger of"));
        Path into = home.resolve("from-" + from.name());
        HouseRestore.Restored restored = restore.into(into, Optional.of("20261122T100000Z"), NOW);
        assertThat(restored.erased()).isEqualTo(1);
        assertThat(Files.readString(into.resolve(RING))).contains("destroyedAt");
        assertThat(into.resolve("VERSION")).exists();
        assertThat(into.resolve("sites")).isEmptyDirectory();
        assertThat(home.resolve("from-" + from.name() + ".fetched")).doesNotExist();
        Path elsewhere = home.resolve("elsewhere");
        assertThatThrownBy(() -> HouseRestore.from(SitePlace.parse(from.place()), from.access(), RecoveryKey.make())
                        .into(elsewhere, Optional.empty(), NOW))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("does not open");
        assertThat(elsewhere).doesNotExist();
    }

    private HouseBackups backups(List<BackupPlace> places, Duration later) throws Exception {
        Clock clock = Clock.fixed(NOW.plus(later), ZoneOffset.UTC);
        return HouseBackups.prepared(data, () -> places, "casemate.test", _ -> {}, clock);
    }

    private static Site site(BackupPlace place) {
        return Site.of(SitePlace.parse(place.place()), place.access());
    }

    private static SiteAccess access(SshServer server, String key, boolean appendOnly) throws IOException {
        return new SiteAccess(
                Files.readString(server.hostKey()).strip(),
                Secret.of(Files.readAllBytes(server.key(key))),
                Secret.of(""),
                appendOnly);
    }
}
