package casemate.control.payment;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.control.subscription.State;
import casemate.control.testpayment.TestMeans;
import casemate.testkit.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Every event of some customers' lives: brought twice, in reverse, shuffled, late and forged, over a real socket.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhooksTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LATE = Duration.ofMinutes(6);
    private static final int FINE = 200;
    private static final int FORBIDDEN = 403;

    private final Map<String, Integer> counts = new TreeMap<>();
    private PaymentHouse house;
    private HttpClient client;
    private URI webhook;
    private Map<CustomerId, State> ends;

    @BeforeAll
    void live(@TempDir Path directory) throws IOException {
        house = PaymentHouse.open(DATABASE, directory);
        client = HttpClient.newHttpClient();
        webhook = URI.create("http://127.0.0.1:" + house.control.control().port() + "/payment/webhook");
        ends = lives();
    }

    @AfterAll
    void stop() {
        house.close();
    }

    @Test
    void duplicated_reversed_shuffled_delayed_and_forged_events_change_nothing_and_none_is_lost() {
        List<Json.Obj> events = events();
        assertThat(events).hasSizeGreaterThan(12);
        List<String> before = standing();

        for (Json.Obj event : events) {
            byte[] body = event.canonical();
            count("duplicated", bring(body, signature(body, now())), FINE);
            count("duplicated", bring(body, signature(body, now())), FINE);
            count("late", bring(body, signature(body, now().minus(LATE))), FORBIDDEN);
            count("from the future", bring(body, signature(body, now().plus(LATE))), FORBIDDEN);
            count("unsigned", bring(body, ""), FORBIDDEN);
            String other = signature(body, now()).replaceFirst("v1=.", "v1=" + "x");
            count("forged signature", bring(body, other), FORBIDDEN);
            String twisted = event.text().replace(event.text("id"), "evt_forged" + counts.size());
            count("forged body", bring(twisted.getBytes(StandardCharsets.UTF_8), signature(body, now())), FORBIDDEN);
        }
        again("reversed", events.reversed());
        List<Json.Obj> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, new Random(7));
        again("shuffled", shuffled);
        System.out.println("webhooks: " + counts);
        assertThat(standing()).isEqualTo(before);
        assertThat(house.column("SELECT id FROM payment.event WHERE id LIKE 'evt_forged%'"))
                .isEmpty();
        ends.forEach((customer, state) -> assertThat(house.state(customer)).isEqualTo(state));
    }

    @Test
    void what_is_no_event_is_refused_though_it_is_signed() {
        for (String body : List.of("", "[]", "{}", "{\"id\":\"evt_1\"}", "not json")) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            assertThat(bring(bytes, signature(bytes, now()))).as(body).isBetween(400, 499);
        }
    }

    /// All events look new again, as for a platform that lost them, and come in another order.
    private void again(String how, List<Json.Obj> events) {
        house.control
                .door(org.springframework.jdbc.core.simple.JdbcClient.class)
                .sql("DELETE FROM payment.event")
                .update();
        for (Json.Obj event : events) {
            byte[] body = event.canonical();
            count(how, bring(body, signature(body, now())), FINE);
        }
        settled();
        assertThat(house.column("SELECT count(*) FROM payment.event").getFirst())
                .isEqualTo(Integer.toString(events.size()));
    }

    private Map<CustomerId, State> lives() {
        Map<CustomerId, State> lives = new LinkedHashMap<>();
        CustomerId good = house.customer("good@example.org");
        house.comes(house.subscribed(good, Method.CARD, TestMeans.GOOD).invoice(), ChargeState.PAID);
        lives.put(good, State.ACTIVE);
        CustomerId debit = house.customer("debit@example.org");
        Charge slow = house.subscribed(debit, Method.SEPA, TestMeans.SEPA_GOOD);
        house.comes(slow.invoice(), ChargeState.PROCESSING);
        house.clock.advance(Duration.ofMinutes(1));
        house.comes(slow.invoice(), ChargeState.PAID);
        lives.put(debit, State.ACTIVE);
        CustomerId failing = house.customer("failing@example.org");
        house.comes(
                house.subscribed(failing, Method.CARD, TestMeans.FAILS_LATER).invoice(), ChargeState.FAILED);
        lives.put(failing, State.TRIALING);
        CustomerId disputes = house.customer("disputes@example.org");
        house.comes(house.subscribed(disputes, Method.CARD, TestMeans.DISPUTED).invoice(), ChargeState.PAID);
        lives.put(disputes, State.ACTIVE);
        CustomerId returned = house.customer("returned@example.org");
        Charge back = house.subscribed(returned, Method.SEPA, TestMeans.SEPA_FAILS);
        house.comes(back.invoice(), ChargeState.PROCESSING);
        house.clock.advance(Duration.ofMinutes(1));
        house.comes(back.invoice(), ChargeState.FAILED);
        lives.put(returned, State.TRIALING);
        settled();
        return lives;
    }

    /// Nothing is on its way.
    private void settled() {
        house.until(
                "all events are looked after",
                () -> house.column("SELECT count(*) FROM payment.event WHERE try_at IS NOT NULL")
                                .getFirst()
                                .equals("0")
                        && house.column(
                                        "SELECT count(*) FROM testpayment.object"
                                                + " WHERE body LIKE '%\"object\":\"event\"%' AND body LIKE '%\"pending_webhooks\":1%'")
                                .getFirst()
                                .equals("0"));
    }

    private List<Json.Obj> events() {
        return house.column("SELECT body FROM testpayment.object WHERE id LIKE 'evt_%' ORDER BY number").stream()
                .map(body -> Json.parseObject(body.getBytes(StandardCharsets.UTF_8), 1 << 16))
                .toList();
    }

    private List<String> standing() {
        return house.column("""
                SELECT concat_ws(' ', invoice_id, state, attempts, failures, payment_id) FROM payment.charge
                UNION ALL SELECT concat_ws(' ', id, state) FROM payment.dispute
                UNION ALL SELECT concat_ws(' ', id, customer_id) FROM payment.means
                UNION ALL SELECT id FROM payment.refund
                UNION ALL SELECT concat_ws(' ', count(*), 'letters') FROM mail.message
                    WHERE recipient LIKE '%@example.org' AND subject LIKE '%payment%'
                UNION ALL SELECT concat_ws(' ', count(*), 'moves') FROM subscription.moved
                    WHERE customer_id IN (SELECT customer_id FROM payment.charge)
                ORDER BY 1
                """);
    }

    private void count(String how, int status, int expected) {
        assertThat(status).as(how).isEqualTo(expected);
        counts.merge(how + " " + status, 1, Integer::sum);
    }

    private String signature(byte[] body, Instant at) {
        return house.test().signed(body, at);
    }

    private Instant now() {
        return house.clock.instant();
    }

    private int bring(byte[] body, String signature) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(webhook)
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            if (!signature.isEmpty()) {
                request.header("Stripe-Signature", signature);
            }
            return client.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
