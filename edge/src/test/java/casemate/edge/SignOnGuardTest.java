package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import casemate.base.Secret;
import casemate.wire.Access;
import casemate.wire.Access.Need;
import casemate.wire.EndedPasses;
import casemate.wire.Pass;
import casemate.wire.Route;
import casemate.wire.RouteRules;
import casemate.wire.Shield;
import casemate.wire.Upstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignOnGuardTest {
    private static final Secret KEY = Secret.of("a".repeat(64));
    private static final Secret OTHERS = Secret.of("b".repeat(64));
    private static final String ENTER = "/.casemate/enter?ticket=";

    private EdgeHouse house;
    private Application application;
    private long version;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        house = EdgeHouse.open(directory);
        application = Application.saying("inside");
        apply(EndedPasses.NONE, serving(EdgeHouse.ACME, KEY), serving(EdgeHouse.OTHER, OTHERS));
    }

    @AfterEach
    void close() throws IOException {
        house.close();
        application.close();
    }

    @Test
    void a_member_is_led_to_the_portal_and_the_application_learns_who_it_is() throws Exception {
        Answer asked = get("/.casemate/sign-in?to=/wiki?page=1");
        assertThat(asked.status()).isEqualTo(303);
        assertThat(asked.header("location")).startsWith("https://portal.casemate.localhost/enter/" + EdgeHouse.ACME);
        Pass pass = Members.pass("pas_secret");
        String cookie = enter(EdgeHouse.ACME, pass);
        assertThat(get("/wiki", "Cookie: " + cookie).body()).isEqualTo("inside");
        Json.Obj claims = claims(KEY);
        assertThat(claims.text("iss")).isEqualTo("https://portal.casemate.localhost");
        assertThat(claims.text("aud")).isEqualTo(EdgeHouse.ACME);
        assertThat(claims.text("sub")).isEqualTo("subject-of-ann");
        assertThat(claims.text("email")).isEqualTo("ann@example.org");
        assertThat(claims.text("name")).isEqualTo("Ann É.");
        assertThat(claims.text("locale")).isEqualTo("fr");
        assertThat(claims.list("roles", json -> json.text())).containsExactly("\"owner\"", "\"administrator\"");
        assertThat(claims.integer("exp")).isBetween(now(), now() + 60);
        assertThat(seen()).doesNotContain("pas_secret").doesNotContain("__Host-casemate");
        assertThat(get("/.casemate/sign-in?to=/wiki", "Cookie: " + cookie).header("location"))
                .as("signed in already")
                .isEqualTo("/wiki");
    }

    @Test
    void visitors_come_in_without_signing_in_and_no_header_of_theirs_is_passed_on() throws Exception {
        assertThat(get("/").body()).isEqualTo("inside");
        assertThat(identity()).isEmpty();
        String cookie = enter(EdgeHouse.ACME, Members.pass("pas_1"));
        assertThat(get("/", "Cookie: " + cookie).body()).isEqualTo("inside");
        String real = identity().orElseThrow();
        for (String name :
                List.of("Casemate-Identity", "casemate-identity", "Casemate_Identity", "CASEMATE-IDENTITY")) {
            assertThat(get("/", name + ": " + real).body()).as(name).isEqualTo("inside");
            assertThat(seen().toLowerCase(java.util.Locale.ROOT)).as(name).doesNotContain("identity");
        }
        get("/", "Cookie: " + cookie, "Casemate-Identity: forged", "Casemate_Identity: forged");
        assertThat(seen()).doesNotContain("forged");
        claims(KEY);
    }

    @Test
    void a_pass_for_one_instance_is_none_for_another() throws Exception {
        String cookie = enter(EdgeHouse.ACME, Members.pass("pas_1"));
        house.get(EdgeHouse.OTHER, "/", "Cookie: " + cookie);
        assertThat(identity()).isEmpty();
        enter(EdgeHouse.OTHER, Members.pass("pas_2"));
        get("/", "Cookie: " + cookie + "x");
        assertThat(identity()).isEmpty();
        get("/", "Cookie: " + cookie);
        assertThat(sealedWith(KEY)).isTrue();
        assertThat(sealedWith(OTHERS)).isFalse();
    }

    @Test
    void an_ended_or_expired_pass_is_none() throws Exception {
        Pass pass = Members.pass("pas_1");
        String cookie = enter(EdgeHouse.ACME, pass);
        String another = enter(EdgeHouse.ACME, Members.pass("pas_2"));
        apply(new EndedPasses(Instant.EPOCH, Set.of("pas_1")), serving(EdgeHouse.ACME, KEY));
        get("/", "Cookie: " + cookie);
        assertThat(identity()).isEmpty();
        get("/", "Cookie: " + another);
        assertThat(identity()).isPresent();
        apply(new EndedPasses(Instant.now().plusSeconds(1), Set.of()), serving(EdgeHouse.ACME, KEY));
        get("/", "Cookie: " + another);
        assertThat(identity()).as("all from before").isEmpty();
        Instant now = Instant.now();
        for (Pass worthless : List.of(
                new Pass("pas_3", now.minusSeconds(60), now.minusSeconds(1), "s", "e", "n", "en", List.of()),
                new Pass("pas_4", now, now.plusSeconds(24 * 3_600), "s", "e", "n", "en", List.of()))) {
            assertThat(answerTo(EdgeHouse.ACME, worthless).all("set-cookie")).isEmpty();
        }
    }

    @Test
    void who_signs_out_is_led_to_the_portal_and_no_other_site_can_do_it_for_them() throws Exception {
        String cookie = "Cookie: " + enter(EdgeHouse.ACME, Members.pass("pas_1"));
        for (String site : List.of("cross-site", "same-site")) {
            Answer forced = get("/.casemate/sign-out", cookie, "Sec-Fetch-Site: " + site);
            assertThat(forced.header("location")).isEqualTo("/");
            assertThat(forced.all("set-cookie")).isEmpty();
        }
        Answer out = get("/.casemate/sign-out", cookie, "Sec-Fetch-Site: same-origin");
        assertThat(out.header("location")).isEqualTo("https://portal.casemate.localhost/leave/pas_1");
        assertThat(out.header("set-cookie"))
                .startsWith("__Host-casemate-sign-on=;")
                .contains("Max-Age=0");
        assertThat(get("/.casemate/sign-out").header("location")).isEqualTo("/");
    }

    @Test
    void an_application_that_keeps_its_own_users_learns_nothing() throws Exception {
        String cookie = enter(EdgeHouse.ACME, Members.pass("pas_1"));
        apply(EndedPasses.NONE, EdgeHouse.serving(EdgeHouse.ACME, application.port()));
        get("/", "Cookie: " + cookie);
        assertThat(identity()).isEmpty();
    }

    @Test
    void where_only_members_come_in_the_same_pass_does_both() throws Exception {
        Access member = new Access(Need.ANY, false, List.of(), false, List.of(), Optional.empty(), true, 0);
        Route route = new Route(
                EdgeHouse.ACME,
                Optional.of(EdgeHouse.INSTANCE),
                Route.State.SERVING,
                List.of(new Upstream("127.0.0.1", application.port())),
                RouteRules.USUAL.with(Shield.NONE).with(member).identifiedBy(KEY));
        apply(EndedPasses.NONE, route);
        Answer asked = get("/wiki");
        assertThat(asked.status()).isEqualTo(303);
        String cookie = enter(EdgeHouse.ACME, Members.pass("pas_1"));
        assertThat(get("/wiki", "Cookie: " + cookie).body()).isEqualTo("inside");
        assertThat(identity()).isPresent();
        apply(new EndedPasses(Instant.EPOCH, Set.of("pas_1")), route);
        assertThat(get("/wiki", "Cookie: " + cookie).status()).isEqualTo(303);
    }

    @Test
    void nobody_is_led_to_another_host() throws Exception {
        String cookie = "Cookie: " + enter(EdgeHouse.ACME, Members.pass("pas_1"));
        for (String away : List.of("//evil.example", "https://evil.example", "/%5Cevil.example", "/%0d%0aX:y")) {
            assertThat(get("/.casemate/sign-in?to=" + away, cookie).header("location"))
                    .isEqualTo("/");
        }
    }

    private String enter(String host, Pass pass) throws IOException {
        Answer entered = answerTo(host, pass);
        assertThat(entered.header("location")).isEqualTo("/wiki");
        return entered.header("set-cookie").split(";", 2)[0];
    }

    /// What the edge says to the browser that comes back from the portal.
    private Answer answerTo(String host, Pass pass) throws IOException {
        Answer asked = house.get(host, "/.casemate/sign-in");
        assertThat(asked.header("location")).startsWith("https://portal.");
        String flow = Members.flow(asked);
        String ticket = Members.holding(flow).ticket(house.key, host, "/wiki", pass);
        return house.get(host, ENTER + ticket, "Cookie: __Host-casemate-flow=" + flow);
    }

    /// What the application was sent last.
    private String seen() {
        return application.heads.getLast();
    }

    /// The header that the application saw last.
    private Optional<String> identity() {
        return seen().lines()
                .filter(line -> line.startsWith("casemate-identity: "))
                .map(line -> line.substring("casemate-identity: ".length()))
                .findFirst();
    }

    private boolean sealedWith(Secret key) throws GeneralSecurityException {
        String[] parts = identity().orElseThrow().split("\\.", -1);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.reveal(), "HmacSHA256"));
        byte[] expected = mac.doFinal((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(expected).equals(parts[2]);
    }

    private Json.Obj claims(Secret key) throws GeneralSecurityException {
        assertThat(sealedWith(key)).isTrue();
        byte[] payload = Base64.getUrlDecoder().decode(identity().orElseThrow().split("\\.", -1)[1]);
        return Json.parseObject(payload, 4_096);
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    private Route serving(String host, Secret key) {
        return new Route(
                host,
                Optional.of(EdgeHouse.INSTANCE),
                Route.State.SERVING,
                List.of(new Upstream("127.0.0.1", application.port())),
                RouteRules.USUAL.with(Shield.NONE).identifiedBy(key));
    }

    private void apply(EndedPasses ended, Route... routes) {
        version = Math.max(version, house.edge.snapshot()) + 1;
        house.apply(version, ended, routes);
    }

    private Answer get(String path, String... headers) throws IOException {
        return house.get(EdgeHouse.ACME, path, headers);
    }
}
