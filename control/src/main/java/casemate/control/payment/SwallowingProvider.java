package casemate.control.payment;

import casemate.base.CustomerId;
import casemate.base.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/// The sabotaged twin of [FailureDrill]: a provider whose failures nobody hears of. Every charge that fails is said to
/// be on its way.
final class SwallowingProvider implements PaymentProvider {
    private final PaymentProvider provider;

    SwallowingProvider(PaymentProvider provider) {
        this.provider = provider;
    }

    @Override
    public Attempt charge(String customer, Charge.By means, Bill bill, String key) {
        return quiet(provider.charge(customer, means, bill, key));
    }

    @Override
    public Attempt look(String payment) {
        return quiet(provider.look(payment));
    }

    private static Attempt quiet(Attempt said) {
        return said.outcome() == Outcome.PAID
                ? said
                : new Attempt(
                        said.payment(),
                        Outcome.PROCESSING,
                        said.invoice(),
                        said.number(),
                        said.amount(),
                        said.currency(),
                        Optional.empty());
    }

    @Override
    public boolean test() {
        return provider.test();
    }

    @Override
    public Secret webhookSecret() {
        return provider.webhookSecret();
    }

    @Override
    public String customer(CustomerId customer, String key) {
        return provider.customer(customer, key);
    }

    @Override
    public Checkout enter(String customer, Method method, URI back, String key) {
        return provider.enter(customer, method, back, key);
    }

    @Override
    public Checkout pay(String customer, Bill bill, URI back, String key) {
        return provider.pay(customer, bill, back, key);
    }

    @Override
    public Visit visit(String checkout) {
        return provider.visit(checkout);
    }

    @Override
    public Returned refund(String payment, long amount, String key) {
        return provider.refund(payment, amount, key);
    }

    @Override
    public Returned refunded(String refund) {
        return provider.refunded(refund);
    }

    @Override
    public Disputed disputed(String dispute) {
        return provider.disputed(dispute);
    }

    @Override
    public void detach(String means) {
        provider.detach(means);
    }

    @Override
    public Told since(Instant moment, String after) {
        return provider.since(moment, after);
    }
}
