package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupPlace;
import casemate.wire.BackupStore;
import casemate.wire.BackupTask;
import casemate.wire.EraseTask;
import casemate.wire.PodOrder;
import casemate.wire.PodReport;
import casemate.wire.SiteAccess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The figures of `docs/benchmarks/lifecycle.md`: by hand, `-Dtest=ErasureFigures`; its name keeps it out of every
/// build. A running instance with 1 GiB in its volume and 30 backups of each technology at two sites is erased by its
/// agent: volume, copies, and the search for what is left. Of the archives the first one is made, and 29 are copies of
/// its files: as many bytes and names, and nobody waits for an hour.
@NeedsRoot
class ErasureFigures {
    private static final Secret KEY = Secret.of("0123456789abcdef0123456789abcdef");
    private static final int FILES = 1_024;
    private static final int FILE_BYTES = 1 << 20;
    /// Of each file; the rest is text, which compresses well.
    private static final int RANDOM_BYTES = 128 << 10;
    private static final int BACKUPS = 30;
    private static final int CHANGED = 10;

    @TempDir
    private Path directory;

    private final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());
    private final Random chance = new Random(1);

    @Test
    void figures() throws Exception {
        InstanceId instance = TestAgent.instance();
        PodOrder order = TestAgent.order(instance, "dokuwiki", TestAgent.LARGE);
        Path data = directory.resolve("data");
        for (String site : List.of("here", "there")) {
            Files.createDirectories(directory.resolve(site));
        }
        try (TestAgent agent = TestAgent.on(data)) {
            agent.say(order);
            agent.await(instance, PodReport.Phase.RUNNING);
            Path files = Files.createDirectories(data.resolve("volumes/" + instance + "/figures"));
            for (int i = 0; i < FILES; i++) {
                Files.write(files.resolve("f" + i), bytes());
            }
            backUp(agent, instance, "restic", "archive");
            for (String site : List.of("here", "there")) {
                copy(directory.resolve(site).resolve("archive"));
            }
            for (int i = 1; i < BACKUPS; i++) {
                for (int j = 0; j < CHANGED; j++) {
                    Files.write(files.resolve("f" + chance.nextInt(FILES)), bytes());
                }
                backUp(agent, instance, "restic");
            }
            for (String site : List.of("here", "there")) {
                System.out.println("site " + site + ": " + size(directory.resolve(site)));
            }
            System.out.println("volume: " + size(data.resolve("volumes/" + instance)));

            Instant start = Instant.now();
            agent.say(TestAgent.wanted(order, PodOrder.Wanted.ERASED));
            agent.await(instance, PodReport.Phase.ERASED);
            Duration volume = Duration.between(start, Instant.now());
            List<BackupOutcome> outcomes = agent.erase(Stream.of("here", "there")
                    .map(site -> new EraseTask(
                            ids.make("ers"),
                            instance,
                            new BackupPlace(site, directory.resolve(site).toString(), SiteAccess.NONE)))
                    .toList());
            Duration all = Duration.between(start, Instant.now());
            assertThat(outcomes)
                    .allSatisfy(outcome -> assertThat(outcome.done()).isTrue());
            for (String site : List.of("here", "there")) {
                System.out.println("site " + site + " after: " + size(directory.resolve(site)));
            }
            System.out.printf(
                    "erased: volume %d ms, all %d ms; load %s%n",
                    volume.toMillis(),
                    all.toMillis(),
                    Files.readString(Path.of("/proc/loadavg")).strip());
            outcomes.forEach(System.out::println);
        }
    }

    private byte[] bytes() {
        ByteBuffer file = ByteBuffer.allocate(FILE_BYTES);
        byte[] random = new byte[RANDOM_BYTES];
        chance.nextBytes(random);
        file.put(random);
        byte[] text =
                ("A line of somebody's page, number " + chance.nextInt() + ".\n").getBytes(StandardCharsets.UTF_8);
        while (file.remaining() >= text.length) {
            file.put(text);
        }
        return file.array();
    }

    private void backUp(TestAgent agent, InstanceId instance, String... engines) throws InterruptedException {
        Instant now = Instant.now();
        List<BackupStore> stores = Stream.of(engines)
                .flatMap(engine -> Stream.of("here", "there")
                        .map(site -> new BackupStore(
                                engine, site, directory.resolve(site).toString(), KEY)))
                .toList();
        BackupOutcome made = agent.backUp(new BackupTask(
                        ids.make("bak"),
                        BackupTask.Kind.BACKUP,
                        instance,
                        now,
                        now.minus(Duration.ofDays(60)),
                        stores,
                        "",
                        ""))
                .getFirst();
        assertThat(made.done()).as(made.toString()).isTrue();
    }

    private static void copy(Path archives) throws IOException {
        List<Path> made = new ArrayList<>();
        try (Stream<Path> all = Files.walk(archives)) {
            all.filter(Files::isRegularFile).forEach(made::add);
        }
        for (Path file : made) {
            for (int i = 1; i < BACKUPS; i++) {
                Files.copy(file, file.resolveSibling(i + "-" + file.getFileName()));
            }
        }
    }

    static String size(Path place) throws IOException {
        long[] sum = new long[2];
        try (Stream<Path> all = Files.walk(place)) {
            all.filter(Files::isRegularFile).forEach(file -> {
                sum[0]++;
                sum[1] += file.toFile().length();
            });
        }
        return String.format("%,d files, %,d MiB", sum[0], sum[1] >> 20);
    }
}
