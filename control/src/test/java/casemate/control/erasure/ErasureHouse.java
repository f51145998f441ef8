package casemate.control.erasure;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.base.Slug;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.SignUp;
import casemate.control.instance.Blueprint;
import casemate.control.instance.CreateInstance;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.site.BackupSite;
import casemate.control.web.Language;
import casemate.promise.PromiseId;
import casemate.promise.Region;
import casemate.testkit.Eventually;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import casemate.wire.AgentReport;
import casemate.wire.BackupOrders;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupReport;
import casemate.wire.EraseTask;
import casemate.wire.PodOrder.Limits;
import casemate.wire.PodOrder.Wanted;
import casemate.wire.PodReport;
import casemate.wire.PodReport.Phase;
import casemate.wire.SignedSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Control with two sites and a host that says what the test lets it; nothing is erased but by a turn that
/// is asked for.
final class ErasureHouse implements AutoCloseable {
    static final Actor TEST = new Actor.Program("test");
    static final Secret PASSWORD = Secret.of("a sentence nobody has leaked yet");
    /// Another host, where a test says so.
    static final String SECOND = "second";

    private static final Duration FORWARDED = Duration.ofSeconds(30);

    final TestClock clock;
    final TestControl control;

    private ErasureHouse(TestClock clock, TestControl control) {
        this.clock = clock;
        this.control = control;
    }

    static ErasureHouse open(TestDatabase database, Path directory) throws IOException {
        TestClock clock = TestClock.at("2026-11-22T12:00:00Z");
        TestControl control =
                TestControl.start(database, directory, clock, TestControl.without(new PromiseId("ACC-7")));
        control.control().adopt(Files.readAllBytes(Path.of("../policies/casemate.yaml")));
        control.control()
                .offer(List.of(new Blueprint(
                        "small", Map.of("en", "Small."), Set.of("title"), new Limits(256 << 20, 500, 128))));
        control.control()
                .embedSites(List.of(
                        new BackupSite("one", new Region("FR"), "/sites/one"),
                        new BackupSite("two", new Region("FR"), "/sites/two")));
        return new ErasureHouse(clock, control);
    }

    <T> T door(Class<T> type) {
        return control.door(type);
    }

    CustomerId customer(String email, Details details) {
        return door(Accounts.class)
                .createCustomer(new SignUp(Email.parse(email), PASSWORD, Language.FR, details), TEST)
                .customer();
    }

    Instance instance(CustomerId customer, String slug) {
        InstanceId id = door(Instances.class)
                .create(
                        new CreateInstance(
                                customer, "small", Slug.parse(slug), "Wiki of " + slug, "a@example.org", "en"),
                        TEST)
                .instance()
                .id();
        say(id, Phase.RUNNING);
        return door(Instances.class).get(id, TEST);
    }

    void say(InstanceId instance, Phase phase) {
        clock.advance(Duration.ofSeconds(1));
        control.control()
                .reports()
                .receive(new AgentReport(
                                door(Instances.class).hostOf(instance),
                                clock.instant(),
                                1,
                                List.of(new PodReport(instance, phase, List.of(), "", 0, 0)))
                        .encode());
    }

    /// The host does what it is told about these: stops what is suspended, removes what is to be erased,
    /// and empties the sites.
    ///
    /// @param left how many files it could not remove at each site
    void host(CustomerId customer, int left) throws InterruptedException {
        for (Instance instance : door(Instances.class).of(customer)) {
            if (instance.wanted() == Wanted.ERASED) {
                say(instance.id(), Phase.ERASED);
            } else if (instance.wanted() != Wanted.RUNNING) {
                say(instance.id(), Phase.STOPPED);
            }
        }
        List<EraseTask> all = new ArrayList<>(orders());
        all.addAll(orders(SECOND));
        for (EraseTask task : all) {
            BackupOutcome.Copy copy = new BackupOutcome.Copy(
                    "restic", task.site().name(), left == 0, "", 0, 7, left, 5, left == 0 ? "" : "busy");
            control.control()
                    .backupReports()
                    .receive(new BackupReport(
                                    "local",
                                    List.of(new BackupOutcome(
                                            task.id(),
                                            task.instance(),
                                            clock.instant(),
                                            clock.instant(),
                                            "",
                                            "",
                                            0,
                                            0,
                                            List.of(copy))))
                            .encode());
        }
    }

    List<EraseTask> orders() throws InterruptedException {
        return orders("local");
    }

    List<EraseTask> orders(String host) throws InterruptedException {
        Optional<byte[]> signed = control.control().backupFeed(host).newer(-1, Duration.ZERO);
        return BackupOrders.decode(SignedSnapshot.open(
                        SignedSnapshot.Audience.BACKUP,
                        signed.orElseThrow(),
                        control.control().snapshotSpki()))
                .erasures();
    }

    void turn() {
        door(ErasureWorker.class).turn();
    }

    /// Until its certificate is in the ledger and told.
    ErasureCase finished(CustomerId customer) {
        Eventually.until("erased", FORWARDED, () -> {
            turn();
            host(customer, 0);
            return !door(Erasures.class).of(customer).orElseThrow().open();
        });
        return door(Erasures.class).of(customer).orElseThrow();
    }

    @Override
    public void close() {
        control.close();
    }
}
