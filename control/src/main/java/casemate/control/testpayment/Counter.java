package casemate.control.testpayment;

import casemate.base.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What the test provider does with money that nobody has: charges, settles, gives back, disputes.
final class Counter {
    static final String INTENT = "payment_intent";
    static final String MEANS = "payment_method";
    private static final String REFUND = "refund";
    private static final String SUCCEEDED = "succeeded";
    /// A bank takes days for a direct debit; somebody who tries it out does not want to wait so long.
    static final Duration DEBIT = Duration.ofSeconds(10);

    private static final Duration TO_ANSWER = Duration.ofDays(7);

    private final Books books;

    Counter(Books books) {
        this.books = books;
    }

    /// @param present whether the customer sits at the page and can confirm
    Json.Obj charge(
            String customer, Json.Obj means, long amount, String currency, Map<String, String> said, boolean present) {
        Json.Obj intent = books.fresh("pi", INTENT)
                .put("amount", amount)
                .put("currency", currency)
                .put("customer", customer)
                .put(MEANS, means.text("id"))
                .put("metadata", texts(said))
                .put("latest_charge", books.id("ch"))
                .put("last_payment_error", new Json.Nil())
                .put("status", "requires_confirmation")
                .build();
        return switch (TestMeans.valueOf(means.text("test_means"))) {
            case SEPA_GOOD, SEPA_FAILS -> debit(intent);
            case DECLINED, FAILS_LATER -> fail(intent, "card_declined");
            case CONFIRMED_ALWAYS -> present ? succeed(intent) : fail(intent, "authentication_required");
            case DISPUTED -> dispute(succeed(intent));
            case GOOD, MASTERCARD, CONFIRMED_ONCE -> succeed(intent);
        };
    }

    private Json.Obj debit(Json.Obj intent) {
        Json.Obj processing = books.change(
                intent,
                Map.of(
                        "status",
                        Json.of("processing"),
                        "settles",
                        Json.of(books.now().plus(DEBIT).getEpochSecond())));
        books.tell("payment_intent.processing", processing);
        return processing;
    }

    /// Ends direct debits whose time has come.
    void settle() {
        for (Json.Obj intent : books.all(INTENT)) {
            if (intent.text("status").equals("processing")
                    && intent.integer("settles") <= books.now().getEpochSecond()) {
                Json.Obj means = books.get(intent.text(MEANS), MEANS);
                if (means.text("test_means").equals(TestMeans.SEPA_FAILS.name())) {
                    fail(intent, "insufficient_funds");
                } else {
                    succeed(intent);
                }
            }
        }
    }

    private Json.Obj succeed(Json.Obj intent) {
        Json.Obj paid = books.change(
                intent, Map.of("status", Json.of(SUCCEEDED), "amount_received", Json.of(intent.integer("amount"))));
        books.tell("payment_intent.succeeded", paid);
        return paid;
    }

    private Json.Obj fail(Json.Obj intent, String code) {
        Json.Obj failed = books.change(
                intent,
                Map.of(
                        "status",
                        Json.of("requires_payment_method"),
                        "last_payment_error",
                        Json.object()
                                .put("type", "card_error")
                                .put("code", code)
                                .build()));
        books.tell("payment_intent.payment_failed", failed);
        return failed;
    }

    private Json.Obj dispute(Json.Obj intent) {
        Json.Obj dispute = books.put(books.fresh("dp", "dispute")
                .put("amount", intent.integer("amount"))
                .put("currency", intent.text("currency"))
                .put(INTENT, intent.text("id"))
                .put("charge", intent.text("latest_charge"))
                .put("reason", "fraudulent")
                .put("status", "needs_response")
                .put(
                        "evidence_details",
                        Json.object()
                                .put("due_by", books.now().plus(TO_ANSWER).getEpochSecond())
                                .build())
                .build());
        books.tell("charge.dispute.created", dispute);
        return intent;
    }

    /// @throws Problem for more than was paid, or was not given back yet
    Json.Obj refund(String intent, Optional<Long> wanted, Map<String, String> said) {
        Json.Obj paid = books.get(intent, INTENT);
        long given = books.all(REFUND).stream()
                .filter(r -> r.text(INTENT).equals(intent))
                .mapToLong(r -> r.integer("amount"))
                .sum();
        long left = paid.integer("amount") - given;
        long amount = wanted.orElse(left);
        if (!paid.text("status").equals(SUCCEEDED) || amount <= 0 || amount > left) {
            throw new Problem(Problem.BAD, "invalid_request_error", "charge_already_refunded");
        }
        Json.Obj refund = books.put(books.fresh("re", REFUND)
                .put("amount", amount)
                .put("currency", paid.text("currency"))
                .put(INTENT, intent)
                .put("metadata", texts(said))
                .put("status", SUCCEEDED)
                .build());
        books.tell("refund.created", refund);
        return refund;
    }

    static Json.Obj texts(Map<String, String> said) {
        Json.Builder all = Json.object();
        said.forEach(all::put);
        return all.build();
    }
}
