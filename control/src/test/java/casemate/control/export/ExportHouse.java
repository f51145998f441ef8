package casemate.control.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Slug;
import casemate.base.UserId;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Memberships;
import casemate.control.account.SignUp;
import casemate.control.instance.Blueprint;
import casemate.control.instance.CreateInstance;
import casemate.control.instance.Instances;
import casemate.control.invoice.Invoices;
import casemate.control.invoice.LegalEntity;
import casemate.control.invoice.Line;
import casemate.control.invoice.Seller;
import casemate.control.invoice.Wanted;
import casemate.control.web.Language;
import casemate.control.web.Rights;
import casemate.control.web.Viewer;
import casemate.testkit.Eventually;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import casemate.wire.InstanceCopies;
import casemate.wire.PodOrder.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A house whose customers have copies of their data made.
final class ExportHouse implements AutoCloseable {
    static final Actor TEST = new Actor.Program("test");
    static final Secret PASSWORD = Secret.of(Customers.PASSWORD);
    /// A worker's turn comes every two seconds; the rest is a loaded machine's.
    static final Duration MADE = Duration.ofSeconds(60);

    private final TestDatabase database;
    private final TestClock clock;
    private final Path directory;
    private TestControl control;

    /// @param copies what instances hand out
    ExportHouse(TestDatabase database, TestClock clock, Path directory, InstanceCopies copies) throws IOException {
        this.database = database;
        this.clock = clock;
        this.directory = directory;
        Files.createDirectories(directory.resolve("house"));
        this.control = started(database, clock, directory, copies);
    }

    /// Starts control anew.
    ///
    /// @param copies what instances hand out
    void open(InstanceCopies copies) {
        control = started(database, clock, directory, copies);
    }

    private static TestControl started(TestDatabase database, TestClock clock, Path directory, InstanceCopies copies) {
        TestControl control = TestControl.start(database, directory.resolve("house"), clock);
        control.control()
                .offer(List.of(new Blueprint(
                        "wiki", Map.of("en", "A wiki."), Set.of("title"), new Limits(256 << 20, 500, 128))));
        control.control().copiesFrom(copies);
        return control;
    }

    TestControl control() {
        return control;
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() {
        control.close();
    }

    Export ask(Viewer viewer, boolean instances) {
        return control.door(Exports.class).ask(viewer, ExportWish.typed(instances, "", ""));
    }

    Export made(Viewer viewer, String id) {
        Export ended = ended(viewer, id);
        assertThat(ended.state()).as("%s", ended.problem()).isEqualTo(ExportState.READY);
        return ended;
    }

    Export ended(Viewer viewer, String id) {
        Exports exports = control.door(Exports.class);
        Eventually.until(
                "the copy is made", MADE, () -> !exports.get(own(viewer), id).open());
        return exports.get(own(viewer), id);
    }

    long pieces(String id) {
        return JdbcClient.create(control.runtime())
                .sql("SELECT count(*) FROM export.piece WHERE export_id = ?")
                .param(id)
                .query(Long.class)
                .single();
    }

    List<String> actions(String id) {
        return Customers.column(control, "SELECT action FROM audit.event WHERE object = '" + id + "' ORDER BY number");
    }

    static void refused(String code, Runnable act) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(code));
    }

    static Json.Obj object(String text) {
        return Json.parseObject(text.getBytes(StandardCharsets.UTF_8), 1 << 20);
    }

    static CustomerId own(Viewer viewer) {
        return viewer.customer().orElseThrow();
    }

    Viewer customer(String email, String company, Language language) {
        control.door(Accounts.class)
                .createCustomer(
                        new SignUp(
                                new Email(email),
                                PASSWORD,
                                language,
                                Details.typed(company, "Ann", "Rue 1", "75001", "FR", "")),
                        TEST);
        return viewer(email, language);
    }

    Viewer viewer(String email, Language language) {
        UserId user = control.door(Accounts.class)
                .find(Kind.CUSTOMER, new Email(email))
                .orElseThrow()
                .id();
        CustomerId customer =
                control.door(Memberships.class).of(user).getFirst().customer();
        return new Viewer(
                user,
                Optional.of(customer),
                Optional.empty(),
                email,
                language,
                ZoneId.of("UTC"),
                "ses",
                clock.instant(),
                Rights.owner());
    }

    InstanceId instance(Viewer viewer, String slug) {
        return control.door(Instances.class)
                .create(
                        new CreateInstance(own(viewer), "wiki", Slug.parse(slug), "Ours", "ann@example.org", "en"),
                        TEST)
                .instance()
                .id();
    }

    String invoice(Viewer viewer, String prefix) {
        Invoices invoices = control.door(Invoices.class);
        LegalEntity entity = invoices.put(
                prefix,
                new Seller(
                        "Éditeur SAS",
                        "1 rue de la Paix",
                        "75002",
                        "Paris",
                        "FR",
                        Optional.of("FR40303265045"),
                        "RCS Paris 303265045",
                        "billing@vendor.example",
                        Optional.of("FR7630006000011234567890189"),
                        Optional.of("AGRIFRPP")),
                true,
                false,
                TEST);
        LocalDate first = LocalDate.of(2026, 11, 1);
        return invoices.issue(
                        new Wanted(
                                entity.id(),
                                own(viewer),
                                "november",
                                "EUR",
                                List.of(new Line("Hosting", 1, 4990)),
                                first,
                                first.plusDays(29),
                                30),
                        TEST)
                .number();
    }
}
