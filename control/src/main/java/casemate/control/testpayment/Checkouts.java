package casemate.control.testpayment;

import casemate.base.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Visits to the hosted page: what is open, and what becomes of what is typed there.
final class Checkouts {
    static final String SESSION = "checkout.session";
    static final String SETUP = "setup_intent";
    private static final String PAY = "payment";
    private static final String CUSTOMER = "customer";
    private static final String STATUS = "status";
    private static final String TYPES = "payment_method_types[0]";
    private static final Duration LIFE = Duration.ofHours(24);
    private static final int EXPIRY_YEARS = 3;

    /// What a visitor sees next.
    sealed interface Step {
        /// The form, with what was wrong; the key of a sentence, or empty.
        record Form(Json.Obj session, String wrong) implements Step {}

        /// The bank wants a word.
        record Confirm(Json.Obj session, String number) implements Step {}

        record Away(String address) implements Step {}
    }

    private final Books books;
    private final Counter counter;
    private final UnaryOperator<String> address;

    /// @param address of a session's page
    Checkouts(Books books, Counter counter, UnaryOperator<String> address) {
        this.books = books;
        this.counter = counter;
        this.address = address;
    }

    Json.Obj open(Call call) {
        Json.Obj customer = books.get(call.needed(CUSTOMER), CUSTOMER);
        boolean pays = call.needed("mode").equals(PAY);
        Json.Obj begun = books.fresh("cs", SESSION)
                .put("mode", pays ? PAY : "setup")
                .put(CUSTOMER, customer.text("id"))
                .put(STATUS, "open")
                .put("type", call.needed(TYPES))
                .put("success_url", call.needed("success_url"))
                .put("cancel_url", call.needed("cancel_url"))
                .put("amount_total", pays ? call.whole("line_items[0][price_data][unit_amount]") : 0)
                .put("currency", pays ? call.needed("line_items[0][price_data][currency]") : "eur")
                .put("metadata", Counter.texts(call.metadata("metadata")))
                .put("intent_metadata", Counter.texts(call.metadata("payment_intent_data[metadata]")))
                .put(SETUP, new Json.Nil())
                .put(Counter.INTENT, new Json.Nil())
                .build();
        return books.change(begun, Map.of("url", Json.of(address.apply(begun.text("id")))));
    }

    /// @throws Problem for one that is over, or never was
    Json.Obj visited(String id) {
        Json.Obj session = books.get(id, SESSION);
        Instant begun = Instant.ofEpochSecond(session.integer("created"));
        if (!session.text(STATUS).equals("open") || books.now().isAfter(begun.plus(LIFE))) {
            throw Problem.unknown();
        }
        return session;
    }

    /// @param confirmed whether the visitor said yes to the bank
    Step typed(String id, String number, boolean agreed, boolean confirmed) {
        Json.Obj session = visited(id);
        boolean sepa = session.text("type").equals("sepa_debit");
        Optional<TestMeans> typed = TestMeans.of(number).filter(m -> m.sepa() == sepa);
        if (typed.isEmpty()) {
            return new Step.Form(session, "This page takes the test numbers below only. Never type a real one.");
        }
        if (sepa && !agreed) {
            return new Step.Form(session, "Agree to the mandate.");
        }
        TestMeans test = typed.get();
        if (test == TestMeans.DECLINED) {
            return new Step.Form(session, "The card was declined.");
        }
        if (test.asksWhenTyped() && !confirmed) {
            return new Step.Confirm(session, test.number());
        }
        return end(session, test);
    }

    private Step end(Json.Obj session, TestMeans test) {
        Json.Obj means = means(session.text(CUSTOMER), test);
        if (session.text("mode").equals(PAY)) {
            Map<String, String> said = new java.util.LinkedHashMap<>();
            session.obj("intent_metadata").members().forEach((k, v) -> said.put(k, ((Json.Text) v).value()));
            Json.Obj intent = counter.charge(
                    session.text(CUSTOMER),
                    means,
                    session.integer("amount_total"),
                    session.text("currency"),
                    said,
                    true);
            if (intent.get("last_payment_error") instanceof Json.Obj) {
                return new Step.Form(session, "The card was declined.");
            }
            complete(session, Counter.INTENT, intent.text("id"));
        } else {
            Json.Obj setup = books.put(books.fresh("seti", SETUP)
                    .put(CUSTOMER, session.text(CUSTOMER))
                    .put(STATUS, "succeeded")
                    .put(Counter.MEANS, means.text("id"))
                    .put("mandate", test.sepa() ? Json.of(mandate(means)) : new Json.Nil())
                    .build());
            complete(session, SETUP, setup.text("id"));
        }
        return new Step.Away(session.text("success_url"));
    }

    private void complete(Json.Obj session, String what, String id) {
        Json.Obj done = books.change(session, Map.of(STATUS, Json.of("complete"), what, Json.of(id)));
        books.tell("checkout.session.completed", done);
    }

    private Json.Obj means(String customer, TestMeans test) {
        Json.Builder means = books.fresh("pm", Counter.MEANS)
                .put(CUSTOMER, customer)
                .put("type", test.sepa() ? "sepa_debit" : "card")
                .put("test_means", test.name());
        if (test.sepa()) {
            means.put("sepa_debit", Json.object().put("last4", test.last4()).build());
        } else {
            means.put(
                    "card",
                    Json.object()
                            .put("brand", test.brand())
                            .put("last4", test.last4())
                            .put("exp_month", 12)
                            .put(
                                    "exp_year",
                                    books.now().atZone(java.time.ZoneOffset.UTC).getYear() + EXPIRY_YEARS)
                            .build());
        }
        return books.put(means.build());
    }

    private String mandate(Json.Obj means) {
        Json.Obj mandate = books.fresh("mandate", "mandate").build();
        books.put(mandate);
        books.change(
                mandate,
                Map.of(
                        Counter.MEANS,
                        Json.of(means.text("id")),
                        "payment_method_details",
                        Json.object()
                                .put("type", "sepa_debit")
                                .put(
                                        "sepa_debit",
                                        Json.object()
                                                .put(
                                                        "reference",
                                                        "TEST-"
                                                                + mandate.text("id")
                                                                        .substring("mandate_test_".length())
                                                                        .toUpperCase(java.util.Locale.ROOT))
                                                .build())
                                .build()));
        return mandate.text("id");
    }
}
