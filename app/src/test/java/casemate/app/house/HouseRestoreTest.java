package casemate.app.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.app.node.SecondHost;
import casemate.base.FileTree;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.database.EmbeddedPostgres;
import casemate.database.PostgresOptions;
import casemate.ledger.Ledger;
import casemate.ledger.LedgerReader;
import casemate.ledger.LogSigner;
import casemate.wire.BackupPlace;
import casemate.wire.SiteAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The platform's own parts, backed up beside their writers, lost, and brought back.
class HouseRestoreTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String CUSTOMER = "cus_00000000000000000000000001";
    private static final String RING = "keys/vault-ring/01/" + CUSTOMER + ".json";

    @TempDir
    Path home;

    private Path data;
    private Path site;
    private Path key;

    @BeforeEach
    void places() throws IOException {
        data = home.resolve("data");
        site = Files.createDirectories(home.resolve("site"));
        key = home.resolve("away");
        Files.createDirectories(data.resolve("keys"));
        Files.writeString(data.resolve("VERSION"), "casemate-data 1\n");
        Files.createDirectories(data.resolve(RING).getParent());
        Files.writeString(data.resolve(RING), "{\"owner\":\"" + CUSTOMER + "\",\"keys\":[]}");
        pod("ins_1", "installed");
        pod("ins_2", "installing");
        for (String host : List.of("agent", SecondHost.NAME)) {
            Files.writeString(Files.createDirectories(data.resolve(host)).resolve("sealed.img"), "as large as a disk");
        }
    }

    @Test
    void a_lost_house_comes_back_with_its_rows_its_ledger_and_without_what_was_erased_since() throws Exception {
        Path binaries = Path.of(System.getProperty("user.home"), ".cache", "casemate", "postgres");
        try (EmbeddedPostgres database = EmbeddedPostgres.start(
                        data.resolve("postgres"), new PostgresOptions(data.resolve("keys"), binaries, 0));
                Ledger ledger = Ledger.open(data.resolve("ledger"), signer(data))) {
            Secret password = Secret.of("a password of the runtime");
            database.ensureRole("tenant", password);
            database.ensureDatabase("shop", "tenant");
            execute(database.owner("shop"), "create table person as select 'ann' as name");
            ledger.append("one".getBytes(StandardCharsets.UTF_8));
            HouseBackups backups = backups(database::backUp, 0);
            assertThat(backups.copy("", backups.state()).done()).isTrue();
            // Erased after the copy, and noted at the site by the next one.
            Files.writeString(
                    data.resolve(RING),
                    "{\"destroyedAt\":\"2026-11-22T11:00:00Z\",\"keys\":[],\"owner\":\"" + CUSTOMER + "\"}");
            HouseBackups later = backups(database::backUp, 1);
            assertThat(later.copy("", later.state()).done()).isTrue();
            ledger.append("lost".getBytes(StandardCharsets.UTF_8));
        }
        Files.move(data.resolve("keys/recovery-key"), key);
        FileTree.delete(data);

        HouseRestore.Restored restored = restore(key).into(data, Optional.of("20261122T100000Z"), NOW);

        assertThat(restored.instances()).isEqualTo(1);
        assertThat(restored.erased()).isEqualTo(1);
        assertThat(Files.readString(data.resolve(RING))).contains("destroyedAt");
        assertThat(data.resolve("agent/awaited/ins_1")).isDirectory();
        assertThat(data.resolve("agent/pods")).doesNotExist();
        assertThat(data.resolve("agent/sealed.img")).doesNotExist();
        assertThat(data.resolve(SecondHost.NAME)).doesNotExist();
        assertThat(data.resolve("sites/one").toRealPath()).isEqualTo(site.toRealPath());
        assertThat(data.resolve("keys/recovery-key")).doesNotExist();
        assertThat(LedgerReader.open(data.resolve("ledger")).checkpoint().size())
                .isEqualTo(restored.copy().ledgerSize())
                .isEqualTo(1);
        try (EmbeddedPostgres database = EmbeddedPostgres.start(
                        data.resolve("postgres"), new PostgresOptions(data.resolve("keys"), binaries, 0));
                Ledger ledger = Ledger.open(data.resolve("ledger"), signer(data))) {
            assertThat(text(database.owner("shop"), "select name from person")).isEqualTo("ann");
            assertThat(ledger.append("two".getBytes(StandardCharsets.UTF_8)).index())
                    .isEqualTo(1);
        }
    }

    @Test
    void what_cannot_be_restored_is_refused_in_one_line_and_nothing_is_left() throws Exception {
        signer(data);
        Ledger.open(data.resolve("ledger"), signer(data)).close();
        HouseBackups backups = backups(HouseRestoreTest::nothing, 0);
        assertThat(backups.copy("", backups.state()).done()).isTrue();
        Path own = data.resolve("keys/recovery-key");
        Path target = home.resolve("new");

        assertThatThrownBy(() -> restore(own).into(data, Optional.empty(), NOW))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("not empty");
        assertThatThrownBy(() -> restore(own).into(target, Optional.of("20250101T000000Z"), NOW))
                .hasMessageContaining("There is no copy 20250101T000000Z; there are 20261122T100000Z");
        Files.writeString(key, RecoveryKey.make().identity().revealText());
        assertThatThrownBy(() -> restore(key).into(target, Optional.empty(), NOW))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("does not open");
        Files.writeString(key, Files.readString(own).replace("AGE-SECRET-KEY-1", "AGE-SECRET-KEY-2"));
        assertThatThrownBy(() -> restore(key)).isInstanceOf(Refusal.class).hasMessageContaining("no recovery key");

        Path facts = site.resolve("house/20261122T100000Z.json");
        String said = Files.readString(facts);
        Files.writeString(facts, said.replace("casemate-house.v1", "casemate-house.v2"));
        assertThatThrownBy(() -> restore(own).into(target, Optional.empty(), NOW))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("newer release");
        Files.writeString(facts, said.replace("casemate.test", "intruder.test"));
        assertThatThrownBy(() -> restore(own).into(target, Optional.empty(), NOW))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("was changed");
        Files.writeString(facts, said);

        Path archive = site.resolve("house/20261122T100000Z.tar.zst.age");
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length / 2] ^= 1;
        Files.write(archive, bytes);
        assertThatThrownBy(() -> restore(own).into(target, Optional.empty(), NOW))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("damaged");
        assertThat(target).doesNotExist();
        bytes[bytes.length / 2] ^= 1;
        Files.write(archive, bytes);

        // As after a restore that was killed half-way.
        Files.createDirectories(home.resolve("new.restoring/postgres"));
        restore(own).into(target, Optional.empty(), NOW);
        assertThat(target.resolve("VERSION")).exists();
        assertThat(home.resolve("new.restoring")).doesNotExist();
    }

    @Test
    void a_site_keeps_the_last_thirty_and_says_nothing_of_what_they_hold() throws Exception {
        Ledger.open(data.resolve("ledger"), signer(data)).close();
        Files.writeString(data.resolve("keys/marker"), "planted-marker");
        for (int day = 0; day < 32; day++) {
            HouseBackups backups = backups(HouseRestoreTest::nothing, day);
            HouseStatus status = backups.copy("", backups.state());
            assertThat(status.sites().getFirst().kept()).isEqualTo(Math.min(day + 1, 30));
        }
        try (var files = Files.list(site.resolve("house"))) {
            assertThat(files.toList())
                    .hasSize(60)
                    .allSatisfy(file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain("planted-marker", "AGE-SECRET", CUSTOMER));
        }
    }

    private HouseRestore restore(Path keyFile) throws IOException, InterruptedException {
        return HouseRestore.from(site, RecoveryKey.read(keyFile));
    }

    private HouseBackups backups(java.util.function.Consumer<Path> database, int day)
            throws IOException, InterruptedException {
        Clock clock = Clock.fixed(NOW.plus(java.time.Duration.ofDays(day)), ZoneOffset.UTC);
        BackupPlace one = new BackupPlace("one", site.toString(), SiteAccess.NONE);
        return HouseBackups.prepared(data, () -> List.of(one), "casemate.test", database, clock);
    }

    private static void nothing(Path into) {
        // These copies are never started.
    }

    private static LogSigner signer(Path data) {
        return LogSigner.openOrGenerate(data.resolve("keys/ledger"), "trust.casemate.test/ledger");
    }

    private void pod(String id, String step) throws IOException {
        Path pod = Files.createDirectories(data.resolve("agent/pods").resolve(id));
        Files.writeString(pod.resolve("record.json"), "{\"blueprint\":\"wiki\",\"step\":\"" + step + "\"}");
    }

    private static void execute(DataSource source, String sql) throws Exception {
        try (Connection connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(DataSource source, String sql) throws Exception {
        try (Connection connection = source.getConnection();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
