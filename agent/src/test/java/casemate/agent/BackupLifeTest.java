package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.agent.backup.Engines;
import casemate.agent.backup.Repository;
import casemate.agent.backup.Share;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Sha256;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupStore;
import casemate.wire.BackupTask;
import casemate.wire.InstanceCopies;
import casemate.wire.PodOrder;
import casemate.wire.PodReport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backups of running instances: made, rehearsed, and seen to be wrong when they are.
@NeedsRoot
class BackupLifeTest {
    private static final Secret KEY = Secret.of("0123456789abcdef0123456789abcdef");

    @TempDir
    private Path directory;

    private final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());
    private final InstanceId instance = TestAgent.instance();

    private BackupStore store(String engine) {
        return new BackupStore(engine, "here", directory.resolve("site").toString(), KEY);
    }

    @BeforeEach
    void site() throws IOException {
        Files.createDirectories(directory.resolve("site"));
    }

    private BackupTask backup(String... engines) {
        Instant now = Instant.now();
        List<BackupStore> stores = Stream.of(engines).map(this::store).toList();
        return new BackupTask(
                ids.make("bak"), BackupTask.Kind.BACKUP, instance, now, now.minus(Duration.ofDays(30)), stores, "", "");
    }

    private BackupTask rehearsal(String manifest, BackupOutcome.Copy copy) {
        Instant now = Instant.now();
        return new BackupTask(
                ids.make("reh"),
                BackupTask.Kind.REHEARSAL,
                instance,
                now,
                now,
                List.of(store(copy.engine())),
                copy.copy(),
                manifest);
    }

    private static void runs(TestAgent agent, PodOrder order) throws InterruptedException {
        agent.say(order);
        agent.await(order.instance(), PodReport.Phase.RUNNING);
    }

    @Test
    void a_wiki_is_copied_by_both_technologies_and_each_copy_starts_again() throws Exception {
        Path data = directory.resolve("data");
        PodOrder order = TestAgent.order(instance, "dokuwiki", TestAgent.LARGE);
        try (TestAgent agent = TestAgent.on(data)) {
            runs(agent, order);
            BackupOutcome made = agent.backUp(backup("restic", "archive")).getFirst();

            assertThat(made.done()).as(made.toString()).isTrue();
            assertThat(made.files()).isGreaterThan(10);
            assertThat(made.copies()).allSatisfy(copy -> assertThat(copy.kept()).isEqualTo(1));
            assertThat(data.resolve("backup/set")).doesNotExist();

            for (String engine : List.of("restic", "archive")) {
                comesBackByStockTools(engine, made.manifest());
            }

            BackupTask[] each = made.copies().stream()
                    .map(copy -> rehearsal(made.manifest(), copy))
                    .toArray(BackupTask[]::new);
            assertThat(agent.backUp(each))
                    .hasSize(2)
                    .allSatisfy(
                            held -> assertThat(held.done()).as(held.toString()).isTrue());

            BackupTask wrong = rehearsal("0".repeat(64), made.copies().getLast());
            assertThat(agent.backUp(wrong).getFirst().copies().getFirst().detail())
                    .contains("manifest");
            leavesNothing(data);
            agent.say(TestAgent.wanted(order, PodOrder.Wanted.STOPPED));
            agent.await(instance, PodReport.Phase.STOPPED);
            assertThat(agent.backUp(backup("archive")).getFirst().done()).isTrue();
            assertThatThrownBy(() ->
                            agent.agent().copy(instance, InstanceCopies.Part.DATABASE, OutputStream.nullOutputStream()))
                    .isInstanceOfSatisfying(
                            Refusal.class, r -> assertThat(r.code()).isEqualTo("copy-no-database"));
        }
    }

    @Test
    void a_byte_that_changes_at_the_site_is_found_by_reading_all_again_and_costs_the_older_copy_alone()
            throws Exception {
        Path data = directory.resolve("data");
        try (TestAgent agent = TestAgent.on(data)) {
            runs(agent, TestAgent.order(instance, "probe", TestAgent.SMALL));
            Path large = data.resolve("volumes").resolve(instance.value()).resolve("large");
            byte[] bytes = new byte[2 << 20];
            new Random(1).nextBytes(bytes);
            for (String engine : List.of("restic", "archive")) {
                Files.write(large, bytes);
                BackupOutcome.Copy older = one(agent, onDay(0, engine));
                assertThat(older.damage()).isEmpty();
                Files.delete(large);
                Path file = flipped(directory.resolve("site").resolve(engine));
                BackupOutcome.Copy now = one(agent, onDay(dayOf(engine, file), engine));
                assertThat(now.done()).as(now.toString()).isTrue();
                assertThat(now.damage()).contains(file.getFileName().toString(), "damaged");
                assertThat(now.damaged()).containsExactly(older.copy());
                Path into = Files.createTempDirectory(directory, "into");
                Engines engines = new Engines();
                engines.get(engine)
                        .restore(Repository.of(store(engine), engines.get(engine), instance), now.copy(), into);
                assertThat(into.resolve("manifest")).isNotEmptyFile();
            }
        }
    }

    private static BackupOutcome.Copy one(TestAgent agent, BackupTask task) throws InterruptedException {
        return agent.backUp(task).getFirst().copies().getFirst();
    }

    /// A backup of a later day, so that a part of our choice is read after it.
    private BackupTask onDay(long days, String engine) {
        BackupTask now = backup(engine);
        Instant at = now.at().plus(Duration.ofDays(days));
        return new BackupTask(now.id(), now.kind(), instance, at, now.keepFrom(), now.stores(), "", "");
    }

    /// In how many days a file's part is read: archives by the hash of their names, packs by their first byte, as
    /// restic's manual has it.
    private static long dayOf(String engine, Path file) {
        String name = file.getFileName().toString();
        int part = engine.equals("archive")
                ? Math.floorMod(name.hashCode(), Share.DAYS)
                : Integer.parseInt(name.substring(0, 2), 16) % Share.DAYS;
        return Math.floorMod(part + 1 - Share.of(Instant.now()).number(), Share.DAYS);
    }

    /// @return the largest file there, in which a byte is another now
    private static Path flipped(Path below) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            Path largest = files.filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(f -> f.toFile().length()))
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(largest);
            bytes[bytes.length / 2] ^= 1;
            Files.setPosixFilePermissions(largest, PosixFilePermissions.fromString("rw-------"));
            Files.write(largest, bytes);
            return largest;
        }
    }

    @Test
    void a_site_with_a_database_is_copied_while_it_runs_and_comes_back_byte_for_byte() throws Exception {
        PodOrder order = TestAgent.order(instance, "wordpress", TestAgent.LARGE);
        Path data = directory.resolve("data");
        try (TestAgent agent = TestAgent.on(data)) {
            runs(agent, order);
            BackupOutcome made = agent.backUp(backup("archive")).getFirst();
            assertThat(made.done())
                    .as(made + " " + agent.agent().tail(instance, 5))
                    .isTrue();
            assertThat(data.resolve("volumes/" + instance + "/.casemate/database.sql"))
                    .doesNotExist();

            BackupOutcome held = agent.backUp(
                            rehearsal(made.manifest(), made.copies().getFirst()))
                    .getFirst();
            assertThat(held.done()).as(held.toString()).isTrue();
            handedOut(agent);
            leavesNothing(data);
            agent.await(instance, PodReport.Phase.RUNNING);
        }
    }

    /// What its customer gets is opened by stock tools, and holds no password of ours.
    private void handedOut(TestAgent agent) throws Exception {
        Path out = Files.createDirectories(directory.resolve("handed-out"));
        try (OutputStream whole = Files.newOutputStream(out.resolve("whole.tar.zst"));
                OutputStream text = Files.newOutputStream(out.resolve("text.zst"))) {
            agent.agent().copy(instance, InstanceCopies.Part.WHOLE, whole);
            agent.agent().copy(instance, InstanceCopies.Part.DATABASE, text);
        }
        Process process = new ProcessBuilder(
                        "bash",
                        "-euo",
                        "pipefail",
                        "-c",
                        "tar --zstd -xf whole.tar.zst; sha256sum --check --strict --quiet manifest;"
                                + " zstd -qdc text.zst | grep -c 'CREATE TABLE'; test ! -e secrets.json")
                .directory(out.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(Integer.parseInt(said.strip())).isGreaterThan(5);
        assertThat(out.resolve("volume/.casemate/database.sql")).content().contains("CREATE TABLE");
    }

    /// Runs the blocks of the runbook as they stand there.
    private void comesBackByStockTools(String engine, String manifest) throws Exception {
        String runbook = Files.readString(Path.of("../docs/runbooks/restore-without-casemate.md"));
        Path out = Files.createDirectories(directory.resolve("out-" + engine));
        ProcessBuilder bash = new ProcessBuilder(
                        "bash", "-euo", "pipefail", "-c", block(runbook, engine) + block(runbook, "check"))
                .redirectErrorStream(true);
        bash.environment()
                .putAll(Map.of(
                        "SITE", directory.resolve("site").toString(),
                        "INSTANCE", instance.value(),
                        "KEY", Engines.stockKey(engine, KEY.reveal()),
                        "OUT", out.toString()));
        Process process = bash.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        // Every file was compared with the manifest; the manifest is the one that was recorded.
        assertThat(Sha256.hex(Files.readAllBytes(out.resolve("manifest")))).isEqualTo(manifest);
        assertThat(out.resolve("volume/data/pages/start.txt")).content().contains("first page of your wiki");
    }

    private static String block(String runbook, String name) {
        int start = runbook.indexOf("```sh\n# " + name + "\n");
        assertThat(start).as("the block " + name).isPositive();
        return runbook.substring(runbook.indexOf('\n', start) + 1, runbook.indexOf("```\n", start + 1));
    }

    private static void leavesNothing(Path data) throws IOException {
        assertThat(data.resolve("backup/restored")).doesNotExist();
        for (String part : List.of("volumes", "pods")) {
            try (Stream<Path> left = Files.list(data.resolve(part))) {
                assertThat(left).hasSize(1);
            }
        }
    }
}
