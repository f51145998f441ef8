package casemate.promise;

import java.util.List;

/// Payment.
public sealed interface BillingPromise extends Promise {
    /// Card and bank details go from the browser straight to the payment provider.
    ///
    /// @param digits the card's last digits that the platform keeps
    @Row("BIL-1")
    record CardDetails(
            @Bounds(min = "1", max = "60") String provider,
            @Bounds(min = "0", max = "4") int digits) implements BillingPromise {
        public CardDetails {
            Catalogue.check(CardDetails.class, provider, digits);
        }
    }

    /// Regular payments; one that fails is known and followed up.
    @Row("BIL-2")
    record SubscriptionPayments(
            @Bounds(min = "1", max = "2") List<PaymentMethod> methods) implements BillingPromise {
        public SubscriptionPayments {
            methods = List.copyOf(methods);
            Catalogue.check(SubscriptionPayments.class, methods);
        }
    }

    /// How a customer pays.
    enum PaymentMethod implements Word {
        CARD,
        SEPA
    }
}
