package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.site.SftpServer;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.promise.Drill;
import casemate.promise.Finding;
import casemate.promise.Policy;
import casemate.promise.PolicyFile;
import casemate.promise.Target;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupStore;
import casemate.wire.BackupTask;
import casemate.wire.PodReport;
import casemate.wire.SiteAccess;
import casemate.wire.Upstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The figures on rehearsals in `docs/benchmarks/backup.md`: by hand, as root, `-Dtest=RecoveryFigures`; its name keeps
/// it out of every build. A WordPress with 1 GiB, a part of it posts in its database and the rest uploads, is backed up
/// by each technology to a directory and to an SFTP account, and the drill of every day (BAK-5) brings each of the four
/// copies back to an application that answers.
///
/// Processor seconds are everybody's: of this process, its tools, the SFTP server and the pods; they are counted where
/// the
/// kernel has a hierarchy of groups for that alone (`cpuacct`, version 1), into which this process moves itself.
@NeedsRoot
class RecoveryFigures {
    private static final Secret KEY = Secret.of("0123456789abcdef0123456789abcdef");
    /// The database keeps each twice, as a post and as its first revision, and a third time in its log.
    private static final int POSTS = 384;
    private static final int POST_CHARS = 256 << 10;
    private static final int UPLOADS = 512;
    private static final int UPLOAD_BYTES = 1 << 20;
    /// Words of a language, so that text compresses as text does.
    private static final int WORDS = 20_000;

    private static final Duration LONGEST = Duration.ofMinutes(20);

    @TempDir
    private Path directory;

    private final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());
    private final Random chance = new Random(1);
    private final InstanceId instance = TestAgent.instance();

    @Test
    void figures() throws Exception {
        Policy policy = PolicyFile.parse("casemate.yaml", Files.readAllBytes(Path.of("../policies/casemate.yaml")));
        Path data = directory.resolve("data");
        try (Processors processors = Processors.counted();
                SftpServer ssh = SftpServer.start(Files.createDirectories(directory.resolve("keys")));
                TestAgent agent = TestAgent.on(data).patient(LONGEST)) {
            agent.say(TestAgent.order(instance, "wordpress", TestAgent.LARGE));
            fill(TestAgent.upstream(agent.await(instance, PodReport.Phase.RUNNING)));
            Path volume = data.resolve("volumes/" + instance);
            upload(volume.resolve("wp-content/uploads"));
            System.out.println("volume: " + ErasureFigures.size(volume));
            for (BackupStore store : stores(ssh)) {
                String name = store.engine() + " at " + store.site();
                Instant began = Instant.now();
                Duration before = processors.used();
                BackupOutcome made = agent.backUp(task(BackupTask.Kind.BACKUP, store, "", ""))
                        .getFirst();
                assertThat(made.done()).as(made.toString()).isTrue();
                say(name + ", backup", began, processors.used().minus(before));
                BackupOutcome.Copy copy = made.copies().getFirst();
                BackupTask rehearsal = task(BackupTask.Kind.REHEARSAL, store, copy.copy(), made.manifest());
                Drill<?> drill = agent.agent()
                        .recoveryDrills(() -> agent.hand(List.of(rehearsal)), () -> Optional.of(policy))
                        .getFirst();
                assertThat(drill.promise().value()).isEqualTo("BAK-5");
                began = Instant.now();
                before = processors.used();
                Finding found = real(drill);
                say(name + ", drill", began, processors.used().minus(before));
                assertThat(found).as(name).isInstanceOf(Finding.Kept.class);
            }
        }
    }

    private List<BackupStore> stores(SftpServer ssh) throws IOException {
        Path here = Files.createDirectories(directory.resolve("here"));
        Path there = Files.createDirectories(directory.resolve("there"));
        SiteAccess access = ssh.access();
        return Stream.of("restic", "archive")
                .flatMap(engine -> Stream.of(
                        new BackupStore(engine, "directory", here.toString(), KEY),
                        new BackupStore(engine, "sftp", ssh.place(there), KEY, access)))
                .toList();
    }

    private BackupTask task(BackupTask.Kind kind, BackupStore store, String copy, String manifest) {
        Instant now = Instant.now();
        return new BackupTask(
                ids.make("fig"), kind, instance, now, now.minus(Duration.ofDays(30)), List.of(store), copy, manifest);
    }

    private static <T extends Target> Finding real(Drill<T> drill) throws InterruptedException {
        try (T target = drill.real()) {
            return drill.attempt(target);
        }
    }

    /// Posts, by the application's own interface.
    private void fill(Upstream upstream) throws IOException {
        List<String> words = Stream.generate(this::word).limit(WORDS).toList();
        String nonce = Http.get(upstream, "/wp-admin/admin-ajax.php?action=rest-nonce", Signed.owner())
                .body()
                .strip();
        for (int i = 0; i < POSTS; i++) {
            StringBuilder text = new StringBuilder(POST_CHARS);
            while (text.length() < POST_CHARS) {
                text.append(words.get(chance.nextInt(WORDS))).append('+');
            }
            Http.Page page = Http.postAs(
                    upstream,
                    "/index.php?rest_route=/wp/v2/posts",
                    Signed.owner() + "X-WP-Nonce: " + nonce + "\r\n",
                    "status=publish&title=Post+" + i + "&content=" + text);
            assertThat(page.status()).as(page.body()).isEqualTo(201);
        }
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int i = chance.nextInt(2, 12); i > 0; i--) {
            word.append((char) ('a' + chance.nextInt(26)));
        }
        return word.toString();
    }

    /// Pictures: they hardly compress.
    private void upload(Path uploads) throws IOException {
        Path at = Files.createDirectories(uploads.resolve("figures"));
        byte[] picture = new byte[UPLOAD_BYTES];
        for (int i = 0; i < UPLOADS; i++) {
            chance.nextBytes(picture);
            Files.write(at.resolve(i + ".jpg"), picture);
        }
    }

    private static void say(String what, Instant began, Duration processors) throws IOException {
        Duration wall = Duration.between(began, Instant.now());
        System.out.printf(
                "%s: wall %.1f s, processors %.1f s; load %s%n",
                what,
                wall.toMillis() / 1e3,
                processors.toMillis() / 1e3,
                Files.readString(Path.of("/proc/loadavg")).strip());
    }
}
