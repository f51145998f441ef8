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
import casemate.control.Browser;
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
import casemate.control.inventory.Field;
import casemate.control.inventory.Inventory;
import casemate.control.invoice.Invoices;
import casemate.control.invoice.LegalEntity;
import casemate.control.invoice.Line;
import casemate.control.invoice.Seller;
import casemate.control.invoice.Wanted;
import casemate.control.request.RequestKind;
import casemate.control.request.RequestState;
import casemate.control.request.Requests;
import casemate.control.web.Language;
import casemate.control.web.Rights;
import casemate.control.web.Viewer;
import casemate.testkit.Eventually;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import casemate.vault.KeyOwner;
import casemate.vault.Vault;
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
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final Actor TEST = new Actor.Program("test");
    private static final Secret PASSWORD = Secret.of(Customers.PASSWORD);
    private static final String PATH = "/account/export";
    /// A worker's turn comes every two seconds; the rest is a loaded machine's.
    private static final Duration MADE = Duration.ofSeconds(60);

    private static final byte[] DATA = new byte[3 * PieceStream.PIECE_BYTES];

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");

    private Path directory;
    private TestControl control;

    @BeforeAll
    void start(@TempDir Path place) throws IOException {
        directory = place;
        Files.createDirectories(place.resolve("house"));
        open((_, _, out) -> out.write(DATA));
    }

    private void open(InstanceCopies copies) {
        control = TestControl.start(DATABASE, directory.resolve("house"), clock);
        control.control()
                .offer(List.of(new Blueprint(
                        "wiki", Map.of("en", "A wiki."), Set.of("title"), new Limits(256 << 20, 500, 128))));
        control.control().copiesFrom(copies);
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void every_table_of_the_live_database_is_carried_or_says_why_not() {
        Set<String> live = control.door(Inventory.class).fields().stream()
                .map(f -> f.column().schema() + "." + f.column().table())
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> declared = Carried.all().stream().map(Carried::table).toList();
        assertThat(live).as("a scan that found nothing").hasSizeGreaterThan(90);
        assertThat(declared)
                .as(
                        "say in src/main/resources/export/tables.txt what of each table is in a customer's copy, or why not")
                .doesNotHaveDuplicates()
                .containsAll(live);
        Set<String> rooms =
                live.stream().map(t -> t.substring(0, t.indexOf('.'))).collect(Collectors.toSet());
        assertThat(live)
                .as("declared, but not there")
                .containsAll(declared.stream()
                        .filter(t -> rooms.contains(t.substring(0, t.indexOf('.'))))
                        .toList());
        assertThat(Carried.all()).allSatisfy(c -> {
            assertThat(c.customer().condition().isPresent()
                            || !c.customer().why().isBlank())
                    .as(c.table())
                    .isTrue();
            assertThat(c.person().condition().isPresent() || !c.person().why().isBlank())
                    .as(c.table())
                    .isTrue();
        });
    }

    @Test
    void a_table_that_names_a_customer_is_not_passed_over_as_somebody_elses() {
        Set<String> theirs = control.door(Inventory.class).fields().stream()
                .map(Field::column)
                .filter(c -> c.name().equals("customer_id") || c.name().equals("instance_id"))
                .map(c -> c.schema() + "." + c.table())
                .collect(Collectors.toSet());
        Set<String> excuses = Set.of("the platform's", "the vendor's", "public", "counts, of nobody");
        assertThat(Carried.all())
                .filteredOn(c -> theirs.contains(c.table()))
                .hasSizeGreaterThan(25)
                .allSatisfy(c -> assertThat(excuses)
                        .as(c.table())
                        .doesNotContain(c.customer().why()));
    }

    @Test
    void an_administrator_has_a_copy_made_is_told_and_opens_it_with_stock_tools() throws Exception {
        Viewer ann = customer("ann@example.org", "Acme SARL", Language.FR);
        customer("other@example.org", "Nobody else GmbH", Language.EN);
        InstanceId instance = instance(ann, "annwiki");
        String invoice = invoice(ann, "ANN");
        Exports exports = control.door(Exports.class);
        Export asked = exports.ask(ann, ExportWish.typed(true, "", ""));
        assertThatThrownBy(() -> exports.ask(ann, ExportWish.all()))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("request-open"));
        Export ready = made(ann, asked.id());
        assertThat(ready.expires()).contains(ready.ended().orElseThrow().plus(Exports.KEPT));
        assertThat(Customers.column(control, "SELECT plain FROM mail.message WHERE recipient = 'ann@example.org'"))
                .anyMatch(letter -> letter.contains("/account/export") && letter.contains("29 novembre 2026"));
        assertThat(control.door(Requests.class).of(own(ann)))
                .filteredOn(r -> r.kind() == RequestKind.EXPORT)
                .extracting(r -> r.state())
                .containsExactly(RequestState.DONE);

        Unpacked copy = Unpacked.of(Unpacked.fetched(exports.fetch(ann, ready.id()), directory.resolve("ann")));
        assertThat(copy.names())
                .contains(
                        "README.txt",
                        "account.json",
                        "activity.json",
                        "tables/account.person.json",
                        "tables/index.json",
                        "invoices/" + invoice + ".pdf",
                        "instances/annwiki.tar.zst",
                        "SHA256SUMS");
        assertThat(copy.text("README.txt")).startsWith("Copie de toutes les données");
        Json.Obj account = object(copy.text("account.json"));
        assertThat(account.text("company")).isEqualTo("Acme SARL");
        assertThat(account.text("address")).isEqualTo("Rue 1");
        assertThat(copy.text("tables/account.person.json"))
                .contains("ann@example.org")
                .doesNotContain("other@example.org", "verifier");
        assertThat(copy.text("tables/instance.instance.json")).contains(instance.value(), "annwiki");
        assertThat(copy.text("activity.json")).contains("export.ask", "instance.create");
        assertThat(Files.readAllBytes(copy.path("instances/annwiki.tar.zst"))).isEqualTo(DATA);
        for (String name : copy.names()) {
            if (name.endsWith(".json")) {
                Json.parse(copy.text(name).getBytes(StandardCharsets.UTF_8), 1 << 20);
                assertThat(copy.text(name)).as(name).doesNotContain("Nobody else GmbH", "other@example.org");
            }
        }
        assertThat(actions(ready.id())).containsExactly("export.ask", "export.made", "export.fetch");
    }

    @Test
    void what_is_kept_until_it_is_fetched_is_sealed_under_the_customers_key_and_ends_with_it() {
        Viewer bob = customer("bob@example.org", "Marker of Bob SA", Language.EN);
        Export ready = made(bob, ask(bob, false).id());
        List<byte[]> pieces = JdbcClient.create(control.runtime())
                .sql("SELECT sealed FROM export.piece WHERE export_id = ?")
                .param(ready.id())
                .query((row, _) -> row.getBytes(1))
                .list();
        assertThat(pieces).isNotEmpty();
        assertThat(pieces.stream().map(p -> new String(p, StandardCharsets.ISO_8859_1)))
                .allSatisfy(p -> assertThat(p).doesNotContain("README.txt", "Marker of Bob", "PK\u0003\u0004"));
        Exports exports = control.door(Exports.class);
        assertThat(exports.fetch(bob, ready.id()).bytes()).isPositive();
        control.door(Vault.class).destroy(KeyOwner.of(own(bob)));
        assertThatThrownBy(() -> exports.fetch(bob, ready.id()))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("key-destroyed"));
        assertThat(exports.erase(own(bob), TEST)).isEqualTo(1);
        assertThat(exports.of(own(bob))).isEmpty();
        assertThat(pieces(ready.id())).isZero();
    }

    @Test
    void it_is_closed_for_a_recipient_or_by_a_passphrase_and_opened_by_age() throws Exception {
        Viewer cy = customer("cy@example.org", "Cy BV", Language.EN);
        Path place = Files.createDirectories(directory.resolve("cy"));
        String said = Unpacked.run(place, List.of("age-keygen", "-o", "key.txt"));
        String recipient = said.substring(said.indexOf("age1")).strip();
        Exports exports = control.door(Exports.class);
        Export to =
                made(cy, exports.ask(cy, ExportWish.typed(false, recipient, "")).id());
        Path file = Unpacked.fetched(exports.fetch(cy, to.id()), place);
        assertThat(file.toString()).endsWith(".zip.age");
        Unpacked.run(place, List.of("age", "--decrypt", "-i", "key.txt", "-o", "to.zip", file.toString()));
        assertThat(object(Unpacked.of(place.resolve("to.zip")).text("account.json"))
                        .text("company"))
                .isEqualTo("Cy BV");

        String passphrase = "correct horse battery";
        Export by = made(
                cy, exports.ask(cy, ExportWish.typed(false, "", passphrase)).id());
        Path locked = Unpacked.fetched(exports.fetch(cy, by.id()), place);
        // age asks at a terminal only.
        Unpacked.run(
                place,
                List.of(
                        "bash",
                        "-euo",
                        "pipefail",
                        "-c",
                        "printf '%s\\n' \"$1\" | script -qec \"age --decrypt -o by.zip '$2'\" /dev/null",
                        "open",
                        passphrase,
                        locked.toString()));
        assertThat(Unpacked.of(place.resolve("by.zip")).names()).contains("account.json");
        assertThat(Customers.column(control, "SELECT count(*) FROM export.export WHERE sealed_passphrase IS NOT NULL"))
                .containsExactly("0");
    }

    @Test
    void wishes_that_are_none_are_refused_in_one_line() {
        Map<String, Runnable> wishes = Map.of(
                "export-two-locks", () -> ExportWish.typed(true, "age1x", "a long enough passphrase"),
                "export-recipient-malformed", () -> ExportWish.typed(true, "age1" + "q".repeat(58), ""),
                "export-passphrase-short", () -> ExportWish.typed(true, "", "short"),
                "export-passphrase-long", () -> ExportWish.typed(true, "", "x".repeat(201)));
        wishes.forEach((code, wish) -> assertThatThrownBy(wish::run)
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(code)));
    }

    @Test
    void killed_in_the_middle_it_is_begun_anew_by_whoever_comes_after() throws Exception {
        Viewer dan = customer("dan@example.org", "Dan AG", Language.EN);
        instance(dan, "danwiki");
        control.close();
        CountDownLatch never = new CountDownLatch(1);
        open((_, _, out) -> {
            out.write(new byte[3 * PieceStream.PIECE_BYTES]);
            never.await();
        });
        Export asked = ask(dan, true);
        Eventually.until("pieces of the first attempt", MADE, () -> pieces(asked.id()) >= 2);
        control.close();
        open((_, _, out) -> out.write(DATA));
        assertThat(control.door(Exports.class).get(own(dan), asked.id()).state())
                .isEqualTo(ExportState.WORKING);
        clock.advance(ExportWorker.LEASE);
        Export ready = made(dan, asked.id());
        assertThat(ready.attempt()).isEqualTo(2);
        assertThat(Customers.column(
                        control, "SELECT DISTINCT attempt FROM export.piece WHERE export_id = '" + asked.id() + "'"))
                .containsExactly("2");
        Unpacked copy = Unpacked.of(
                Unpacked.fetched(control.door(Exports.class).fetch(dan, ready.id()), directory.resolve("dan")));
        assertThat(Files.readAllBytes(copy.path("instances/danwiki.tar.zst"))).isEqualTo(DATA);
    }

    @Test
    void one_that_cannot_be_made_says_why_and_the_same_request_is_tried_again() {
        Viewer eve = customer("eve@example.org", "Eve Oy", Language.EN);
        instance(eve, "evewiki");
        control.control().copiesFrom((_, _, _) -> {
            throw Refusal.conflict("copy-impossible", "No.");
        });
        Export failed = ended(eve, ask(eve, true).id());
        assertThat(failed.state()).isEqualTo(ExportState.FAILED);
        assertThat(failed.problem()).contains("copy-impossible");
        control.control().copiesFrom((_, _, out) -> out.write(DATA));
        Export again = made(eve, ask(eve, true).id());
        assertThat(again.request()).isEqualTo(failed.request());
        assertThat(actions(failed.id())).containsExactly("export.ask", "export.fail");
    }

    @Test
    void a_copy_expires_the_oldest_gives_way_and_nobody_reaches_anothers() {
        Viewer fay = customer("fay@example.org", "Fay Lda", Language.EN);
        Viewer gus = customer("gus@example.org", "Gus ApS", Language.EN);
        Exports exports = control.door(Exports.class);
        Export first = made(fay, ask(fay, false).id());
        refused("export-unknown", () -> exports.fetch(gus, first.id()));
        refused("export-unknown", () -> exports.remove(gus, first.id()));
        clock.advance(Duration.ofSeconds(1));
        made(fay, ask(fay, false).id());
        clock.advance(Duration.ofSeconds(1));
        Export last = made(fay, ask(fay, false).id());
        refused("export-not-there", () -> exports.fetch(fay, first.id()));
        assertThat(pieces(first.id())).isZero();
        assertThat(actions(first.id())).last().isEqualTo("export.replace");

        clock.advance(Exports.KEPT.minusSeconds(1));
        assertThat(exports.fetch(fay, last.id()).bytes()).isPositive();
        clock.advance(Duration.ofSeconds(1));
        refused("export-not-there", () -> exports.fetch(fay, last.id()));
        Eventually.until("the file is gone", MADE, () -> pieces(last.id()) == 0);
        assertThat(actions(last.id())).last().isEqualTo("export.expire");
    }

    @Test
    void a_request_of_a_program_is_carried_out_and_one_that_was_withdrawn_is_not() {
        Viewer hal = customer("hal@example.org", "Hal Kft", Language.EN);
        Requests requests = control.door(Requests.class);
        requests.askExport(hal);
        requests.cancel(RequestKind.EXPORT, hal);
        requests.askExport(hal);
        clock.advance(ExportEnds.ADOPTED_AFTER);
        Exports exports = control.door(Exports.class);
        Eventually.until(
                "the copy is ready",
                MADE,
                () -> exports.of(own(hal)).stream().anyMatch(e -> e.state() == ExportState.READY));
        assertThat(exports.of(own(hal))).hasSize(1);
        assertThat(requests.of(own(hal)).stream().map(r -> r.state()))
                .containsExactlyInAnyOrder(RequestState.DONE, RequestState.CANCELLED);
    }

    @Test
    void the_page_asks_anew_who_somebody_is_before_it_hands_out_a_file() {
        Browser ida = control.browser("portal");
        Customers.join(control, ida, "ida@example.org");
        assertThat(ida.get(PATH).says("Copy of all data")).isTrue();
        assertThat(ida.postOnly(PATH, Map.of()).status()).isEqualTo(422);
        assertThat(ida.post(PATH, Map.of("sure", "yes", "passphrase", "short")).says("15 characters or more"))
                .isTrue();
        assertThat(ida.post(PATH, Map.of("sure", "yes")).says("A copy is being made"))
                .isTrue();
        Viewer viewer = viewer("ida@example.org", Language.EN);
        Export ready = made(
                viewer, control.door(Exports.class).of(own(viewer)).getFirst().id());
        Browser.Answer page = ida.get(PATH);
        assertThat(page.body()).contains("/file\"", ready.sha256().orElseThrow(), "Fetch");
        Browser.Answer file = ida.get(PATH + "/" + ready.id() + "/file");
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.headers())
                .containsEntry("content-length", Long.toString(ready.bytes()))
                .containsEntry("cache-control", "no-store")
                .containsEntry("content-disposition", "attachment; filename=\"" + ready.id() + ".zip\"");
        Browser.Answer own = ida.get(PATH + "/own.json");
        assertThat(object(own.body()).list("account.person", p -> ((Json.Obj) p).text("email")))
                .containsExactly("ida@example.org");
        assertThat(object(own.body()).find("signin.session")).isPresent();
        assertThat(own.body()).doesNotContain("token_hash", "verifier", "ann@example.org");

        clock.advance(Duration.ofMinutes(11));
        for (String path : List.of("/" + ready.id() + "/file", "/own.json")) {
            assertThat(ida.getOnly(PATH + path).headers().get("location")).startsWith("/step-up");
        }
        control.door(Accounts.class).join(new Email("jo@example.org"), PASSWORD, Language.PL, own(viewer), "member");
        Browser jo = control.browser("portal");
        Customers.signIn(jo, "jo@example.org", Customers.PASSWORD);
        assertThat(jo.getOnly(PATH).status()).isEqualTo(403);
        assertThat(jo.getOnly(PATH + "/" + ready.id() + "/file").status()).isEqualTo(403);
        assertThat(object(jo.get(PATH + "/own.json").body()).list("account.person", p -> p))
                .hasSize(1);
    }

    @Test
    void the_database_of_an_instance_is_fetched_by_itself_and_anothers_is_not() {
        control.control().copiesFrom((_, part, out) -> {
            if (part == InstanceCopies.Part.DATABASE) {
                out.write("CREATE TABLE".getBytes(StandardCharsets.UTF_8));
            }
        });
        Browser kim = control.browser("portal");
        Customers.join(control, kim, "kim@example.org");
        InstanceId own = instance(viewer("kim@example.org", Language.EN), "kimwiki");
        Browser.Answer text = kim.get("/instances/" + own + "/database");
        assertThat(text.body()).isEqualTo("CREATE TABLE");
        assertThat(text.headers()).containsEntry("content-disposition", "attachment; filename=\"kimwiki.sql.zst\"");
        InstanceId others = instance(customer("lea@example.org", "Lea SpA", Language.EN), "leawiki");
        assertThat(kim.get("/instances/" + others + "/database").status()).isEqualTo(404);
        control.control().copiesFrom((_, _, _) -> {
            throw new IOException("the pod is starting");
        });
        assertThat(kim.get("/instances/" + own + "/database").status()).isEqualTo(503);
        control.control().copiesFrom((_, _, out) -> out.write(DATA));
        assertThat(actions(own.value())).contains("export.database");
    }

    @Test
    void a_file_larger_than_a_copy_may_be_is_refused_before_it_fills_the_disk() {
        byte[] block = new byte[PieceStream.PIECE_BYTES];
        PieceStream stream =
                new PieceStream(new PieceCipher(Secret.of(new byte[32])), (_, _, _) -> {}, 2L * block.length);
        stream.write(block, 0, block.length);
        stream.write(block, 0, block.length);
        refused("export-too-large", () -> stream.write(1));
    }

    @Test
    void the_running_program_changes_nothing_of_a_piece() {
        assertThatThrownBy(() -> JdbcClient.create(control.runtime())
                        .sql("UPDATE export.piece SET sealed = ''")
                        .update())
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining("permission denied");
    }

    private Export ask(Viewer viewer, boolean instances) {
        return control.door(Exports.class).ask(viewer, ExportWish.typed(instances, "", ""));
    }

    private Export made(Viewer viewer, String id) {
        Export ended = ended(viewer, id);
        assertThat(ended.state()).as("%s", ended.problem()).isEqualTo(ExportState.READY);
        return ended;
    }

    private Export ended(Viewer viewer, String id) {
        Exports exports = control.door(Exports.class);
        Eventually.until(
                "the copy is made", MADE, () -> !exports.get(own(viewer), id).open());
        return exports.get(own(viewer), id);
    }

    private long pieces(String id) {
        return JdbcClient.create(control.runtime())
                .sql("SELECT count(*) FROM export.piece WHERE export_id = ?")
                .param(id)
                .query(Long.class)
                .single();
    }

    private List<String> actions(String id) {
        return Customers.column(control, "SELECT action FROM audit.event WHERE object = '" + id + "' ORDER BY number");
    }

    private static void refused(String code, Runnable act) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(code));
    }

    private static Json.Obj object(String text) {
        return Json.parseObject(text.getBytes(StandardCharsets.UTF_8), 1 << 20);
    }

    private static CustomerId own(Viewer viewer) {
        return viewer.customer().orElseThrow();
    }

    private Viewer customer(String email, String company, Language language) {
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

    private Viewer viewer(String email, Language language) {
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

    private InstanceId instance(Viewer viewer, String slug) {
        return control.door(Instances.class)
                .create(
                        new CreateInstance(own(viewer), "wiki", Slug.parse(slug), "Ours", "ann@example.org", "en"),
                        TEST)
                .instance()
                .id();
    }

    private String invoice(Viewer viewer, String prefix) {
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
