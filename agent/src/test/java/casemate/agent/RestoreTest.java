package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.backup.BackupSet;
import casemate.agent.backup.Engines;
import casemate.agent.backup.Repository;
import casemate.agent.volume.Opened;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupStore;
import casemate.wire.BackupTask;
import casemate.wire.PodOrder;
import casemate.wire.PodReport;
import casemate.wire.RestoreStep;
import casemate.wire.RestoreTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An instance comes back to what a backup holds, whole, or stays as it is.
@NeedsRoot
class RestoreTest {
    static final Secret KEY = Secret.of("0123456789abcdef0123456789abcdef");

    private static final String STARTS = "[/bin/busybox, httpd, -f, -p, \"0.0.0.0:8080\", -h, /volume/www]";
    /// Answers after the first and the second start of a volume, and never again: the backup is made after the first,
    /// the second proves it, and the third is the instance's own.
    private static final String STARTS_TWICE = """
            [/bin/busybox, sh, -c, "cd /volume; [ ! -e two ] || exit 1; [ ! -e one ] || /bin/busybox touch two; \
            /bin/busybox touch one; exec /bin/busybox httpd -f -p 0.0.0.0:8080 -h /volume/www"]""";

    @TempDir
    private Path directory;

    private final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());
    private final InstanceId instance = TestAgent.instance();
    private Path data;
    private Path blueprints;

    @BeforeEach
    void hurry() throws IOException {
        data = directory.resolve("data");
        blueprints = impatient(directory.resolve("blueprints"));
    }

    /// The drills' application, which gives up sooner.
    static Path impatient(Path into) throws IOException {
        String probe = Files.readString(Path.of("../blueprints/probe.yaml")).replace("PT20S", "PT2S");
        Files.writeString(Files.createDirectories(into).resolve("probe.yaml"), probe);
        return into;
    }

    @Test
    void what_was_there_at_the_backup_is_back_and_what_came_later_is_gone() throws Exception {
        try (TestAgent agent = TestAgent.with(blueprints, data)) {
            run(agent, instance);
            BackupOutcome made = backUp(agent, "archive");
            Files.writeString(page(instance), "spoilt");
            Files.writeString(page(instance).resolveSibling("later.html"), "later");

            BackupOutcome restored = agent.restore(restore(instance, made));
            assertThat(restored.detail()).isEmpty();
            assertThat(served(agent, instance)).contains("the-marker");
            assertThat(page(instance)).hasContent("the-marker");
            assertThat(page(instance).resolveSibling("later.html")).doesNotExist();
            assertThat(agent.steps()).contains(RestoreStep.PROVING);
            onlyOneVolume();

            Files.writeString(page(instance), "spoilt again");
            agent.say(TestAgent.wanted(order(instance), PodOrder.Wanted.STOPPED));
            agent.await(instance, PodReport.Phase.STOPPED);
            assertThat(agent.restore(restore(instance, made)).detail()).isEmpty();
            assertThat(Opened.with(data, TestAgent.KEYS.of(instance), () -> Files.readString(page(instance))))
                    .isEqualTo("the-marker");
            agent.say(TestAgent.wanted(order(instance), PodOrder.Wanted.ERASED));
            agent.await(instance, PodReport.Phase.ERASED);
            assertThat(data.resolve("volumes")).isEmptyDirectory();
        }
    }

    @Test
    void a_copy_beside_holds_the_same_and_the_first_one_is_left_alone() throws Exception {
        try (TestAgent agent = TestAgent.with(blueprints, data)) {
            run(agent, instance);
            Files.writeString(page(instance).resolveSibling("own.html"), "ours");
            BackupOutcome made = backUp(agent, "archive");
            InstanceId beside = TestAgent.instance();
            agent.say(order(instance), order(beside));
            agent.await(beside, PodReport.Phase.RUNNING);
            assertThat(agent.restore(restore(beside, made)).detail()).isEmpty();
            assertThat(page(beside).resolveSibling("own.html")).hasContent("ours");
            assertThat(data.resolve("volumes/" + instance + "/www/own.html")).hasContent("ours");
        }
    }

    @Test
    void a_damaged_copy_is_left_for_the_next_one_and_with_none_whole_nothing_is_touched() throws Exception {
        try (TestAgent agent = TestAgent.with(blueprints, data)) {
            run(agent, instance);
            BackupOutcome made = backUp(agent, "archive", "restic");
            flip("archive");
            Files.writeString(page(instance), "later");
            BackupOutcome restored = agent.restore(restore(instance, made));
            assertThat(restored.detail()).isEmpty();
            assertThat(restored.copies()).extracting(BackupOutcome.Copy::done).containsExactly(false, true);
            assertThat(page(instance)).hasContent("the-marker");

            flip("restic");
            Files.writeString(page(instance), "later still");
            BackupOutcome refused = agent.restore(restore(instance, made));
            assertThat(refused.detail()).contains("no copy of this backup is whole");
            assertThat(page(instance)).hasContent("later still");
            assertThat(served(agent, instance)).contains("later still");
        }
    }

    @Test
    void what_is_of_another_release_of_another_instance_or_does_not_answer_is_refused() throws Exception {
        try (TestAgent agent = TestAgent.with(blueprints, data)) {
            run(agent, instance);
            assertThat(agent.restore(forged("casemate-backup.v2", instance, true))
                            .detail())
                    .contains("update Casemate");
            assertThat(agent.restore(forged("casemate-backup.v1", TestAgent.instance(), true))
                            .detail())
                    .contains("another instance");
            assertThat(agent.restore(forged("casemate-backup.v1", instance, false))
                            .detail())
                    .contains("does not answer");
            assertThat(served(agent, instance)).contains("the-marker");
            onlyOneVolume();
        }
    }

    @Test
    void an_instance_that_does_not_answer_with_the_restored_data_gets_its_own_back() throws Exception {
        Path file = blueprints.resolve("probe.yaml");
        Files.writeString(file, Files.readString(file).replace(STARTS, STARTS_TWICE));
        try (TestAgent agent = TestAgent.with(blueprints, data)) {
            run(agent, instance);
            BackupOutcome made = backUp(agent, "archive");
            Files.writeString(page(instance), "later");
            BackupOutcome refused = agent.restore(restore(instance, made));
            assertThat(refused.detail()).contains("the state before is back");
            assertThat(served(agent, instance)).contains("later");
            onlyOneVolume();
        }
    }

    private RestoreTask restore(InstanceId target, BackupOutcome made) {
        return restore(ids.make("rst"), target, instance, made, directory);
    }

    static RestoreTask restore(String id, InstanceId target, InstanceId source, BackupOutcome made, Path directory) {
        return new RestoreTask(
                id,
                target,
                source,
                made.manifest(),
                made.copies().stream()
                        .map(copy -> new RestoreTask.Source(store(copy.engine(), directory), copy.copy()))
                        .toList());
    }

    static BackupStore store(String engine, Path directory) {
        Path site = directory.resolve("site");
        var _ = site.toFile().mkdir();
        return new BackupStore(engine, "here", site.toString(), KEY);
    }

    /// A copy whose set was made by hand.
    private RestoreTask forged(String type, InstanceId of, boolean answers) throws Exception {
        BackupSet set = BackupSet.begin(Files.createDirectories(directory.resolve("forged")));
        Files.createDirectories(set.volume().resolve("www"));
        Files.writeString(set.volume().resolve(answers ? "www/index.html" : "www/other.html"), "forged");
        Instant now = Instant.now();
        BackupSet.Facts facts = set.seal(of, "probe", ids.make("bak"), now);
        Path said = set.root().resolve("backup.json");
        Files.writeString(said, Files.readString(said).replace("casemate-backup.v1", type));
        var engine = new Engines().get("archive");
        Path site = Files.createDirectories(directory.resolve("site"));
        Repository repository = Repository.at(site, engine, instance, KEY);
        String copy = engine.store(repository, set.root(), ids.make("bak"), now).copy();
        return new RestoreTask(
                ids.make("rst"),
                instance,
                instance,
                facts.manifest(),
                List.of(new RestoreTask.Source(store("archive", directory), copy)));
    }

    private void flip(String engine) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("site").resolve(engine))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(f -> f.toString().endsWith(".age") || f.toString().contains("/data/"))
                    .toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 1;
                file.toFile().setWritable(true);
                Files.write(file, bytes);
            }
        }
    }

    private BackupOutcome backUp(TestAgent agent, String... engines) throws InterruptedException {
        Instant now = Instant.now();
        BackupOutcome made = agent.backUp(new BackupTask(
                        ids.make("bak"),
                        BackupTask.Kind.BACKUP,
                        instance,
                        now,
                        now.minus(Duration.ofDays(30)),
                        Stream.of(engines).map(e -> store(e, directory)).toList(),
                        "",
                        ""))
                .getFirst();
        assertThat(made.done()).as(made.toString()).isTrue();
        return made;
    }

    private static PodOrder order(InstanceId instance) {
        return TestAgent.order(instance, "probe", TestAgent.SMALL);
    }

    private static void run(TestAgent agent, InstanceId instance) throws InterruptedException {
        agent.say(order(instance));
        agent.await(instance, PodReport.Phase.RUNNING);
    }

    private static String served(TestAgent agent, InstanceId instance) throws Exception {
        PodReport report = agent.await(instance, PodReport.Phase.RUNNING);
        return Http.get(TestAgent.upstream(report), "/").body();
    }

    /// Of the volume in force, whatever its number.
    private Path page(InstanceId of) throws IOException {
        try (Stream<Path> all = Files.list(data.resolve("volumes"))) {
            return all.filter(path -> path.getFileName().toString().startsWith(of.value()))
                    .findFirst()
                    .orElseThrow()
                    .resolve("www/index.html");
        }
    }

    private void onlyOneVolume() throws IOException {
        assertThat(data.resolve("backup/restoring")).doesNotExist();
        for (String part : List.of("volumes", "pods")) {
            try (Stream<Path> left = Files.list(data.resolve(part))) {
                assertThat(left).hasSize(1);
            }
        }
    }
}
