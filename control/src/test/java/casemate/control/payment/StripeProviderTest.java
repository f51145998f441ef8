package casemate.control.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Secret;
import casemate.base.Unavailable;
import casemate.control.Browser;
import casemate.control.testpayment.Shelf;
import casemate.control.testpayment.TestMeans;
import casemate.control.testpayment.TestProvider;
import casemate.testkit.TestClock;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The adapter for Stripe over a real socket, with the test provider at the other end: Stripe itself is out of reach
/// of tests.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StripeProviderTest extends PaymentProviderContract {
    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");
    private TestProvider test;
    private PaymentProvider provider;

    @BeforeAll
    void start() {
        // Before any client is made in this process.
        Browser.allowHosts();
        test = TestProvider.start(Shelf.NONE, new SecureRandom(), clock);
        provider = Till.speaking(test);
    }

    @AfterAll
    void stop() {
        test.close();
    }

    @Override
    PaymentProvider provider() {
        return provider;
    }

    @Override
    void type(URI page, TestMeans number) {
        HostedPage hosted = new HostedPage(page);
        HttpResponse<String> answer = hosted.type(number.number());
        if (answer.statusCode() == 200) {
            answer = hosted.confirm(number.number());
        }
        assertThat(answer.statusCode()).isEqualTo(303);
    }

    @Override
    void settle() {
        clock.advance(Duration.ofMinutes(1));
        test.turn();
    }

    @Test
    void the_hosted_page_says_that_it_is_a_test_and_takes_no_real_number() {
        String payer = provider.customer(new casemate.base.CustomerId("cus_0" + "b".repeat(25)), "k1");
        PaymentProvider.Checkout page =
                provider.enter(payer, Method.CARD, URI.create("https://portal.example/account/payment"), "k2");
        HostedPage hosted = new HostedPage(page.page());
        assertThat(hosted.look().body())
                .contains("This is a test. No money moves", "<title>Test payment provider</title>")
                .doesNotContain("<script");
        assertThat(hosted.look().headers().firstValue("Content-Security-Policy"))
                .isPresent();
        // Well-formed by its check digit, and of nobody's test mode.
        HttpResponse<String> real = hosted.type("4539 1488 0343 6467");
        assertThat(real.statusCode()).isEqualTo(422);
        assertThat(real.body()).contains("Never type a real one").doesNotContain("4539");
        assertThat(hosted.type(TestMeans.DECLINED.number()).body()).contains("declined");
        assertThat(hosted.type(TestMeans.GOOD.number()).headers().firstValue("Location"))
                .contains("https://portal.example/account/payment?done=1");
        assertThat(hosted.look().statusCode()).isEqualTo(404);
    }

    @Test
    void a_wrong_key_and_a_provider_that_is_down_are_no_answer_and_not_a_refusal() {
        PaymentProvider stranger = new StripeProvider(
                new StripeClient(test.api(), Secret.of("sk_test_wrong")), Secret.of("whsec_x"), true);
        assertThatThrownBy(() -> stranger.look("pi_any")).isInstanceOf(Unavailable.class);
        test.away(true);
        try {
            assertThatThrownBy(() ->
                            provider.look("pi_" + UUID.randomUUID().toString().replace("-", "")))
                    .isInstanceOf(Unavailable.class);
        } finally {
            test.away(false);
        }
    }
}
