package casemate.control.spam;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.Outside;
import casemate.control.TestControl;
import casemate.control.dns.Dns;
import casemate.control.dns.LocalDns;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// By way of the page, with a real DNS server and an HTTP server that answers as rspamd does.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpamTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private final TestClock clock = TestClock.at("2026-11-21T12:00:00Z");
    private final LocalDns dns = new LocalDns();
    private final Queue<String> judged = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile String action = "no action";
    private HttpServer rspamd;
    private TestControl control;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        rspamd = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        rspamd.setExecutor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
        rspamd.createContext("/checkv2", exchange -> {
            judged.add(exchange.getRequestHeaders().getFirst("IP") + "\n"
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            if (action.equals("silence")) {
                await(over);
            }
            byte[] answer = ("{\"is_skipped\":false,\"score\":1.75,\"required_score\":15.0,\"action\":\"" + action
                            + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        rspamd.start();
        Outside outside = new Outside(
                Optional.of(dns.address()),
                Optional.of(URI.create("http://127.0.0.1:" + rspamd.getAddress().getPort())),
                Set.of("burner.test", "sub.burner.example"),
                Set.of(),
                false);
        control = TestControl.start(DATABASE, directory, clock, TestControl.outside(outside));
        dns.put("com", Dns.Type.NS, "a.servers.test");
        dns.put("good.dk", Dns.Type.MX, "10 mail.good.dk");
        dns.put("old.dk", Dns.Type.A, "192.0.2.9");
        dns.put("null.dk", Dns.Type.MX, "0 .");
    }

    @AfterAll
    void stop() {
        over.countDown();
        control.close();
        rspamd.stop(0);
        dns.close();
    }

    @Test
    void an_address_that_no_mail_reaches_is_refused_at_its_field() {
        Browser browser = control.browser("portal").from("192.0.2.21");
        assertThat(send(browser, "ann@good.dk").status()).isEqualTo(200);
        assertThat(send(browser, "ann@old.dk").status())
                .as("an address is enough")
                .isEqualTo(200);
        for (String nowhere : List.of("ann@null.dk", "ann@misspelt.dk")) {
            Browser.Answer refused = send(browser, nowhere);
            assertThat(refused.status()).as(nowhere).isEqualTo(422);
            assertThat(refused.body()).contains("No mail reaches this domain", "id=\"email-error\"");
        }
        int asked = dns.asked();
        assertThat(send(browser, "ann@example.org").status()).isEqualTo(200);
        assertThat(send(browser, "ann@casemate.localhost").status()).isEqualTo(200);
        assertThat(dns.asked())
                .as("nobody asks about names of papers and of our own")
                .isEqualTo(asked);
    }

    @Test
    void when_nobody_knows_the_domain_is_taken_for_good() {
        Browser browser = control.browser("portal").from("192.0.2.22");
        dns.broken(true);
        try {
            assertThat(send(browser, "ann@unasked.dk").status()).isEqualTo(200);
        } finally {
            dns.broken(false);
            clock.advance(Duration.ofMinutes(6));
        }
        dns.remove("com", Dns.Type.NS);
        try {
            assertThat(send(browser, "ann@denied.dk").status())
                    .as("a resolver that denies the whole world is not believed")
                    .isEqualTo(200);
        } finally {
            dns.put("com", Dns.Type.NS, "a.servers.test");
            clock.advance(Duration.ofMinutes(6));
        }
    }

    @Test
    void what_the_operator_has_listed_is_refused_and_counted() {
        Browser browser = control.browser("portal").from("192.0.2.23");
        assertThat(send(browser, "ann@burner.test").status()).isEqualTo(422);
        assertThat(send(browser, "ann@x.sub.burner.example").status()).isEqualTo(422);
        assertThat(send(browser, "ann@notburner.test").status()).isEqualTo(200);
        Map<String, Long> counts = control.door(RefusedForms.class).within(30);
        assertThat(counts.get("listed")).isEqualTo(2);
        assertThat(counts.get(RefusedForms.ALL)).isGreaterThanOrEqualTo(2);
        clock.advance(Duration.ofDays(31));
        assertThat(control.door(RefusedForms.class).within(30)).isEmpty();
    }

    @Test
    void rspamd_is_asked_and_its_silence_is_no_opinion() {
        Browser browser = control.browser("portal").from("192.0.2.24");
        judged.clear();
        assertThat(send(browser, "bea@example.org").status()).isEqualTo(200);
        assertThat(judged)
                .singleElement()
                .satisfies(letter -> assertThat(letter)
                        .contains("192.0.2.24", "From: bea@example.org")
                        .doesNotContain(Customers.PASSWORD));
        action = "reject";
        assertThat(send(browser, "bea@example.org").status()).isEqualTo(422);
        Browser.Answer again = browser.post("/sign-up/again", Map.of("email", "bea@example.org"));
        assertThat(again.status()).isEqualTo(403);
        action = "silence";
        long begun = System.nanoTime();
        assertThat(send(browser, "bea@example.org").status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
        int asked = judged.size();
        assertThat(send(browser, "bea@example.org").status()).isEqualTo(200);
        assertThat(judged).as("left alone for a while").hasSize(asked);
        clock.advance(Duration.ofMinutes(1));
        action = "no action";
    }

    private static Browser.Answer send(Browser browser, String email) {
        browser.get("/sign-up");
        return browser.post(
                "/sign-up", new LinkedHashMap<>(Map.of("email", email, "password", Customers.PASSWORD, "website", "")));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
