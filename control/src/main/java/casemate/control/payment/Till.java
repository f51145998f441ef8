package casemate.control.payment;

import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.testpayment.Shelf;
import casemate.control.testpayment.TestProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Who takes the money, as the operator chose: Stripe, or the test provider, never both.
final class Till implements AutoCloseable {
    private static final int MAX_SECRET = 4 << 10;

    private final Optional<PaymentProvider> provider;
    private final Optional<TestProvider> test;

    private Till(Optional<PaymentProvider> provider, Optional<TestProvider> test) {
        this.provider = provider;
        this.test = test;
    }

    static Till open(PaymentSettings settings, Shelf shelf, RandomGenerator chance, Clock clock) {
        return switch (settings) {
            case PaymentSettings.Nobody _ -> new Till(Optional.empty(), Optional.empty());
            case PaymentSettings.Test _ -> {
                TestProvider test = TestProvider.start(shelf, chance, clock);
                yield new Till(Optional.of(speaking(test)), Optional.of(test));
            }
            case PaymentSettings.Stripe stripe ->
                new Till(
                        Optional.of(new StripeProvider(
                                new StripeClient(stripe.server(), secret(stripe.keyFile())),
                                secret(stripe.webhookSecretFile()),
                                false)),
                        Optional.empty());
        };
    }

    /// The adapter for Stripe, speaking to the test provider: the same code either way.
    static PaymentProvider speaking(TestProvider test) {
        return new StripeProvider(new StripeClient(test.api(), test.key()), test.webhookSecret(), true);
    }

    Optional<PaymentProvider> provider() {
        return provider;
    }

    Optional<TestProvider> test() {
        return test;
    }

    private static Secret secret(Path file) {
        try {
            if (Files.size(file) <= MAX_SECRET) {
                String text = Files.readString(file).strip();
                if (!text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127)) {
                    return Secret.of(text);
                }
            }
        } catch (IOException _) {
            // Told below.
        }
        throw Refusal.invalid(
                "payment-secret", "The file " + file + " must hold one line: the secret that Stripe shows.");
    }

    @Override
    public void close() {
        test.ifPresent(TestProvider::close);
    }
}
