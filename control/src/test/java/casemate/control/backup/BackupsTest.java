package casemate.control.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.Wikis;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.account.Person;
import casemate.control.field.FieldTurn;
import casemate.control.field.Rotation;
import casemate.control.field.Rotations;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.site.BackupSite;
import casemate.control.web.Language;
import casemate.promise.Region;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import casemate.vault.KeyOwner;
import casemate.vault.Vault;
import casemate.wire.BackupOrders;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupReport;
import casemate.wire.BackupStore;
import casemate.wire.BackupTask;
import casemate.wire.DamagedCopy;
import casemate.wire.LogOrder;
import casemate.wire.PodReport.Phase;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What is ordered, what of it reaches the agent and what becomes of its reports; the agent is played.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackupsTest {
    private static final Actor ANYBODY = new Actor.Program("test");

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");
    private TestControl control;
    private Backups backups;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        control = TestControl.start(DATABASE, directory, clock);
        control.control().offer(List.of(Wikis.blueprint()));
        control.control().adopt(Files.readAllBytes(Path.of("../policies/casemate.yaml")));
        control.control()
                .embedSites(List.of(
                        new BackupSite("one", new Region("FR"), "/sites/one"),
                        new BackupSite("two", new Region("IE"), "/sites/two")));
        backups = control.door(Backups.class);
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void a_backup_that_was_asked_for_reaches_the_agent_with_a_key_for_each_store_and_is_shown_when_done()
            throws Exception {
        Browser ann = Customers.joined(control, "ann@example.org");
        Instance wiki = instance("ann@example.org", "annwiki");
        assertThat(ann.get(path(wiki)).body()).contains("no backup yet", "FR", "IE");
        assertThat(ann.post(path(wiki), Map.of()).body()).contains("on its way");
        assertThat(ann.post(path(wiki), Map.of()).body()).contains("wait for it");

        BackupTask task = ordered(wiki).getFirst();
        assertThat(task.kind()).isEqualTo(BackupTask.Kind.BACKUP);
        assertThat(task.keepFrom()).isEqualTo(task.at().minus(Duration.ofDays(30)));
        assertThat(task.stores()).extracting(BackupStore::place).containsOnly("/sites/one", "/sites/two");
        assertThat(task.stores()).extracting(BackupStore::engine).containsOnly("restic", "archive");
        assertThat(task.stores().stream().map(s -> s.key().revealText()).distinct())
                .hasSize(4);
        report(done(task));
        assertThat(ordered(wiki)).isEmpty();
        report(failed(task));

        assertThat(ann.get(path(wiki)).body()).contains("Done", "restic · one", "archive · two");
        assertThat(Customers.column(
                        control,
                        "SELECT action FROM audit.event WHERE object = '"
                                + wiki.id().value() + "' AND action LIKE 'backup.%'"))
                .containsExactly("backup.order");
        Browser eve = Customers.joined(control, "eve@example.org");
        assertThat(eve.get(path(wiki)).status()).isEqualTo(404);
        assertThat(eve.post(path(wiki), Map.of()).status()).isEqualTo(404);
    }

    @Test
    void each_instance_comes_daily_and_each_technology_at_each_site_is_rehearsed() throws Exception {
        Customers.joined(control, "bob@example.org");
        Instance wiki = instance("bob@example.org", "bobwiki");
        plan();
        assertThat(ordered(wiki)).as("its first moment is to come").isEmpty();
        assertThat(orders().logs())
                .as("its log is copied before that")
                .extracting(LogOrder::instance)
                .contains(wiki.id());
        clock.advance(Duration.ofDays(1));
        plan();
        plan();
        BackupTask task = ordered(wiki).getFirst();
        assertThat(ordered(wiki)).hasSize(1);
        report(failed(task));
        plan();
        assertThat(ordered(wiki)).isEmpty();
        clock.advance(BackupRules.RETRY.plusMinutes(1));
        plan();
        BackupTask again = ordered(wiki).getFirst();
        assertThat(again.id()).isNotEqualTo(task.id());
        report(done(again));
        finishOthers();
        clock.advance(Duration.ofDays(1).plusMinutes(2));
        plan();
        plan();
        List<BackupTask> rehearsals = orders().tasks().stream()
                .filter(t -> t.kind() == BackupTask.Kind.REHEARSAL)
                .toList();
        assertThat(rehearsals)
                .allSatisfy(r -> assertThat(r.stores()).hasSize(1))
                .extracting(r ->
                        r.stores().getFirst().engine() + r.stores().getFirst().site())
                .containsExactlyInAnyOrder("resticone", "restictwo", "archiveone", "archivetwo");
        assertThat(rehearsals).extracting(BackupTask::manifest).containsOnly("m");
        rehearsals.forEach(r -> report(done(r)));
        plan();
        assertThat(orders().tasks()).noneMatch(t -> t.kind() == BackupTask.Kind.REHEARSAL);
    }

    @Test
    void a_clock_that_leapt_ahead_and_was_put_right_does_not_keep_the_next_backups_and_rehearsals_away()
            throws Exception {
        Duration leap = Duration.ofDays(400);
        Customers.joined(control, "zoe@example.org");
        Instance wiki = instance("zoe@example.org", "zoewiki");
        clock.advance(leap);
        plan();
        orders().tasks().forEach(t -> report(done(t)));
        plan();
        orders().tasks().forEach(t -> report(done(t)));
        clock.advance(leap.negated());
        clock.advance(Duration.ofDays(1));
        plan();
        BackupTask backup = ordered(wiki).getFirst();
        assertThat(backup.at()).isEqualTo(clock.instant());
        assertThat(orders().tasks()).anyMatch(t -> t.kind() == BackupTask.Kind.REHEARSAL);
        orders().tasks().forEach(t -> report(done(t)));
        plan();
        assertThat(orders().tasks()).as("once is enough").isEmpty();
    }

    @Test
    void days_that_a_wrong_clock_has_seen_already_have_their_backups_when_they_come() throws Exception {
        Customers.joined(control, "yan@example.org");
        Instance wiki = instance("yan@example.org", "yanwiki");
        for (int day = 0; day < 3; day++) {
            clock.advance(Duration.ofDays(1));
            plan();
            orders().tasks().forEach(t -> report(done(t)));
        }
        clock.advance(Duration.ofDays(-3));
        for (int day = 0; day < 3; day++) {
            plan();
            orders().tasks().forEach(t -> report(done(t)));
            // A moment after what that clock ordered on that day.
            clock.advance(Duration.ofDays(1).plusMinutes(1));
            plan();
            assertThat(ordered(wiki)).as("day " + day).anyMatch(t -> t.kind() == BackupTask.Kind.BACKUP);
            orders().tasks().forEach(t -> report(done(t)));
        }
    }

    @Test
    void a_damaged_copy_is_told_once_counts_nowhere_and_a_new_backup_is_ordered_at_once() throws Exception {
        Browser pia = Customers.joined(control, "pia@example.org");
        Instance wiki = instance("pia@example.org", "piawiki");
        Browser olga = control.browser("console");
        control.door(Accounts.class)
                .createOperator(new Email("olga@vendor.example"), Secret.of(Customers.PASSWORD), Language.EN, ANYBODY);
        Customers.getIn(control, olga, "olga@vendor.example", Customers.PASSWORD);
        String first = backups.now(wiki.id(), ANYBODY);
        report(done(ordered(wiki).getFirst()));
        clock.advance(Duration.ofSeconds(1));
        backups.now(wiki.id(), ANYBODY);
        BackupTask second = ordered(wiki).getFirst();
        report(withDamage(second, "x is damaged", List.of("copy-" + first)));

        BackupTask replacing = ordered(wiki).getFirst();
        assertThat(replacing.id()).isNotEqualTo(second.id());
        Backup lost = backups.get(wiki.id(), first, ANYBODY);
        assertThat(lost.state()).isEqualTo("damaged");
        assertThat(lost.copies()).filteredOn(Backup.Copy::done).hasSize(3);
        assertThat(backups.sources(wiki, lost)).hasSize(3);
        assertThat(backups.damaged())
                .filteredOn(copy -> copy.instance().equals(wiki.id()))
                .extracting(DamagedCopy::copy)
                .containsExactly("copy-" + first);
        assertThat(pia.get(path(wiki)).body()).contains("Damaged");
        // Archives stay where they are: found again, it is no news.
        report(withDamage(replacing, "x is damaged", List.of("copy-" + first)));
        assertThat(ordered(wiki)).isEmpty();
        plan();
        assertThat(ordered(wiki)).isEmpty();
        assertThat(Customers.column(control, "SELECT object FROM audit.event WHERE action = 'backup.damage'"))
                .containsExactly(wiki.id().value());
        assertThat(
                        Customers.column(
                                control,
                                "SELECT subject FROM mail.message WHERE recipient = 'olga@vendor.example' AND subject LIKE 'Back%'"))
                .containsExactly("Backups are damaged at a site: 1");
        assertThat(olga.get("/damaged-backups").body()).contains("x is damaged", "archive · one", "piawiki");
        clock.advance(Duration.ofDays(31));
        plan();
        assertThat(backups.damaged()).isEmpty();
        orders().tasks().forEach(t -> report(done(t)));
    }

    /// Found in the archives at one site.
    private BackupOutcome withDamage(BackupTask task, String what, List<String> copies) {
        return outcome(
                task,
                "",
                done(task).copies().stream()
                        .map(copy ->
                                copy.engine().equals("archive") && copy.site().equals("one")
                                        ? copy.damaged(what, copies)
                                        : copy)
                        .toList());
    }

    @Test
    void an_erased_instance_takes_the_keys_of_its_copies_along() throws Exception {
        Customers.joined(control, "fay@example.org");
        Instance wiki = instance("fay@example.org", "faywiki");
        backups.now(wiki.id(), ANYBODY);
        assertThat(keys(wiki)).hasSize(4);
        Person person = Customers.person(control, "fay@example.org");
        control.door(Instances.class).erase(wiki.id(), "faywiki", new Actor.Customer(person.id(), wiki.customer()));
        say(wiki, Phase.ERASED);
        plan();
        assertThat(keys(wiki)).isEmpty();
        assertThat(ordered(wiki)).isEmpty();
        assertThatThrownBy(() -> backups.now(wiki.id(), ANYBODY)).isInstanceOf(Refusal.class);
    }

    private List<String> keys(Instance instance) {
        return Customers.column(
                control,
                "SELECT site FROM backup.repository WHERE instance_id = '"
                        + instance.id().value() + "'");
    }

    private void plan() {
        control.door(BackupPlanner.class).turn();
    }

    private BackupOrders orders() throws InterruptedException {
        byte[] signed = backups.feed().newer(-1, Duration.ofSeconds(5)).orElseThrow();
        return BackupOrders.decode(SignedSnapshot.open(
                SignedSnapshot.Audience.BACKUP,
                signed,
                control.door(SnapshotKey.class).spki()));
    }

    private List<BackupTask> ordered(Instance instance) throws InterruptedException {
        return orders().tasks().stream()
                .filter(t -> t.instance().equals(instance.id()))
                .toList();
    }

    private void finishOthers() throws InterruptedException {
        orders().tasks().forEach(t -> report(failed(t)));
    }

    private BackupOutcome done(BackupTask task) {
        return outcome(
                task,
                "",
                task.stores().stream()
                        .map(s ->
                                new BackupOutcome.Copy(s.engine(), s.site(), true, "copy-" + task.id(), 9, 0, 1, 5, ""))
                        .toList());
    }

    private BackupOutcome failed(BackupTask task) {
        return outcome(task, "no", List.of());
    }

    private BackupOutcome outcome(BackupTask task, String detail, List<BackupOutcome.Copy> copies) {
        return new BackupOutcome(
                task.id(), task.instance(), clock.instant(), clock.instant(), detail, "m", 3, 4 << 20, copies);
    }

    private void report(BackupOutcome outcome) {
        backups.reports().receive(new BackupReport("local", List.of(outcome)).encode());
    }

    private static String path(Instance instance) {
        return "/instances/" + instance.id().value() + "/backups";
    }

    @Test
    void a_volume_has_one_key_and_none_when_the_customers_is_destroyed_or_the_instance_erased() throws Exception {
        Customers.joined(control, "gil@example.org");
        Instance first = instance("gil@example.org", "evewiki");
        Instance second = instance("gil@example.org", "evenotes");
        Secret key = control.control().volumeKey(first.id());
        assertThat(key.length()).isEqualTo(32);
        assertThat(control.control().volumeKey(first.id())).isEqualTo(key);
        assertThat(control.control().volumeKey(second.id())).isNotEqualTo(key);
        List<String> sealed = sealed(first);
        Rotations rotations = control.door(Rotations.class);
        assertThat(rotations.rotate(Optional.of(first.customer()), ANYBODY)).isOne();
        new FieldTurn(control).turnUntil(Rotation.State.KEPT, clock);
        assertThat(sealed(first)).hasSize(1).isNotEqualTo(sealed);
        assertThat(control.control().volumeKey(first.id())).isEqualTo(key);
        Instances instances = control.door(Instances.class);
        instances.erase(
                second.id(),
                "evenotes",
                new Actor.Customer(Customers.person(control, "gil@example.org").id(), second.customer()));
        say(second, Phase.ERASED);
        assertThatThrownBy(() -> control.control().volumeKey(second.id()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is gone");
        assertThat(control.control().volumeKey(first.id())).isEqualTo(key);
        control.door(Vault.class).destroy(KeyOwner.of(first.customer()));
        assertThatThrownBy(() -> control.control().volumeKey(first.id()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("key was destroyed");
    }

    private List<String> sealed(Instance instance) {
        return Customers.column(
                control,
                "SELECT encode(sealed_key, 'hex') FROM volume.volume WHERE instance_id = '"
                        + instance.id().value() + "'");
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
