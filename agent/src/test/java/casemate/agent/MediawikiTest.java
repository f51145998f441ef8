package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupStore;
import casemate.wire.BackupTask;
import casemate.wire.PodOrder;
import casemate.wire.PodReport;
import casemate.wire.Upstream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// MediaWiki and its own PostgreSQL, from an order to a signed-in administrator, across a suspension.
@NeedsRoot
class MediawikiTest {
    @TempDir
    private Path directory;

    private final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());
    private final InstanceId instance = TestAgent.instance();
    private final PodOrder order = TestAgent.order(instance, "mediawiki", TestAgent.LARGE);

    @Test
    void an_order_becomes_a_wiki_whose_administrator_can_sign_in_and_a_suspension_keeps_it() throws Exception {
        try (TestAgent agent = TestAgent.on(directory.resolve("data"))) {
            agent.say(order);
            Upstream upstream = TestAgent.upstream(agent.await(instance, PodReport.Phase.RUNNING));
            Http.Page page = Http.get(upstream, "/wiki/Main_Page");
            assertThat(page.status())
                    .as(agent.agent().tail(instance, 50).toString())
                    .isEqualTo(200);
            assertThat(page.body()).contains("Acmé's").doesNotContain("http://acme.casemate.localhost");
            for (String closed : new String[] {
                "/mw-config/index.php", "/maintenance/install.php", "/includes/Setup.php", "/LocalSettings.php"
            }) {
                assertThat(Http.get(upstream, closed).status()).as(closed).isEqualTo(403);
            }
            assertThat(new Wiki(upstream).signIn("admin", "wrong horse")).isFalse();
            Wiki wiki = new Wiki(upstream);
            assertThat(wiki.signIn("admin", "correct horse")).isTrue();
            wiki.write("Kept", "across a suspension");

            agent.say(TestAgent.wanted(order, PodOrder.Wanted.SUSPENDED));
            agent.await(instance, PodReport.Phase.STOPPED);
            agent.say(order);
            Upstream again = TestAgent.upstream(agent.await(instance, PodReport.Phase.RUNNING));
            assertThat(new Wiki(again).read("Kept").body()).contains("across a suspension");
            assertThat(agent.agent().tail(instance, 1_000))
                    .noneMatch(line -> line.contains("automatic recovery") || line.contains("ended with exit code"));
        }
    }

    @Test
    void it_is_backed_up_while_it_runs_rehearsed_byte_for_byte_and_restored() throws Exception {
        try (TestAgent agent = TestAgent.on(directory.resolve("data"))) {
            agent.say(order);
            Wiki wiki = new Wiki(TestAgent.upstream(agent.await(instance, PodReport.Phase.RUNNING)));
            assertThat(wiki.signIn("admin", "correct horse")).isTrue();
            wiki.write("First", "before the backup");
            Instant now = Instant.now();
            BackupStore store = RestoreTest.store("archive", directory);
            BackupOutcome made = agent.backUp(task(BackupTask.Kind.BACKUP, ids.make("bak"), now, store, "", ""))
                    .getFirst();
            assertThat(made.done()).as(made.toString()).isTrue();
            String copy = made.copies().getFirst().copy();
            BackupOutcome held = agent.backUp(
                            task(BackupTask.Kind.REHEARSAL, ids.make("reh"), now, store, copy, made.manifest()))
                    .getFirst();
            assertThat(held.done()).as(held.toString()).isTrue();

            wiki.write("Second", "after the backup");
            BackupOutcome restored =
                    agent.restore(RestoreTest.restore(ids.make("rst"), instance, instance, made, directory));
            assertThat(restored.detail()).isEmpty();
            Wiki back = new Wiki(TestAgent.upstream(agent.await(instance, PodReport.Phase.RUNNING)));
            assertThat(back.read("First").body()).contains("before the backup");
            assertThat(back.read("Second").status()).isEqualTo(404);
            assertThat(back.signIn("admin", "correct horse")).isTrue();
        }
    }

    private BackupTask task(
            BackupTask.Kind kind, String id, Instant at, BackupStore store, String copy, String manifest) {
        return new BackupTask(id, kind, instance, at, at.minus(Duration.ofDays(30)), List.of(store), copy, manifest);
    }
}
