package casemate.control.vies;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.Outside;
import casemate.control.TestControl;
import casemate.control.account.VatRegister.Word;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// An HTTP server that answers in the form of the register's published interface stands in for it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ViesTest {
    private static final String AWAY = "{\"actionSucceed\":false,\"errorWrappers\":[{\"error\":\"MS_UNAVAILABLE\"}]}";

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private volatile String answer = "";
    private volatile int status = 200;
    private HttpServer register;
    private URI server;
    private TestControl control;
    /// Made before anybody asks over HTTP: it must be the first to say that it names hosts.
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        register = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        register.createContext("/rest-api/check-vat-number", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        register.start();
        server = URI.create("http://127.0.0.1:" + register.getAddress().getPort() + "/rest-api/");
        control = TestControl.start(DATABASE, directory, clock, TestControl.outside(Outside.NOTHING.withVies(server)));
        browser = control.browser("portal").from("192.0.2.31");
    }

    @AfterAll
    void stop() {
        control.close();
        register.stop(0);
    }

    @BeforeEach
    void forget() {
        asked.clear();
        status = 200;
    }

    @Test
    void its_word_counts_and_its_silence_is_no_opinion() {
        Vies vies = new Vies(server, clock);
        answer = valid(true);
        assertThat(vies.of("DE123456789")).isEqualTo(Word.KNOWN);
        answer = valid(false);
        assertThat(vies.of("DE123456789")).isEqualTo(Word.UNKNOWN);
        answer = AWAY;
        assertThat(vies.of("DE123456789")).isEqualTo(Word.SILENT);
        assertThat(asked).hasSize(3).allMatch(q -> q.equals("{\"countryCode\":\"DE\",\"vatNumber\":\"123456789\"}"));
        answer = valid(true);
        assertThat(vies.of("FR12345678901"))
                .as("asked though Germany's register was away")
                .isEqualTo(Word.KNOWN);
    }

    @Test
    void it_is_left_alone_for_a_while_when_it_fails_and_is_not_asked_about_others() {
        Vies vies = new Vies(server, clock);
        assertThat(vies.of("CHE123456789")).isEqualTo(Word.SILENT);
        assertThat(vies.of("D")).isEqualTo(Word.SILENT);
        assertThat(asked).isEmpty();
        status = 500;
        assertThat(vies.of("DE123456789")).isEqualTo(Word.SILENT);
        status = 200;
        answer = valid(true);
        assertThat(vies.of("DE123456789")).isEqualTo(Word.SILENT);
        assertThat(asked).hasSize(1);
        clock.advance(Duration.ofSeconds(31));
        assertThat(vies.of("DE123456789")).isEqualTo(Word.KNOWN);
        answer = "<html>";
        assertThat(vies.of("DE123456789")).isEqualTo(Word.SILENT);
    }

    @Test
    void the_page_refuses_a_number_that_is_nobodys_and_asks_only_about_a_new_one() {
        Customers.join(control, browser, "vat@example.org");
        answer = valid(false);
        Browser.Answer refused = save("DE 123456789");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.says("knows no such VAT number")).isTrue();
        answer = valid(true);
        assertThat(save("DE 123456789").status()).isEqualTo(200);
        int before = asked.size();
        answer = valid(false);
        assertThat(save("DE123456789").status()).as("unchanged").isEqualTo(200);
        assertThat(asked).hasSize(before);
        answer = AWAY;
        assertThat(save("DE987654321").status()).as("no opinion").isEqualTo(200);
    }

    private Browser.Answer save(String number) {
        browser.get("/account");
        return browser.post("/account", Map.of("country", "DE", "vat-number", number));
    }

    private static String valid(boolean valid) {
        return "{\"countryCode\":\"DE\",\"vatNumber\":\"123456789\",\"requestDate\":\"2026-11-22T12:00:00.000Z\",\"valid\":"
                + valid + ",\"requestIdentifier\":\"\",\"name\":\"---\",\"address\":\"---\"}";
    }
}
