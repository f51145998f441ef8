package casemate.control.payment;

import casemate.base.CustomerId;
import casemate.base.Unavailable;
import casemate.control.testpayment.TestMeans;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// A drill's canary at the test provider's page.
final class Typist {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Typist() {}

    static PaymentProvider.Entered card(PaymentProvider provider, CustomerId canary, TestMeans number, URI back) {
        String payer = provider.customer(canary, canary.value());
        PaymentProvider.Checkout page = provider.enter(payer, Method.CARD, back, canary.value() + "/" + number.name());
        HttpRequest typed = HttpRequest.newBuilder(page.page())
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("number=" + number.number()))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(typed, BodyHandlers.discarding());
        } catch (IOException e) {
            throw new Unavailable("the drill's provider does not answer", PATIENCE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("the drill was stopped", PATIENCE, e);
        }
        return provider.visit(page.id()).means().orElseThrow();
    }
}
