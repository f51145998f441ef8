package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.AddressRange;
import casemate.edge.entry.Codes;
import casemate.edge.entry.SharedPassword;
import casemate.wire.Access;
import casemate.wire.Access.Need;
import casemate.wire.Device;
import casemate.wire.EdgeReport.DeviceUse;
import casemate.wire.Route;
import casemate.wire.RouteRules;
import casemate.wire.SnapshotKey;
import casemate.wire.Upstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryGuardTest {
    private static final String HERE = "127.0.0.1";
    private static final String AWAY = "192.0.2.0/24";
    private static final Duration LONG = Duration.ofHours(1);
    private static final String DEVICE = "__Host-casemate-device";

    @TempDir
    Path directory;

    private final SecureRandom chance = new SecureRandom();
    private Application application;
    private EdgeHouse house;
    private long version;

    @BeforeEach
    void open() throws IOException {
        application = Application.saying("inside");
        house = EdgeHouse.open(directory);
    }

    @AfterEach
    void close() throws IOException {
        house.close();
        application.close();
    }

    @Test
    void only_addresses_of_the_list_get_in() throws IOException {
        restrict(byAddress(HERE));
        assertThat(get("/").body()).isEqualTo("inside");
        restrict(byAddress(AWAY));
        assertThat(get("/", "X-Forwarded-For: 192.0.2.1").body()).doesNotContain("inside");
        assertThat(application.heads).hasSize(1);
    }

    @Test
    void rules_without_any_way_in_let_nobody_in() throws IOException {
        restrict(Access.CLOSED);
        assertThat(get("/").status()).isEqualTo(404);
        restrict(new Access(Need.ALL, false, List.of(), false, List.of(), Optional.empty(), false, 0));
        assertThat(get("/").status()).isEqualTo(404);
    }

    @Test
    void a_refusal_does_not_tell_whether_there_is_an_instance_nor_how_it_is() throws IOException {
        RouteRules shut = RouteRules.USUAL.with(byAddress(AWAY));
        List<Answer> answers = new java.util.ArrayList<>();
        for (Route.State state : Route.State.values()) {
            apply(new Route(
                    EdgeHouse.ACME,
                    Optional.of(EdgeHouse.INSTANCE),
                    state,
                    List.of(new Upstream(HERE, application.port())),
                    shut));
            answers.add(get("/wiki?x=1"));
            answers.add(get("/.casemate/enter"));
            answers.add(get("/.casemate/device?code=guess"));
        }
        // A name that stopped being served between the handshake and the request: nobody has it.
        try (var socket = house.connect(EdgeHouse.ACME)) {
            apply(EdgeHouse.serving(EdgeHouse.OTHER, application.port()));
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            answers.add(Answer.read(socket.getInputStream()));
        }
        assertThat(answers).extracting(EntryGuardTest::comparable).containsOnly(comparable(answers.getFirst()));
        assertThat(answers.getFirst().status()).isEqualTo(404);
        assertThat(application.heads).isEmpty();
    }

    @Test
    void a_device_gets_in_by_its_cookie_alone_until_it_is_revoked_or_expires() throws IOException {
        String secret = Codes.random(chance);
        Device device = new Device("dev_1", Codes.digest(secret), Instant.now().plus(LONG));
        restrict(byDevice(device));
        assertThat(get("/").status()).isEqualTo(404);
        assertThat(get("/", "Cookie: a=b; " + DEVICE + "=" + secret + "; c=d").body())
                .isEqualTo("inside");
        assertThat(get("/", "Cookie: " + DEVICE + "=" + Codes.random(chance)).status())
                .isEqualTo(404);
        assertThat(get("/", "Cookie: " + DEVICE + "=").status()).isEqualTo(404);
        EdgeHouse.until(() -> uses().stream()
                .anyMatch(use -> use.device().equals("dev_1") && use.enrolled().isEmpty()));
        restrict(
                byDevice(new Device("dev_1", Codes.digest(secret), Instant.now().minusSeconds(1))));
        assertThat(get("/", "Cookie: " + DEVICE + "=" + secret).status()).isEqualTo(404);
        restrict(byDevice());
        assertThat(get("/", "Cookie: " + DEVICE + "=" + secret).status()).isEqualTo(404);
    }

    @Test
    void applications_never_see_cookies_of_the_edge() throws IOException {
        String secret = Codes.random(chance);
        restrict(
                byDevice(new Device("dev_1", Codes.digest(secret), Instant.now().plus(LONG))));
        get("/", "Cookie: a=b; " + DEVICE + "=" + secret + "; c=\"d;e\"", "X-Last: 1");
        get("/", "Cookie: " + DEVICE + "=" + secret, "X-Last: 1");
        assertThat(application.heads)
                .hasSize(2)
                .allMatch(head -> !head.contains("casemate-") && head.contains("X-Last: 1"));
        assertThat(application.heads.getFirst()).contains("cookie: a=b; c=\"d;e\"\r\n");
        assertThat(application.heads.getLast().toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("cookie:");
    }

    @Test
    void a_link_enrols_one_browser_once_also_across_a_restart() throws IOException {
        String code = Codes.random(chance);
        Instant later = Instant.now().plus(LONG);
        Device waiting = new Device("dev_9", Codes.digest(code), later, Optional.of(later));
        restrict(byDevice(waiting));
        String path = "/.casemate/device?code=" + code;
        Answer shown = get(path);
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.body()).contains("<form", code);
        assertThat(get(path).status()).as("looking at it does not use it up").isEqualTo(200);
        Answer taken = post("/.casemate/device", "code=" + code);
        assertThat(taken.status()).isEqualTo(303);
        String cookie = cookie(taken);
        assertThat(taken.header("set-cookie")).contains("Secure", "HttpOnly", "SameSite=Lax", "Path=/");
        assertThat(get("/", "Cookie: " + cookie).body()).isEqualTo("inside");
        assertThat(get("/", "Cookie: " + DEVICE + "=" + code).status()).isEqualTo(404);
        assertThat(post("/.casemate/device", "code=" + code).status()).isEqualTo(404);
        EdgeHouse.until(() -> uses().stream().anyMatch(use -> use.enrolled().isPresent()));
        house.close();
        house = EdgeHouse.open(directory, house.key);
        assertThat(post("/.casemate/device", "code=" + code).status()).isEqualTo(404);
        assertThat(get("/", "Cookie: " + cookie).body()).isEqualTo("inside");
        EdgeHouse.until(() -> uses().stream().anyMatch(use -> use.enrolled().isPresent()));
        String digest = uses().getFirst().enrolled().orElseThrow();
        restrict(byDevice(new Device("dev_9", digest, later)));
        assertThat(get("/", "Cookie: " + cookie).body()).isEqualTo("inside");
        restrict(byDevice(new Device("dev_9", Codes.digest("another browser was first"), later)));
        assertThat(get("/", "Cookie: " + cookie).status()).isEqualTo(404);
    }

    @Test
    void a_link_that_is_too_old_enrols_nobody() throws IOException {
        String code = Codes.random(chance);
        Instant now = Instant.now();
        restrict(byDevice(new Device("dev_9", Codes.digest(code), now.plus(LONG), Optional.of(now))));
        assertThat(post("/.casemate/device", "code=" + code).status()).isEqualTo(404);
        assertThat(get("/.casemate/device?code=" + code).status()).isEqualTo(404);
    }

    @Test
    void the_password_gets_a_browser_in_until_it_is_changed() throws IOException {
        restrict(byPassword("open sesame"));
        Answer asked = get("/wiki?a=1&b=%3C");
        assertThat(asked.status()).isEqualTo(403);
        assertThat(asked.body()).contains("type=\"password\"", "value=\"/wiki?a=1&amp;b=%3C\"");
        assertThat(asked.header("content-security-policy")).contains("default-src 'none'", "form-action 'self';");
        Answer wrong = post("/.casemate/enter", "password=open+sesam&to=/");
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.body()).contains("role=\"alert\"");
        Answer right = post("/.casemate/enter", "password=open+sesame&to=%2Fwiki%3Fa%3D1");
        assertThat(right.status()).isEqualTo(303);
        assertThat(right.header("location")).isEqualTo("/wiki?a=1");
        String cookie = cookie(right);
        assertThat(get("/", "Cookie: " + cookie).body()).isEqualTo("inside");
        assertThat(get("/", "Cookie: " + cookie + "x").status()).isEqualTo(403);
        restrict(byPassword("open sesame"));
        assertThat(get("/", "Cookie: " + cookie).status())
                .as("set again: another salt, so another verifier")
                .isEqualTo(403);
    }

    @Test
    void a_proof_for_one_host_or_way_is_none_for_another() throws IOException {
        RouteRules rules = RouteRules.USUAL.with(byPassword("open sesame"));
        Access member = new Access(Need.ANY, false, List.of(), false, List.of(), Optional.empty(), true, 0);
        apply(serving(EdgeHouse.ACME, rules), serving(EdgeHouse.OTHER, rules));
        String cookie = cookie(post("/.casemate/enter", "password=open+sesame&to=/"));
        assertThat(house.get(EdgeHouse.OTHER, "/", "Cookie: " + cookie).status())
                .isEqualTo(403);
        restrict(member);
        assertThat(get("/", "Cookie: " + cookie.replace("-password", "-sign-on"))
                        .status())
                .isEqualTo(303);
    }

    @Test
    void guessing_is_slowed_by_address() throws IOException {
        restrict(byPassword("open sesame"));
        for (int i = 0; i < 10; i++) {
            assertThat(post("/.casemate/enter", "password=" + i).status()).isEqualTo(403);
        }
        assertThat(post("/.casemate/enter", "password=open+sesame").status()).isEqualTo(429);
    }

    @Test
    void a_member_gets_in_by_a_ticket_of_the_portal_once() throws IOException {
        Access member = new Access(Need.ANY, false, List.of(), false, List.of(), Optional.empty(), true, 4);
        restrict(member);
        Answer asked = get("/wiki");
        assertThat(asked.status()).isEqualTo(303);
        assertThat(asked.header("location"))
                .isEqualTo("https://portal." + EdgeHouse.DOMAIN + "/enter/" + EdgeHouse.ACME + "/L3dpa2k/"
                        + Codes.digest(Members.flow(asked)));
        String flow = "Cookie: " + cookie(asked);
        Members members = Members.holding(Members.flow(asked));
        String ticket = members.ticket(house.key, EdgeHouse.ACME, "/wiki");
        assertThat(get("/.casemate/enter?ticket=" + ticket).all("set-cookie").toString())
                .as("in another browser")
                .doesNotContain("sign-on");
        ticket = members.ticket(house.key, EdgeHouse.ACME, "/wiki");
        Answer entered = get("/.casemate/enter?ticket=" + ticket, flow);
        assertThat(entered.status()).isEqualTo(303);
        assertThat(entered.header("location")).isEqualTo("/wiki");
        assertThat(get("/wiki", "Cookie: " + cookie(entered)).body()).isEqualTo("inside");
        assertThat(get("/.casemate/enter?ticket=" + ticket, flow)
                        .all("set-cookie")
                        .toString())
                .doesNotContain("sign-on");
        for (String worthless : List.of(
                members.ticket(SnapshotKey.generate(), EdgeHouse.ACME, "/"),
                members.ticket(house.key, EdgeHouse.OTHER, "/"),
                members.until(Instant.now().minusSeconds(1)).seal(house.key),
                members.until(Instant.now().plus(LONG)).seal(house.key),
                "x")) {
            assertThat(get("/.casemate/enter?ticket=" + worthless, flow)
                            .all("set-cookie")
                            .toString())
                    .doesNotContain("sign-on");
        }
        restrict(new Access(Need.ANY, false, List.of(), false, List.of(), Optional.empty(), true, 5));
        assertThat(get("/wiki", "Cookie: " + cookie(entered)).status())
                .as("another generation")
                .isEqualTo(303);
    }

    @Test
    void nothing_redirects_to_another_host() throws IOException {
        restrict(byPassword("open sesame"));
        for (String away : List.of(
                "//evil.example",
                "https://evil.example",
                "/%5Cevil.example",
                "/%09/evil.example",
                "evil",
                "/%0d%0aX: y")) {
            assertThat(post("/.casemate/enter", "password=open+sesame&to=" + away)
                            .header("location"))
                    .isEqualTo("/");
        }
    }

    @Test
    void where_all_ways_are_needed_none_alone_is_enough() throws IOException {
        Access both = new Access(
                Need.ALL, true, List.of(AddressRange.parse(HERE)), false, List.of(), verifier("open sesame"), false, 0);
        restrict(both);
        assertThat(get("/").status()).isEqualTo(403);
        String cookie = cookie(post("/.casemate/enter", "password=open+sesame&to=/"));
        assertThat(get("/", "Cookie: " + cookie).body()).isEqualTo("inside");
        restrict(new Access(
                Need.ALL, true, List.of(AddressRange.parse(AWAY)), false, List.of(), both.password(), false, 0));
        assertThat(get("/", "Cookie: " + cookie).status())
                .as("and from elsewhere not even the form is shown")
                .isEqualTo(404);
        assertThat(post("/.casemate/enter", "password=open+sesame&to=/").status())
                .isEqualTo(404);
    }

    @Test
    void the_edge_s_secrets_are_for_its_user_only() throws IOException {
        for (String file : List.of("entry", "entry/seal.key")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                    .endsWith("------");
        }
    }

    private Access byAddress(String range) {
        return new Access(
                Need.ANY, true, List.of(AddressRange.parse(range)), false, List.of(), Optional.empty(), false, 0);
    }

    private static Access byDevice(Device... devices) {
        return new Access(Need.ANY, false, List.of(), true, List.of(devices), Optional.empty(), false, 0);
    }

    private Access byPassword(String word) {
        return new Access(Need.ANY, false, List.of(), false, List.of(), verifier(word), false, 0);
    }

    private Optional<String> verifier(String word) {
        byte[] salt = new byte[16];
        chance.nextBytes(salt);
        return Optional.of(SharedPassword.light(word.getBytes(StandardCharsets.UTF_8), salt));
    }

    private Route serving(String host, RouteRules rules) {
        return new Route(
                host,
                Optional.of(EdgeHouse.INSTANCE),
                Route.State.SERVING,
                List.of(new Upstream(HERE, application.port())),
                rules);
    }

    private void restrict(Access access) {
        apply(serving(EdgeHouse.ACME, RouteRules.USUAL.with(access)));
    }

    private void apply(Route... routes) {
        version = Math.max(version, house.edge.snapshot()) + 1;
        house.apply(version, routes);
    }

    private Answer get(String path, String... headers) throws IOException {
        return house.get(EdgeHouse.ACME, path, headers);
    }

    private Answer post(String path, String form) throws IOException {
        return house.raw(
                EdgeHouse.ACME,
                "POST " + path + " HTTP/1.1\r\nHost: " + EdgeHouse.ACME
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                        + "\r\nConnection: close\r\n\r\n" + form);
    }

    private List<DeviceUse> uses() {
        return house.reports.stream()
                .flatMap(report -> report.devices().stream())
                .toList();
    }

    private static String cookie(Answer answer) {
        return answer.header("set-cookie").split(";", 2)[0];
    }

    /// An answer without what every answer has of its own.
    private static String comparable(Answer answer) {
        return answer.text().replaceAll("(?im)^(x-request-id|traceparent): .*$", "$1");
    }
}
