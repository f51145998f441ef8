package casemate.control.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Slug;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.Wikis;
import casemate.control.access.Entrances;
import casemate.control.backup.Backups;
import casemate.control.backup.Log;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.site.BackupSite;
import casemate.promise.Region;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import casemate.wire.BackupOrders;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupReport;
import casemate.wire.BackupTask;
import casemate.wire.LogOrder;
import casemate.wire.LogReport;
import casemate.wire.PodReport.Phase;
import casemate.wire.RestoreMoment;
import casemate.wire.RestoreStep;
import casemate.wire.RestoreTask;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Who may have what restored, what comes first, and what becomes of it; the agent is played.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestoresTest {
    private static final Actor ANYBODY = new Actor.Program("test");

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");
    private TestControl control;
    private Backups backups;
    private Restores restores;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        control = TestControl.start(DATABASE, directory, clock);
        control.control().offer(List.of(Wikis.blueprint()));
        control.control().adopt(Files.readAllBytes(Path.of("../policies/casemate.yaml")));
        control.control().embedSites(List.of(new BackupSite("one", new Region("FR"), "/sites/one")));
        backups = control.door(Backups.class);
        restores = control.door(Restores.class);
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void a_customer_replaces_its_data_once_the_present_state_is_backed_up() throws Exception {
        Browser ann = Customers.joined(control, "ann@example.org");
        Instance wiki = instance("ann@example.org", "annwiki");
        String backup = backedUp(wiki);
        assertThat(ann.get(path(wiki)).body()).contains("from/" + backup);
        String from = path(wiki) + "/from/" + backup;
        assertThat(ann.get(from).body()).contains("Type annwiki to confirm", "Make a copy beside");
        assertThat(ann.post(from, Map.of("how", "place", "confirmation", "ann")).body())
                .contains("nothing was replaced");
        assertThat(orders().tasks()).isEmpty();

        Browser.Answer shown = ann.post(from, Map.of("how", "place", "confirmation", "annwiki"));
        assertThat(shown.body()).contains("Backing up");
        assertThat(orders().restores()).isEmpty();
        BackupTask before = orders().tasks().getFirst();
        report(done(before));
        turn();
        RestoreTask task = orders().restores().getFirst();
        assertThat(task.instance()).isEqualTo(wiki.id());
        assertThat(task.source()).isEqualTo(wiki.id());
        assertThat(task.manifest()).isEqualTo("m");
        assertThat(task.sources())
                .extracting(s -> s.store().engine() + s.copy())
                .containsExactlyInAnyOrder("resticcopy", "archivecopy");

        progress(task, RestoreStep.PROVING);
        assertThat(ann.get(path(wiki) + "/" + task.id()).body()).contains("Trying out");
        clock.advance(Duration.ofSeconds(1));
        report(restored(task, ""));
        assertThat(orders().restores()).isEmpty();
        assertThat(ann.get(path(wiki) + "/" + task.id()).body()).contains("Done", "archive · one");
        assertThat(Customers.column(
                        control,
                        "SELECT action FROM audit.event WHERE object = '"
                                + wiki.id().value() + "' AND action LIKE 'restore.%' ORDER BY at"))
                .containsExactly("restore.over", "restore.done");

        Browser eve = Customers.joined(control, "eve@example.org");
        instance("eve@example.org", "evewiki");
        for (String foreign : List.of(path(wiki), from, path(wiki) + "/" + task.id())) {
            assertThat(eve.get(foreign).status()).isEqualTo(404);
        }
        assertThat(eve.post(from, Map.of("how", "place", "confirmation", "annwiki"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_backup_of_another_instance_is_as_unknown_as_none() throws Exception {
        Browser bob = Customers.joined(control, "bob@example.org");
        Instance wiki = instance("bob@example.org", "bobwiki");
        Instance other = instance("bob@example.org", "bobother");
        String backup = backedUp(other);
        assertThat(bob.get(path(wiki) + "/from/" + backup).status()).isEqualTo(404);
        assertThatThrownBy(() -> restores.inPlace(wiki.id(), RestoreWish.of(backup), "bobwiki", ANYBODY))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("backup-unknown"));
        assertThatThrownBy(() -> restores.inPlace(wiki.id(), RestoreWish.of(""), "bobwiki", ANYBODY))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("backup-none"));
    }

    @Test
    void without_a_backup_of_the_present_state_nothing_is_replaced() throws Exception {
        Customers.joined(control, "cat@example.org");
        Instance wiki = instance("cat@example.org", "catwiki");
        String backup = backedUp(wiki);
        Restore asked = restores.inPlace(wiki.id(), RestoreWish.of(backup), "catwiki", ANYBODY);
        assertThatThrownBy(() -> restores.inPlace(wiki.id(), RestoreWish.of(backup), "catwiki", ANYBODY))
                .isInstanceOf(Refusal.class);
        BackupTask before = orders().tasks().getFirst();
        report(outcome(before.id(), wiki, "the disk is full", List.of()));
        turn();
        assertThat(orders().restores()).isEmpty();
        Restore failed = restores.get(wiki.id(), asked.id(), ANYBODY);
        assertThat(failed.state()).isEqualTo(Restore.State.FAILED);
        assertThat(failed.detail()).contains("nothing was replaced", "the disk is full");
    }

    @Test
    void a_copy_beside_waits_for_an_instance_of_its_own_with_the_same_settings() throws Exception {
        Customers.joined(control, "dan@example.org");
        Instance wiki = instance("dan@example.org", "danwiki");
        String backup = backedUp(wiki);
        control.door(Entrances.class).setPassword(wiki.id(), Secret.of("open the doors"), ANYBODY);
        Restore asked = restores.beside(wiki.id(), RestoreWish.of(backup), Slug.parse("dancopy"), ANYBODY);
        Instance copy = control.door(Instances.class).named("dancopy", ANYBODY);
        assertThat(control.door(Entrances.class).of(copy.id(), ANYBODY))
                .as("who was kept out of the one is kept out of the other")
                .isEqualTo(control.door(Entrances.class).of(wiki.id(), ANYBODY));
        assertThat(control.door(Entrances.class).of(copy.id(), ANYBODY).byPassword())
                .isTrue();
        assertThat(copy.customer()).isEqualTo(wiki.customer());
        assertThat(Customers.column(
                        control,
                        "SELECT DISTINCT settings::text FROM instance.instance WHERE slug IN ('danwiki', 'dancopy')"))
                .hasSize(1);
        turn();
        assertThat(orders().tasks()).isEmpty();
        assertThat(orders().restores()).isEmpty();
        say(copy, Phase.RUNNING);
        turn();
        RestoreTask task = orders().restores().getFirst();
        assertThat(task.id()).isEqualTo(asked.id());
        assertThat(task.instance()).isEqualTo(copy.id());
        assertThat(task.source()).isEqualTo(wiki.id());
        report(restored(task, "no copy of this backup is whole"));
        assertThat(restores.get(wiki.id(), asked.id(), ANYBODY).state()).isEqualTo(Restore.State.FAILED);
        assertThatThrownBy(() -> restores.beside(wiki.id(), RestoreWish.of(backup), Slug.parse("danwiki"), ANYBODY))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void no_copy_gives_a_customer_back_what_the_vendor_withholds() throws Exception {
        Browser fay = Customers.joined(control, "fay@example.org");
        Instance wiki = instance("fay@example.org", "faywiki");
        String backup = backedUp(wiki);
        control.door(Instances.class).suspend(wiki.id(), ANYBODY);
        String from = path(wiki) + "/from/" + backup;
        for (Map<String, String> wish : List.of(
                Map.of("how", "beside", "name", "faycopy"), Map.of("how", "place", "confirmation", "faywiki"))) {
            assertThat(fay.post(from, wish).body()).contains("suspended");
        }
        assertThat(restores.of(wiki.id(), ANYBODY)).isEmpty();
    }

    @Test
    void a_moment_that_a_backup_and_a_log_lead_to_is_ordered_with_both_and_any_other_is_refused() throws Exception {
        Browser gus = Customers.joined(control, "gus@example.org");
        Instance wiki = instance("gus@example.org", "guswiki");
        Instant begun = clock.instant();
        String first = backedUp(wiki);
        LogOrder copying = orders().logs().stream()
                .filter(log -> log.instance().equals(wiki.id()))
                .findFirst()
                .orElseThrow();
        assertThat(copying.store().engine()).isEqualTo("archive");
        Instant moment = clock.instant();
        assertThat(gus.get(path(wiki)).body()).doesNotContain("Moments");
        String line = "log_" + "0".repeat(26);
        copied(new LogReport(wiki.id(), "one", line, 7, begun, moment.plusSeconds(9), ""));
        String another = "log_" + "1".repeat(26);
        copied(new LogReport(wiki.id(), "one", another, 1, moment.plusSeconds(20), moment.plusSeconds(90), ""));

        String form = path(wiki) + "/moment";
        assertThat(gus.get(path(wiki)).body()).contains("Moments", "Restore to a moment", Log.Window.text(begun));
        assertThat(gus.get(form).body()).contains("Type guswiki to confirm", "Make a copy beside");
        for (String unreachable :
                List.of(Log.Window.text(begun.minusSeconds(5)), Log.Window.text(moment.plusSeconds(30)), "yesterday")) {
            Browser.Answer refused =
                    gus.post(form, Map.of("how", "place", "confirmation", "guswiki", "at", unreachable));
            assertThat(refused.status()).as(unreachable).isEqualTo(422);
        }
        assertThat(restores.of(wiki.id(), ANYBODY)).isEmpty();

        String at = Log.Window.text(moment.plusSeconds(3));
        assertThat(gus.post(form, Map.of("how", "place", "confirmation", "guswiki", "at", at))
                        .body())
                .contains("To the moment");
        report(done(orders().tasks().stream()
                .filter(t -> t.instance().equals(wiki.id()))
                .findFirst()
                .orElseThrow()));
        turn();
        RestoreTask task = orders().restores().stream()
                .filter(r -> r.instance().equals(wiki.id()))
                .findFirst()
                .orElseThrow();
        RestoreMoment to = task.moment().orElseThrow();
        assertThat(to.at()).isEqualTo(moment.plusSeconds(3));
        assertThat(to.from()).isEqualTo(begun);
        assertThat(to.lineage()).isEqualTo(line);
        assertThat(to.chunks()).isEqualTo(7);
        assertThat(to.store().site()).isEqualTo("one");
        assertThat(restores.of(wiki.id(), ANYBODY).getFirst().backup()).isEqualTo(first);
        report(restored(task, ""));
    }

    private void copied(LogReport log) {
        backups.reports().receive(new BackupReport("local", List.of(), Map.of(), List.of(log)).encode());
    }

    private void turn() {
        control.door(RestoreClerk.class).turn();
    }

    private String backedUp(Instance instance) throws InterruptedException {
        String id = backups.now(instance.id(), ANYBODY);
        report(done(orders().tasks().stream()
                .filter(t -> t.id().equals(id))
                .findFirst()
                .orElseThrow()));
        clock.advance(Duration.ofSeconds(1));
        return id;
    }

    private BackupOrders orders() throws InterruptedException {
        byte[] signed = backups.feed().newer(-1, Duration.ofSeconds(5)).orElseThrow();
        return BackupOrders.decode(SignedSnapshot.open(
                SignedSnapshot.Audience.BACKUP,
                signed,
                control.door(SnapshotKey.class).spki()));
    }

    private BackupOutcome done(BackupTask task) {
        return new BackupOutcome(
                task.id(),
                task.instance(),
                clock.instant(),
                clock.instant(),
                "",
                "m",
                3,
                4 << 20,
                task.stores().stream()
                        .map(s -> new BackupOutcome.Copy(s.engine(), s.site(), true, "copy", 9, 0, 1, 5, ""))
                        .toList());
    }

    private BackupOutcome outcome(String task, Instance instance, String detail, List<BackupOutcome.Copy> copies) {
        return new BackupOutcome(task, instance.id(), clock.instant(), clock.instant(), detail, "", 0, 0, copies);
    }

    private BackupOutcome restored(RestoreTask task, String detail) {
        return new BackupOutcome(
                task.id(),
                task.instance(),
                clock.instant(),
                clock.instant(),
                detail,
                "m",
                0,
                0,
                List.of(new BackupOutcome.Copy("archive", "one", detail.isEmpty(), "copy", 0, 0, 0, 5, detail)));
    }

    private void report(BackupOutcome outcome) {
        backups.reports().receive(new BackupReport("local", List.of(outcome)).encode());
    }

    private void progress(RestoreTask task, RestoreStep step) {
        backups.reports().receive(new BackupReport("local", List.of(), Map.of(task.id(), step)).encode());
    }

    private static String path(Instance instance) {
        return "/instances/" + instance.id().value() + "/restores";
    }

    private Instance instance(String email, String slug) {
        Instance made = Wikis.order(control, email, slug);
        say(made, Phase.RUNNING);
        return made;
    }

    private void say(Instance instance, Phase phase) {
        clock.advance(Duration.ofSeconds(1));
        Wikis.say(control, clock.instant(), instance, phase);
    }
}
