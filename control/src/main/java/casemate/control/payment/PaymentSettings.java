package casemate.control.payment;

import java.net.URI;
import java.nio.file.Path;

/// Who takes the customers' money. One of these at a time: the test provider is never there beside Stripe.
public sealed interface PaymentSettings {
    /// Nobody: customers pay outside the platform, and an operator notes it.
    record Nobody() implements PaymentSettings {}

    /// The embedded test provider, with which anybody pays by a number that is printed on its page.
    record Test() implements PaymentSettings {}

    /// @param server of the REST interface, usually [#PUBLIC]
    /// @param keyFile of the secret key; read once at the start, kept nowhere else
    /// @param webhookSecretFile of what signs its events
    record Stripe(URI server, Path keyFile, Path webhookSecretFile) implements PaymentSettings {
        public static final URI PUBLIC = URI.create("https://api.stripe.com");
    }
}
