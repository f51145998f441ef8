package casemate.control.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.request.RequestKind;
import casemate.control.request.RequestState;
import casemate.control.request.Requests;
import casemate.control.web.Language;
import casemate.control.web.Viewer;
import casemate.testkit.Eventually;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import casemate.vault.KeyOwner;
import casemate.vault.Vault;
import casemate.wire.InstanceCopies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
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

    private static final String PATH = "/account/export";

    private static final byte[] DATA = new byte[3 * PieceStream.PIECE_BYTES];

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");

    private ExportHouse house;

    @BeforeAll
    void start(@TempDir Path place) throws IOException {
        house = new ExportHouse(DATABASE, clock, place, (_, _, out) -> out.write(DATA));
    }

    @AfterAll
    void stop() {
        house.close();
    }

    @Test
    void an_administrator_has_a_copy_made_is_told_and_opens_it_with_stock_tools() throws Exception {
        Viewer ann = house.customer("ann@example.org", "Acme SARL", Language.FR);
        house.customer("other@example.org", "Nobody else GmbH", Language.EN);
        InstanceId instance = house.instance(ann, "annwiki");
        String invoice = house.invoice(ann, "ANN");
        Exports exports = house.control().door(Exports.class);
        Export asked = exports.ask(ann, ExportWish.typed(true, "", ""));
        assertThatThrownBy(() -> exports.ask(ann, ExportWish.all()))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("request-open"));
        Export ready = house.made(ann, asked.id());
        assertThat(ready.expires()).contains(ready.ended().orElseThrow().plus(Exports.KEPT));
        assertThat(Customers.column(
                        house.control(), "SELECT plain FROM mail.message WHERE recipient = 'ann@example.org'"))
                .anyMatch(letter -> letter.contains("/account/export") && letter.contains("29 novembre 2026"));
        assertThat(house.control().door(Requests.class).of(ExportHouse.own(ann)))
                .filteredOn(r -> r.kind() == RequestKind.EXPORT)
                .extracting(r -> r.state())
                .containsExactly(RequestState.DONE);

        Unpacked copy = Unpacked.of(Unpacked.fetched(
                exports.fetch(ann, ready.id()), house.directory().resolve("ann")));
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
        Json.Obj account = ExportHouse.object(copy.text("account.json"));
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
        assertThat(house.actions(ready.id())).containsExactly("export.ask", "export.made", "export.fetch");
    }

    @Test
    void what_is_kept_until_it_is_fetched_is_sealed_under_the_customers_key_and_ends_with_it() {
        Viewer bob = house.customer("bob@example.org", "Marker of Bob SA", Language.EN);
        Export ready = house.made(bob, house.ask(bob, false).id());
        List<byte[]> pieces = JdbcClient.create(house.control().runtime())
                .sql("SELECT sealed FROM export.piece WHERE export_id = ?")
                .param(ready.id())
                .query((row, _) -> row.getBytes(1))
                .list();
        assertThat(pieces).isNotEmpty();
        assertThat(pieces.stream().map(p -> new String(p, StandardCharsets.ISO_8859_1)))
                .allSatisfy(p -> assertThat(p).doesNotContain("README.txt", "Marker of Bob", "PK\u0003\u0004"));
        Exports exports = house.control().door(Exports.class);
        assertThat(exports.fetch(bob, ready.id()).bytes()).isPositive();
        house.control().door(Vault.class).destroy(KeyOwner.of(ExportHouse.own(bob)));
        assertThatThrownBy(() -> exports.fetch(bob, ready.id()))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("key-destroyed"));
        assertThat(exports.erase(ExportHouse.own(bob), ExportHouse.TEST)).isEqualTo(1);
        assertThat(exports.of(ExportHouse.own(bob))).isEmpty();
        assertThat(house.pieces(ready.id())).isZero();
    }

    @Test
    void it_is_closed_for_a_recipient_or_by_a_passphrase_and_opened_by_age() throws Exception {
        Viewer cy = house.customer("cy@example.org", "Cy BV", Language.EN);
        Path place = Files.createDirectories(house.directory().resolve("cy"));
        String said = Unpacked.run(place, List.of("age-keygen", "-o", "key.txt"));
        String recipient = said.substring(said.indexOf("age1")).strip();
        Exports exports = house.control().door(Exports.class);
        Export to = house.made(
                cy, exports.ask(cy, ExportWish.typed(false, recipient, "")).id());
        Path file = Unpacked.fetched(exports.fetch(cy, to.id()), place);
        assertThat(file.toString()).endsWith(".zip.age");
        Unpacked.run(place, List.of("age", "--decrypt", "-i", "key.txt", "-o", "to.zip", file.toString()));
        assertThat(ExportHouse.object(Unpacked.of(place.resolve("to.zip")).text("account.json"))
                        .text("company"))
                .isEqualTo("Cy BV");

        String passphrase = "correct horse battery";
        Export by = house.made(
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
        assertThat(Customers.column(
                        house.control(), "SELECT count(*) FROM export.export WHERE sealed_passphrase IS NOT NULL"))
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
        Viewer dan = house.customer("dan@example.org", "Dan AG", Language.EN);
        house.instance(dan, "danwiki");
        house.close();
        CountDownLatch never = new CountDownLatch(1);
        house.open((_, _, out) -> {
            out.write(new byte[3 * PieceStream.PIECE_BYTES]);
            never.await();
        });
        Export asked = house.ask(dan, true);
        Eventually.until("pieces of the first attempt", ExportHouse.MADE, () -> house.pieces(asked.id()) >= 2);
        house.close();
        house.open((_, _, out) -> out.write(DATA));
        assertThat(house.control()
                        .door(Exports.class)
                        .get(ExportHouse.own(dan), asked.id())
                        .state())
                .isEqualTo(ExportState.WORKING);
        clock.advance(ExportWorker.LEASE);
        Export ready = house.made(dan, asked.id());
        assertThat(ready.attempt()).isEqualTo(2);
        assertThat(Customers.column(
                        house.control(),
                        "SELECT DISTINCT attempt FROM export.piece WHERE export_id = '" + asked.id() + "'"))
                .containsExactly("2");
        Unpacked copy = Unpacked.of(Unpacked.fetched(
                house.control().door(Exports.class).fetch(dan, ready.id()),
                house.directory().resolve("dan")));
        assertThat(Files.readAllBytes(copy.path("instances/danwiki.tar.zst"))).isEqualTo(DATA);
    }

    @Test
    void one_that_cannot_be_made_says_why_and_the_same_request_is_tried_again() {
        Viewer eve = house.customer("eve@example.org", "Eve Oy", Language.EN);
        house.instance(eve, "evewiki");
        house.control().control().copiesFrom((_, _, _) -> {
            throw Refusal.conflict("copy-impossible", "No.");
        });
        Export failed = house.ended(eve, house.ask(eve, true).id());
        assertThat(failed.state()).isEqualTo(ExportState.FAILED);
        assertThat(failed.problem()).contains("copy-impossible");
        house.control().control().copiesFrom((_, _, out) -> out.write(DATA));
        Export again = house.made(eve, house.ask(eve, true).id());
        assertThat(again.request()).isEqualTo(failed.request());
        assertThat(house.actions(failed.id())).containsExactly("export.ask", "export.fail");
    }

    @Test
    void a_copy_expires_the_oldest_gives_way_and_nobody_reaches_anothers() {
        Viewer fay = house.customer("fay@example.org", "Fay Lda", Language.EN);
        Viewer gus = house.customer("gus@example.org", "Gus ApS", Language.EN);
        Exports exports = house.control().door(Exports.class);
        Export first = house.made(fay, house.ask(fay, false).id());
        ExportHouse.refused("export-unknown", () -> exports.fetch(gus, first.id()));
        ExportHouse.refused("export-unknown", () -> exports.remove(gus, first.id()));
        clock.advance(Duration.ofSeconds(1));
        house.made(fay, house.ask(fay, false).id());
        clock.advance(Duration.ofSeconds(1));
        Export last = house.made(fay, house.ask(fay, false).id());
        ExportHouse.refused("export-not-there", () -> exports.fetch(fay, first.id()));
        assertThat(house.pieces(first.id())).isZero();
        assertThat(house.actions(first.id())).last().isEqualTo("export.replace");

        clock.advance(Exports.KEPT.minusSeconds(1));
        assertThat(exports.fetch(fay, last.id()).bytes()).isPositive();
        clock.advance(Duration.ofSeconds(1));
        ExportHouse.refused("export-not-there", () -> exports.fetch(fay, last.id()));
        Eventually.until("the file is gone", ExportHouse.MADE, () -> house.pieces(last.id()) == 0);
        assertThat(house.actions(last.id())).last().isEqualTo("export.expire");
    }

    @Test
    void a_request_of_a_program_is_carried_out_and_one_that_was_withdrawn_is_not() {
        Viewer hal = house.customer("hal@example.org", "Hal Kft", Language.EN);
        Requests requests = house.control().door(Requests.class);
        requests.askExport(hal);
        requests.cancel(RequestKind.EXPORT, hal);
        requests.askExport(hal);
        clock.advance(ExportEnds.ADOPTED_AFTER);
        Exports exports = house.control().door(Exports.class);
        Eventually.until(
                "the copy is ready",
                ExportHouse.MADE,
                () -> exports.of(ExportHouse.own(hal)).stream().anyMatch(e -> e.state() == ExportState.READY));
        assertThat(exports.of(ExportHouse.own(hal))).hasSize(1);
        assertThat(requests.of(ExportHouse.own(hal)).stream().map(r -> r.state()))
                .containsExactlyInAnyOrder(RequestState.DONE, RequestState.CANCELLED);
    }

    @Test
    void the_page_asks_anew_who_somebody_is_before_it_hands_out_a_file() {
        Browser ida = house.control().browser("portal");
        Customers.join(house.control(), ida, "ida@example.org");
        assertThat(ida.get(PATH).says("Copy of all data")).isTrue();
        assertThat(ida.postOnly(PATH, Map.of()).status()).isEqualTo(422);
        assertThat(ida.post(PATH, Map.of("sure", "yes", "passphrase", "short")).says("15 characters or more"))
                .isTrue();
        assertThat(ida.post(PATH, Map.of("sure", "yes")).says("A copy is being made"))
                .isTrue();
        Viewer viewer = house.viewer("ida@example.org", Language.EN);
        Export ready = house.made(
                viewer,
                house.control()
                        .door(Exports.class)
                        .of(ExportHouse.own(viewer))
                        .getFirst()
                        .id());
        Browser.Answer page = ida.get(PATH);
        assertThat(page.body()).contains("/file\"", ready.sha256().orElseThrow(), "Fetch");
        Browser.Answer file = ida.get(PATH + "/" + ready.id() + "/file");
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.headers())
                .containsEntry("content-length", Long.toString(ready.bytes()))
                .containsEntry("cache-control", "no-store")
                .containsEntry("content-disposition", "attachment; filename=\"" + ready.id() + ".zip\"");
        Browser.Answer own = ida.get(PATH + "/own.json");
        assertThat(ExportHouse.object(own.body()).list("account.person", p -> ((Json.Obj) p).text("email")))
                .containsExactly("ida@example.org");
        assertThat(ExportHouse.object(own.body()).find("signin.session")).isPresent();
        assertThat(own.body()).doesNotContain("token_hash", "verifier", "ann@example.org");

        clock.advance(Duration.ofMinutes(11));
        for (String path : List.of("/" + ready.id() + "/file", "/own.json")) {
            assertThat(ida.getOnly(PATH + path).headers().get("location")).startsWith("/step-up");
        }
        house.control()
                .door(Accounts.class)
                .join(
                        new Email("jo@example.org"),
                        ExportHouse.PASSWORD,
                        Language.PL,
                        ExportHouse.own(viewer),
                        "member");
        Browser jo = house.control().browser("portal");
        Customers.signIn(jo, "jo@example.org", Customers.PASSWORD);
        assertThat(jo.getOnly(PATH).status()).isEqualTo(403);
        assertThat(jo.getOnly(PATH + "/" + ready.id() + "/file").status()).isEqualTo(403);
        assertThat(ExportHouse.object(jo.get(PATH + "/own.json").body()).list("account.person", p -> p))
                .hasSize(1);
    }

    @Test
    void the_database_of_an_instance_is_fetched_by_itself_and_anothers_is_not() {
        house.control().control().copiesFrom((_, part, out) -> {
            if (part == InstanceCopies.Part.DATABASE) {
                out.write("CREATE TABLE".getBytes(StandardCharsets.UTF_8));
            }
        });
        Browser kim = house.control().browser("portal");
        Customers.join(house.control(), kim, "kim@example.org");
        InstanceId own = house.instance(house.viewer("kim@example.org", Language.EN), "kimwiki");
        Browser.Answer text = kim.get("/instances/" + own + "/database");
        assertThat(text.body()).isEqualTo("CREATE TABLE");
        assertThat(text.headers()).containsEntry("content-disposition", "attachment; filename=\"kimwiki.sql.zst\"");
        InstanceId others = house.instance(house.customer("lea@example.org", "Lea SpA", Language.EN), "leawiki");
        assertThat(kim.get("/instances/" + others + "/database").status()).isEqualTo(404);
        house.control().control().copiesFrom((_, _, _) -> {
            throw new IOException("the pod is starting");
        });
        assertThat(kim.get("/instances/" + own + "/database").status()).isEqualTo(503);
        house.control().control().copiesFrom((_, _, out) -> out.write(DATA));
        assertThat(house.actions(own.value())).contains("export.database");
    }

    @Test
    void a_file_larger_than_a_copy_may_be_is_refused_before_it_fills_the_disk() {
        byte[] block = new byte[PieceStream.PIECE_BYTES];
        PieceStream stream =
                new PieceStream(new PieceCipher(Secret.of(new byte[32])), (_, _, _) -> {}, 2L * block.length);
        stream.write(block, 0, block.length);
        stream.write(block, 0, block.length);
        ExportHouse.refused("export-too-large", () -> stream.write(1));
    }

    @Test
    void the_running_program_changes_nothing_of_a_piece() {
        assertThatThrownBy(() -> JdbcClient.create(house.control().runtime())
                        .sql("UPDATE export.piece SET sealed = ''")
                        .update())
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining("permission denied");
    }
}
