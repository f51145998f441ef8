package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.wire.EdgeReport.BlockReport;
import casemate.wire.Exclusion;
import casemate.wire.Shield;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The firewall as visitors meet it, with the rules that are installed here.
class InspectionTest {
    private static final String ATTACK = "/?id=1%27%20OR%20%271%27=%271%27--%20-";

    @TempDir
    static Path directory;

    private static EdgeHouse house;

    @BeforeAll
    static void open() {
        house = EdgeHouse.open(directory);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void an_attack_in_a_query_is_refused_with_a_page_that_says_only_its_number() throws IOException {
        try (Application application = Application.saying("inside")) {
            serve(application, Shield.USUAL);
            Answer answer = get(ATTACK);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body())
                    .contains("<code>" + answer.header("x-request-id") + "</code>")
                    .doesNotContain("942100", "libinjection", "OR");
            assertThat(application.heads).isEmpty();
            assertThat(get("/?name=O%27Brien&q=select+a+colour").body()).isEqualTo("inside");
        }
    }

    @Test
    void a_refusal_is_reported_with_what_an_exclusion_would_name_and_logged_without_the_address() throws IOException {
        try (Application application = Application.saying("inside")) {
            serve(application, Shield.USUAL);
            String number = get(ATTACK).header("x-request-id");
            BlockReport block = block(number);
            assertThat(block.blocked()).isTrue();
            assertThat(block.path()).isEqualTo("/");
            assertThat(block.rules())
                    .allSatisfy(hit -> assertThat(hit.variable()).isEqualTo("ARGS:id"));
            assertThat(block.rules()).noneMatch(hit -> hit.rule() == 949_110);
            Path log = directory.resolve("log/firewall.jsonl");
            EdgeHouse.until(() -> text(log).contains(number));
            assertThat(text(log)).contains("127.0.0.0").doesNotContain("127.0.0.1\"");
        }
    }

    @Test
    void an_attack_in_a_form_never_reaches_the_application_and_an_honest_form_arrives_whole() throws IOException {
        try (Application application = echoing()) {
            serve(application, Shield.USUAL);
            assertThat(post("application/x-www-form-urlencoded", "q=%3Cscript%3Ealert(1)%3C/script%3E")
                            .status())
                    .isEqualTo(403);
            assertThat(application.heads).isEmpty();
            String text = "text=" + "honest+words+".repeat(5_000);
            assertThat(post("application/x-www-form-urlencoded", text).body()).isEqualTo(text);
            assertThat(post("application/json", "{\"a\":[1,\"two\"]}").body()).isEqualTo("{\"a\":[1,\"two\"]}");
        }
    }

    @Test
    void a_form_too_large_to_be_looked_at_is_refused() throws IOException {
        try (Application application = echoing()) {
            serve(application, Shield.USUAL);
            Answer answer = house.raw(
                    EdgeHouse.ACME,
                    "POST / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\nUser-Agent: test\r\nAccept: */*\r\n"
                            + "Content-Type: application/json\r\nContent-Length: "
                            + (Inspection.MOST_FORM_BYTES + 1) + "\r\n\r\n{");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(application.heads).isEmpty();
        }
    }

    @Test
    void a_large_upload_streams_and_one_with_an_attack_behind_its_file_never_becomes_complete() throws IOException {
        AtomicInteger whole = new AtomicInteger();
        try (Application application = new Application((head, body, out) -> {
            byte[] all = body.readNBytes(length(head));
            if (all.length == length(head)) {
                whole.incrementAndGet();
            }
            Application.write(out, Integer.toString(all.length));
        })) {
            serve(application, Shield.USUAL);
            String honest = upload("fine words");
            assertThat(post("multipart/form-data; boundary=XX", honest).body())
                    .isEqualTo(Integer.toString(honest.length()));
            assertThat(whole.get()).isEqualTo(1);
            assertThat(post("multipart/form-data; boundary=XX", upload("1' OR '1'='1' -- -"))
                            .status())
                    .isEqualTo(403);
            assertThat(whole.get()).isEqualTo(1);
        }
    }

    @Test
    void where_the_firewall_only_detects_requests_go_on_and_are_reported() throws IOException {
        try (Application application = Application.saying("inside")) {
            serve(application, new Shield(Shield.Mode.DETECT, 1, List.of()));
            Answer answer = get(ATTACK);
            assertThat(answer.body()).isEqualTo("inside");
            String number = answer.header("x-request-id");
            assertThat(block(number).blocked()).isFalse();
        }
    }

    @Test
    void an_exclusion_lets_one_argument_through_where_it_holds_and_nothing_else() throws IOException {
        try (Application application = Application.saying("inside")) {
            serve(application, Shield.USUAL);
            String number = get(ATTACK).header("x-request-id");
            List<Exclusion> exclusions = block(number).rules().stream()
                    .map(hit -> new Exclusion(hit.rule(), hit.variable(), "/editor"))
                    .toList();
            serve(application, new Shield(Shield.Mode.BLOCK, 1, exclusions));
            assertThat(get("/editor" + ATTACK).body()).isEqualTo("inside");
            assertThat(get(ATTACK).status()).isEqualTo(403);
            assertThat(get("/editor/.." + ATTACK).status()).isEqualTo(403);
            assertThat(get("/editor" + ATTACK.replace("id=", "other=")).status())
                    .isEqualTo(403);
        }
    }

    @Test
    void what_is_usual_in_an_application_passes_before_it_and_nowhere_else() throws IOException {
        String post = "{\"title\":\"O'Brien said \\\"select\\\"\",\"content\":\"<script>alert(1)</script>\"}";
        String page = "sectok=1&wikitext=%3Cscript%3Ealert(1)%3C/script%3E";
        String search = "/?s=O%27Brien+%22union%22+select";
        try (Application application = echoing()) {
            serve(application, Shield.USUAL);
            assertThat(saved(post)).isEqualTo(403);
            assertThat(edited(page)).isEqualTo(403);
            assertThat(get(search).status()).isEqualTo(403);
            serve(application, Shield.USUAL.before("dokuwiki"));
            assertThat(saved(post)).isEqualTo(403);
            assertThat(edited(page)).isEqualTo(200);
            serve(application, Shield.USUAL.before("wordpress"));
            assertThat(saved(post)).isEqualTo(200);
            assertThat(edited(page)).isEqualTo(403);
            assertThat(get(search).status()).isEqualTo(200);
            assertThat(saved("{\"title\":\"<script>alert(1)</script>\"}")).isEqualTo(403);
            assertThat(get(ATTACK.replace("id=", "s=")).status()).isEqualTo(403);
            assertThat(get(ATTACK).status()).isEqualTo(403);
        }
    }

    @Test
    void programs_change_and_delete_things_at_the_platforms_api_and_nowhere_else() throws IOException {
        try (Application application = Application.saying("inside")) {
            serve(application, Shield.USUAL.before("casemate"));
            for (String path : List.of("/scim/v2/Users/scu_1", "/v1/instances/ins_1")) {
                for (String method : List.of("PATCH", "PUT", "DELETE")) {
                    assertThat(sent(method, path).status()).as(method + path).isEqualTo(200);
                }
            }
            String filter = "/scim/v2/Users?filter=userName%20eq%20%22ann@example.org%22%20or%20externalId%20pr";
            assertThat(get(filter).status()).isEqualTo(200);
            assertThat(sent("DELETE", "/account").status()).isEqualTo(403);
        }
    }

    @Test
    void people_who_sign_on_to_applications_are_not_taken_for_attackers() throws IOException {
        try (Application application = Application.saying("inside")) {
            serve(application, Shield.USUAL.before("casemate"));
            String back =
                    "https%3A%2F%2Fwiki.example.org%3A8443%2Fapps%2Fuser_oidc%2Fcode%2Fdoku.php%3Fid%3Dstart%26do%3D"
                            + "login%26next%3D%252Fteam%252Fplans%252F2026%26lang%3Dfr%26"
                            + "section%3Dwords%26".repeat(20);
            String state = "eyJyIjoiL3N0YXJ0Iiwibm9uY2UiOiJmLTdfVnpzUSJ9.Qk9fX0pLLV9fLS1-QTEyMzQ1Njc4OTA.-_~"
                    + "aZ09-_".repeat(30);
            String asked =
                    "response_type=code&client_id=cli_01hzx3v9&scope=openid%20profile%20email%20groups%20offline_access"
                            + "&redirect_uri=" + back + "&state=" + state + "&nonce=n-0S6_WzA2Mj--x"
                            + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
                            + "&prompt=select_account%20consent&max_age=3600&ui_locales=fr-FR%20pl%20en&login_hint=ann.o%27brien%40example.org"
                            + "&acr_values=urn%3Amace%3Aincommon%3Aiap%3Asilver&claims=%7B%22id_token%22%3A%7B%22email%22%3A%7B%22essential%22%3Atrue%7D%7D%7D";
            assertThat(get("/oidc/authorize?" + asked).status()).isEqualTo(200);
            String form = "application/x-www-form-urlencoded";
            assertThat(post("/oidc/authorize", form, asked).status()).isEqualTo(200);
            String code = "grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA--" + "xY7_".repeat(20)
                    + "&redirect_uri=" + back + "&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
            assertThat(post("/oidc/token", form + "\r\nAuthorization: Basic Y2xpXzAxOi0tL19fKys=", code)
                            .status())
                    .isEqualTo(200);
            assertThat(post("/oidc/token", form, code + "&client_id=cli_01hzx3v9&client_secret=-_" + "--Zz9".repeat(12))
                            .status())
                    .isEqualTo(200);
            assertThat(post("/oidc/token", form, "grant_type=refresh_token&refresh_token=" + state)
                            .status())
                    .isEqualTo(200);
            assertThat(get("/oidc/authorize?" + asked + "&state=%3Cscript%3Ealert(1)%3C/script%3E")
                            .status())
                    .isEqualTo(403);
        }
    }

    private static Answer sent(String method, String path) throws IOException {
        String body = "{\"Operations\":[{\"op\":\"replace\",\"path\":\"emails[type eq \\\"work\\\"].value\","
                + "\"value\":\"ann@example.org\"}]}";
        return house.raw(
                EdgeHouse.ACME,
                method + " " + path + " HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\nUser-Agent: test\r\nAccept: */*\r\n"
                        + "Content-Type: application/scim+json\r\nConnection: close\r\nContent-Length: " + body.length()
                        + "\r\n\r\n"
                        + body);
    }

    @Test
    void an_answer_that_shows_a_database_error_stays_inside() throws IOException {
        try (Application application = new Application((_, _, out) -> Application.write(
                out, "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server"))) {
            serve(application, Shield.USUAL);
            Answer answer = get("/");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).doesNotContain("SQL");
        }
    }

    @Test
    void a_long_answer_arrives_whole_and_one_that_grows_slowly_is_seen_growing() throws Exception {
        CompletableFuture<Void> rest = new CompletableFuture<>();
        String page = "<p>words</p>".repeat(50_000);
        try (Application application = new Application((head, _, out) -> {
            if (head.startsWith("GET /long")) {
                Application.write(out, page);
                return;
            }
            out.write("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            rest.orTimeout(60, TimeUnit.SECONDS).join();
            out.write("3\r\ntwo\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        })) {
            serve(application, Shield.USUAL);
            assertThat(get("/long").body()).isEqualTo(page);
            try (var socket = house.connect(EdgeHouse.ACME)) {
                OutputStream out = socket.getOutputStream();
                out.write(("GET /slow HTTP/1.1\r\nHost: " + EdgeHouse.ACME
                                + "\r\nUser-Agent: test\r\nAccept: */*\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                StringBuilder seen = new StringBuilder();
                while (!seen.toString().endsWith("one")) {
                    seen.append((char) socket.getInputStream().read());
                }
                rest.complete(null);
                while (!seen.toString().endsWith("two")) {
                    seen.append((char) socket.getInputStream().read());
                }
            }
        }
    }

    private static String upload(String comment) {
        return "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n"
                + "Content-Type: image/png\r\n\r\n" + "\u0001\u0002picture".repeat(200_000)
                + "\r\n--XX\r\nContent-Disposition: form-data; name=\"comment\"\r\n\r\n" + comment + "\r\n--XX--\r\n";
    }

    private static Application echoing() throws IOException {
        return new Application((head, body, out) ->
                Application.write(out, new String(body.readNBytes(length(head)), StandardCharsets.ISO_8859_1)));
    }

    private static int length(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    private static void serve(Application application, Shield shield) {
        house.apply(house.edge.snapshot() + 2, EdgeHouse.serving(EdgeHouse.ACME, application.port(), shield));
    }

    private static Answer get(String target) throws IOException {
        return house.get(EdgeHouse.ACME, target, "User-Agent: test", "Accept: */*");
    }

    private static int saved(String json) throws IOException {
        return post("/wp-json/wp/v2/posts/7", "application/json", json).status();
    }

    private static int edited(String form) throws IOException {
        return post("/doku.php", "application/x-www-form-urlencoded\r\nCookie: DWab12=x", form)
                .status();
    }

    private static Answer post(String type, String body) throws IOException {
        return post("/form", type, body);
    }

    private static Answer post(String target, String type, String body) throws IOException {
        return house.raw(
                EdgeHouse.ACME,
                "POST " + target + " HTTP/1.1\r\nHost: " + EdgeHouse.ACME
                        + "\r\nUser-Agent: test\r\nAccept: */*\r\nContent-Type: " + type + "\r\nContent-Length: "
                        + body.length() + "\r\nConnection: close\r\n\r\n" + body);
    }

    /// What was reported about a request, once it was.
    private static BlockReport block(String number) {
        EdgeHouse.until(() -> find(number).isPresent());
        return find(number).orElseThrow();
    }

    private static Optional<BlockReport> find(String number) {
        return house.reports.stream()
                .flatMap(report -> report.blocks().stream())
                .filter(block -> block.request().equals(number))
                .findFirst();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return "";
        }
    }
}
