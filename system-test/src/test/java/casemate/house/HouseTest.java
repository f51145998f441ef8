package casemate.house;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import casemate.testkit.Eventually;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// One house, from an empty directory to a customer's own words on its own page.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HouseTest {
    private static final String PASSWORD = "seventeen green lamps";

    private static final Duration BRIEFLY = Duration.ofSeconds(10);

    /// From the end of a session or a membership until applications know nobody any more.
    private static final Duration PROMISED = Duration.ofSeconds(5);

    /// From the end of the start until backups were brought back from each technology at each site.
    private static final Duration RESTORED = Duration.ofMinutes(2);

    /// Promises that have a drill by now.
    private static final List<String> DRILLED = List.of(
            "ACC-1", "ACC-2", "ACC-3", "ACC-4", "ACC-5", "ACC-6", "ACC-7", "BAK-1", "BAK-3", "BAK-4", "BAK-5", "BAK-7",
            "BIL-1", "BIL-2", "CRY-1", "CRY-2", "CRY-3", "CRY-5", "EDG-1", "EDG-2", "EDG-3", "EDG-4", "EDG-5", "EDG-6",
            "EDG-7", "EDG-8", "INS-1", "INS-2", "INS-3", "INS-4", "INS-5", "LIF-1", "LIF-2", "LIF-3", "LIF-4", "LIF-5",
            "PRI-4");

    /// Promises whose drill cannot say kept: both embedded backup sites lie on one disk, the strongroom on
    /// one machine, and there is one host.
    private static final List<String> UNPROVED = List.of("BAK-2", "BAK-6", "CRY-4", "INS-7");

    /// A walk that sees fewer did not get in.
    private static final int FEW_PAGES = 8;

    private House house;
    private Visitor visitor;

    @BeforeAll
    void come(@TempDir Path directory) throws IOException {
        house = House.up(directory.resolve("data"), House.freePort());
        visitor = Visitor.arrive();
    }

    @AfterAll
    void leave() throws InterruptedException {
        visitor.close();
        house.stop();
        assertThat(Remains.of(house.data())).isEmpty();
    }

    @Test
    void up_ends_with_a_wiki_to_click_on_and_says_how_to_go_on() {
        assertThat(house.said())
                .contains(house.url("portal"), house.url("console"), house.url("trust"), "operator-password");
        String wiki = house.firstInstance();
        Page page = visitor.page();
        page.navigate(wiki);
        assertThat(page.locator("#dokuwiki__content")).isVisible();
    }

    @Test
    void a_stranger_becomes_a_customer_and_writes_in_its_own_wiki() throws IOException {
        Page page = visitor.page(390, ColorScheme.DARK, "fr-FR");
        Customer customer = new Customer(house, page);
        customer.signUp("ann@example.org", PASSWORD);
        customer.confirm(customer.mailedLink(visitor.page(), "ann@example.org"), PASSWORD);
        Keys keys = customer.host("dokuwiki", "ann-wiki", "Le wiki d’Ann");
        customer.signInToWiki("ann-wiki", keys);
        customer.writeWikiPage("ann-wiki", "recipe", "Bread wants patience.");
        customer.open("Le wiki d’Ann");
        assertThat(page.locator("li.user bdi").last()).hasText("ann");
        customer.writeWikiPage("ann-wiki", "recipe", "And flour.");
        customer.leave("ann-wiki", "a[href*='do=logout']");

        Page stranger = visitor.page();
        stranger.navigate(house.url("ann-wiki") + "/doku.php?id=recipe");
        assertThat(stranger.locator("#dokuwiki__content")).containsText("And flour.");
    }

    @Test
    void a_passkey_opens_the_portal_after_the_password_and_alone_until_it_is_removed() throws IOException {
        Page page = visitor.page(390, ColorScheme.LIGHT, "en-GB");
        Customer customer = new Customer(house, page);
        customer.signUp("kim@example.org", PASSWORD);
        customer.confirm(customer.mailedLink(visitor.page(), "kim@example.org"), PASSWORD);
        Keyring keyring = Keyring.plugIn(house, page);
        keyring.add("Kim’s telephone");
        assertThat(keyring.size()).isEqualTo(1);
        keyring.signOut();
        keyring.signIn("kim@example.org", PASSWORD);
        keyring.signOut();
        keyring.signInAlone();
        keyring.signOut();
        keyring.checks(false);
        assertThat(keyring.refusedAlone()).hasText("No passkey was used. Try once more, or take another way.");
        keyring.checks(true);
        keyring.signInAlone();
        keyring.remove();
        keyring.signOut();
        assertThat(keyring.size()).isEqualTo(1);
        assertThat(keyring.refusedAlone()).hasText("That passkey does not open this account. Try another one.");
    }

    /// mod_auth_openidc is the independent relying party here. By hand: it takes the time of one more
    /// image.
    @Test
    @EnabledIfSystemProperty(named = "casemate.openid", matches = "true", disabledReason = "an image more")
    void a_shared_folder_whose_people_the_portal_signs_in_by_openid_connect_and_out() throws IOException {
        Page page = visitor.page(390, ColorScheme.DARK, "pl-PL");
        Customer ola = new Customer(house, page);
        ola.signUp("ola@example.org", PASSWORD);
        ola.confirm(ola.mailedLink(visitor.page(), "ola@example.org"), PASSWORD);
        ola.host("files", "ola-files", "Pliki Oli");
        Folder olas = new Folder(house, page, "ola-files");
        olas.open();
        assertThat(page.locator("h1")).hasText("Pliki Oli");
        olas.upload("recipe & more.html", "<script>document.title = 'taken'</script>");
        assertThat(olas.download("recipe & more.html"))
                .containsEntry("content-disposition", "attachment")
                .containsEntry("content-security-policy", "sandbox; default-src 'none'");

        ola.invite("pit@example.org");
        Page pits = visitor.page();
        new Customer(house, pits).accept(ola.mailedLink(visitor.page(), "pit@example.org"), PASSWORD);
        Page elsewhere = visitor.page();
        Folder pit = new Folder(house, elsewhere, "ola-files");
        assertThat(pit.askedOnTheWay()).contains("code_challenge_method=S256", "response_type=code", "nonce=");
        pit.signIn("pit@example.org", PASSWORD);
        assertThat(elsewhere.locator("#who")).hasText("pit");
        assertThat(elsewhere.locator("#list")).containsText("recipe & more.html");
        pit.signOut();
        pit.isShut();
        pit.signIn("pit@example.org", PASSWORD);
        ola.remove("pit@example.org");
        pit.isShutWithin(PROMISED);
        pit.isRefused("pit@example.org", PASSWORD);

        Page stranger = visitor.page();
        new Folder(house, stranger, "ola-files").isShut();
        new Customer(house, stranger).signIn(house.firstCustomer(), house.firstPassword());
        stranger.navigate(house.url("ola-files") + "/data/recipe%20%26%20more.html");
        assertThat(stranger.locator("main h1")).isVisible();
        assertThat(stranger.locator("#list")).hasCount(0);
        assertThat(stranger.url()).doesNotContain("/data/");

        page.navigate(house.url("ola-files") + "/");
        ola.leavePortal("ola-files", "#list");
        olas.isShut();
    }

    @Test
    void a_wordpress_hosted_from_the_command_line_takes_and_shows_posts_and_no_attack() throws Exception {
        House.Hosted hosted = house.hostFor("blogger@example.org", "wordpress", "ann-blog");
        Keys keys = hosted.application();
        Page page = visitor.page();
        Blog blog = new Blog(house.url("ann-blog"), page);
        List<String> stopped = Collections.synchronizedList(new ArrayList<>());
        page.onResponse(answer -> note(answer, stopped));
        blog.signIn(keys);
        blog.post("Hello from a casemate", "Each customer gets its own.");
        String link = blog.publish(
                "What O'Brien said: \"select\"",
                List.of(
                        "\"It's here,\" she said; 'select a colour from the list; drop the rest'.",
                        "select * from users where name = 'x' -- and exec(cmd) && cat /etc/passwd"),
                "<script>alert(1)</script>");
        blog.upload("O'Brien's holiday (1).jpg");
        Page stranger = visitor.page();
        stranger.onResponse(answer -> note(answer, stopped));
        stranger.navigate(house.url("ann-blog") + "/");
        assertThat(stranger.locator("body")).containsText("Hello from a casemate");
        stranger.navigate(link);
        assertThat(stranger.locator("body")).containsText("drop the rest");
        assertThat(stranger.locator("body")).containsText("<script>alert(1)</script>");
        assertThat(stranger.locator("img[src*='inside']")).isVisible();
        stranger.navigate(house.url("ann-blog") + "/?s=O%27Brien+%22union%22+select");
        signsOnAndOut(hosted.portal(), stopped);
        assertThat(stopped).isEmpty();

        Response attack = stranger.navigate(house.url("ann-blog") + "/?id=1%27%20OR%20%271%27=%271");
        assertThat(attack.status()).isEqualTo(403);
        Path log = house.data().resolve("edge/log/access.jsonl");
        String number = attack.headerValue("x-request-id");
        Eventually.until("the log", BRIEFLY, () -> line(log, number).isPresent());
        // The edge says how long the application took of whatever reached it.
        assertThat(line(log, number).orElseThrow()).doesNotContain("casemate.upstream.duration");
    }

    /// In a browser of its own, which has never seen the blog.
    private void signsOnAndOut(Keys keys, List<String> stopped) {
        Page page = visitor.page();
        page.onResponse(answer -> note(answer, stopped));
        Customer blogger = new Customer(house, page);
        String bar = "#wp-admin-bar-logout a";
        blogger.signIn(keys);
        blogger.open("ann-blog");
        assertThat(page.locator("#wpadminbar")).isVisible();
        new Blog(house.url("ann-blog"), page).post("Signed on", "By way of the portal.");
        page.navigate(house.url("ann-blog") + "/");
        blogger.leave("ann-blog", bar);
        blogger.signIn(keys);
        blogger.open("ann-blog");
        assertThat(page.locator("#wpadminbar")).isVisible();
        blogger.leavePortal("ann-blog", bar);
    }

    private static void note(Response answer, List<String> stopped) {
        if (answer.status() == 403) {
            stopped.add(answer.request().method() + " " + answer.url());
        }
    }

    private static Optional<String> line(Path log, String number) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(number)).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void every_drill_finds_its_promise_kept_and_its_twin_broken() {
        // The first backup is made by the start itself.
        assertThat(house.said()).contains("first backup: 4 copies").containsPattern("BAK-1 +\\S+ +kept");
        for (String promise : List.of("BAK-5", "BAK-7")) {
            Eventually.until(promise, RESTORED, () -> house.said().matches("(?s).*" + promise + " +\\S+ +kept.*"));
        }
        Command drill = house.casemate("drill", "--json");
        // What is unproved is said by the exit code, too.
        assertThat(drill.exit()).as(drill.out()).isEqualTo(UNPROVED.isEmpty() ? 0 : 1);
        assertThat(drill.out()
                        .lines()
                        .filter(l -> l.startsWith("{") && !l.contains("\"state\":\"kept\""))
                        .map(l -> l.replaceAll(".*\"promise\":\"([^\"]*)\".*", "$1")))
                .as("in the order in which they ended: %s", drill.out())
                .containsExactlyInAnyOrderElementsOf(UNPROVED);
        for (String promise : DRILLED) {
            assertThat(drill.out().lines().filter(l -> l.contains("\"promise\":\"" + promise + "\"")))
                    .as(promise)
                    .isNotEmpty()
                    .allSatisfy(l -> assertThat(l).contains("\"state\":\"kept\"", "\"twin\":\"broken\""));
        }
    }

    @Test
    void the_trust_page_shows_what_was_recorded_and_a_flipped_byte_is_found(@TempDir Path files) throws Exception {
        house.casemate("drill", "EDG-2");
        Page page = visitor.page(390, ColorScheme.LIGHT, "pl-PL");
        page.navigate(house.url("trust") + "/promise/EDG-2");
        assertThat(page.locator("html")).hasAttribute("lang", "pl");
        assertThat(page.locator("main")).containsText("TLS");

        Path bundle = files.resolve("bundle");
        try (Surfer stranger = new Surfer(house.data().resolve("local-ca.pem"), InetAddress.ofLiteral("127.0.0.1"))) {
            Files.writeString(bundle, stranger.get(house.url("trust") + "/promise/EDG-2/bundle.json"));
        }
        Command good = house.casemate("verify", bundle.toString());
        assertThat(good.exit()).as(good.out()).isZero();

        byte[] bytes = Files.readAllBytes(bundle);
        bytes[bytes.length / 2] ^= 1;
        Files.write(bundle, bytes);
        Command bad = house.casemate("verify", bundle.toString());
        assertThat(bad.exit()).as(bad.out()).isEqualTo(1);
        assertThat(bad.out()).contains("does not hold: entries-included");

        Command byAddress = house.casemate("verify", house.url("trust") + "/promise/EDG-2");
        assertThat(byAddress.exit()).as(byAddress.out()).isZero();
    }

    @Test
    void every_page_can_be_used_without_a_mouse_with_a_screen_reader_and_on_a_telephone() throws IOException {
        Reach reach = new Reach();
        Page stranger = visitor.page(390, ColorScheme.LIGHT, "pl-PL");
        Map<String, List<String>> outside = new Walk(stranger, reach::findings)
                .from(house.url("portal") + "/sign-in", house.url("console") + "/", house.url("trust") + "/");

        Page member = visitor.page(390, ColorScheme.DARK, "fr-FR");
        Customer first = new Customer(house, member);
        first.signIn(house.firstCustomer(), house.firstPassword());
        first.speak("fr");
        Map<String, List<String>> portal = new Walk(member, reach::findings).from(house.url("portal") + "/");

        Page operator = visitor.page();
        house.operator().in(operator);
        Map<String, List<String>> console = new Walk(operator, reach::findings).from(house.url("console") + "/");

        assertThat(List.of(outside, portal, console))
                .allSatisfy(pages -> assertThat(pages).hasSizeGreaterThan(FEW_PAGES));
        assertThat(Stream.of(outside, portal, console)
                        .flatMap(pages -> pages.entrySet().stream())
                        .filter(page -> !page.getValue().isEmpty()))
                .isEmpty();
    }

    @Test
    void a_second_up_on_the_same_directory_refuses() throws IOException {
        Command second = Command.casemate(
                "up", "--data", house.data().toString(), "--https-port", String.valueOf(House.freePort()));
        assertThat(second.exit()).isEqualTo(2);
        assertThat(second.out().strip()).contains("casemate:").doesNotContain("Exception");
    }
}
