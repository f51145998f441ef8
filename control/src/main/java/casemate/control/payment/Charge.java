package casemate.control.payment;

import casemate.base.CustomerId;
import java.time.Instant;
import java.util.Optional;

/// The payment of one invoice.
///
/// @param title the invoice's number
/// @param offer that it pays for; empty for what is no plan
/// @param amount with taxes, in the currency's smallest coin
/// @param attempts by us, while the customer was away
/// @param means the provider's id and the method of the last attempt's means
/// @param failedAt the first time
/// @param failure the provider's code of the last one
/// @param payment the provider's id of the last one
/// @param next when it is tried again; empty for not by itself
public record Charge(
        String invoice,
        CustomerId customer,
        String title,
        Optional<String> offer,
        long amount,
        String currency,
        ChargeState state,
        int attempts,
        Optional<By> means,
        int failures,
        Optional<Instant> failedAt,
        Optional<String> failure,
        Optional<String> payment,
        Optional<Instant> next,
        Instant made,
        Instant changed) {
    /// By what it was tried.
    public record By(String provider, Method method) {}

    static Charge wanted(
            String invoice,
            CustomerId customer,
            String title,
            Optional<String> offer,
            long amount,
            String currency,
            Optional<Instant> next,
            Instant now) {
        return new Charge(
                invoice,
                customer,
                title,
                offer,
                amount,
                currency,
                ChargeState.WANTED,
                0,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                next,
                now,
                now);
    }

    /// The key that makes asking twice the same as asking once.
    String key() {
        return "charge/" + invoice + "/" + attempts;
    }

    PaymentProvider.Bill bill() {
        return new PaymentProvider.Bill(invoice, title, attempts, amount, currency);
    }

    /// About to be asked for by this means, for the next time unless the last one was cut off.
    Charge acting(By by, Instant until, Instant now) {
        boolean again = state == ChargeState.ACTING && means.isPresent();
        return with(
                ChargeState.ACTING,
                again ? attempts : attempts + 1,
                again ? means : Optional.of(by),
                failures,
                failedAt,
                failure,
                payment,
                Optional.of(until),
                now);
    }

    Charge processing(String paymentId, Instant now) {
        return with(
                ChargeState.PROCESSING,
                attempts,
                means,
                failures,
                failedAt,
                failure,
                Optional.of(paymentId),
                Optional.empty(),
                now);
    }

    Charge paid(String paymentId, Instant now) {
        return with(
                ChargeState.PAID,
                attempts,
                means,
                failures,
                failedAt,
                Optional.empty(),
                Optional.of(paymentId),
                Optional.empty(),
                now);
    }

    /// @param to [ChargeState#FAILED] or [ChargeState#WANTS_CUSTOMER]
    Charge failed(ChargeState to, Optional<String> paymentId, String code, Optional<Instant> again, Instant now) {
        return with(
                to,
                attempts,
                means,
                failures + 1,
                failedAt.or(() -> Optional.of(now)),
                Optional.of(code),
                paymentId.or(() -> payment),
                again,
                now);
    }

    Charge takenBack(Instant now) {
        return with(
                ChargeState.TAKEN_BACK, attempts, means, failures, failedAt, failure, payment, Optional.empty(), now);
    }

    /// Looked at again then.
    Charge at(Optional<Instant> then) {
        return with(state, attempts, means, failures, failedAt, failure, payment, then, changed);
    }

    private Charge with(
            ChargeState to,
            int count,
            Optional<By> by,
            int failed,
            Optional<Instant> first,
            Optional<String> code,
            Optional<String> paymentId,
            Optional<Instant> then,
            Instant now) {
        return new Charge(
                invoice, customer, title, offer, amount, currency, to, count, by, failed, first, code, paymentId, then,
                made, now);
    }
}
