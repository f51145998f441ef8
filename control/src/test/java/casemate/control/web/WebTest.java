package casemate.control.web;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.Browser;
import casemate.control.TestControl;
import casemate.testkit.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private TestControl control;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory);
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void the_reader_is_met_in_the_language_they_ask_for_and_can_choose_another() {
        Browser browser = control.browser("portal").speaking("pl,en;q=0.5");
        assertThat(browser.get("/sign-in").says("<html lang=\"pl\"")).isTrue();
        Browser.Answer french = browser.post("/language", Map.of("language", "fr", "back", "/sign-in"));
        assertThat(french.path()).isEqualTo("/sign-in");
        assertThat(french.says("Continuer")).isTrue();
        assertThat(browser.get("/sign-up").says("<html lang=\"fr\"")).isTrue();
    }

    @Test
    void a_redirect_stays_at_home() {
        Browser browser = control.browser("portal");
        browser.get("/sign-in");
        for (String away : new String[] {"https://evil.example", "//evil.example", "/\\evil.example", "/a b"}) {
            assertThat(browser.postOnly("/language", Map.of("language", "fr", "back", away))
                            .headers())
                    .containsEntry("location", "/");
        }
    }

    @Test
    void style_and_script_come_under_addresses_that_change_with_their_bytes() {
        Browser browser = control.browser("portal");
        String style = browser.get("/sign-in").find("href=\"(/assets/[^\"]+css)\"");
        Browser.Answer answer = browser.get(style);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().getOrDefault("cache-control", "")).contains("immutable");
        assertThat(browser.get(style.replaceFirst("[0-9a-f]{16}", "0000000000000000"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void too_large_a_form_is_refused_before_it_is_read() {
        Browser browser = control.browser("portal");
        browser.get("/sign-in");
        Browser.Answer answer = browser.postOnly("/sign-in", Map.of("email", "x".repeat(HostFilter.MAX_BODY_BYTES)));
        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void posts_from_one_network_are_bounded() {
        Browser browser = control.browser("portal").from("203.0.113.99");
        browser.get("/sign-in");
        int status = 0;
        for (int i = 0; i < 200 && status != 429; i++) {
            status = browser.postOnly("/confirm", Map.of("token", "none", "password", "x"))
                    .status();
        }
        assertThat(status).isEqualTo(429);
        assertThat(control.browser("portal")
                        .from("203.0.113.98")
                        .get("/sign-in")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void the_api_answers_holders_of_the_token_on_the_loopback_host_only_and_in_problem_json() throws Exception {
        HttpResponse<String> nobody = api("/api/v1/status", "wrong");
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(nobody.body()).contains("urn:casemate:problem:token-needed");
        HttpResponse<String> status = api("/api/v1/status", TestControl.TOKEN.revealText());
        assertThat(status.statusCode()).isEqualTo(200);
        assertThat(status.body()).contains("\"customers\":0").contains("\"portal\":\"https://portal.");
        HttpResponse<String> missing = api("/api/v1/nothing", TestControl.TOKEN.revealText());
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("urn:casemate:problem:page-unknown");
        assertThat(api("/anything", TestControl.TOKEN.revealText()).statusCode())
                .isEqualTo(404);
        assertThat(control.browser("portal").get("/api/v1/status").path()).startsWith("/sign-in");
    }

    @Test
    void the_health_check_answers_without_a_body() throws Exception {
        assertThat(api("/healthz", "").statusCode()).isEqualTo(204);
        assertThat(control.browser("portal").get("/healthz").status()).isEqualTo(204);
    }

    @Test
    void malformed_requests_get_no_trace_and_no_name_of_the_server() throws IOException {
        for (String head : new String[] {
            "GET /%zz HTTP/1.1\r\nHost: portal.casemate.localhost\r\n\r\n",
            "GET /a//b;c=d HTTP/1.1\r\nHost: portal.casemate.localhost\r\nConnection: close\r\n\r\n",
            "BAD\r\n\r\n"
        }) {
            String answer = raw(head);
            assertThat(answer).startsWith("HTTP/1.1 4");
            assertThat(answer).doesNotContain("Tomcat", "Exception", "\tat ", "Server:");
        }
    }

    private HttpResponse<String> api(String path, String token) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + control.control().port() + path))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), control.control().port());
                InputStream in = socket.getInputStream()) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] buffer = new byte[16_384];
            int read = in.read(buffer);
            return new String(buffer, 0, Math.max(0, read), StandardCharsets.UTF_8);
        }
    }
}
