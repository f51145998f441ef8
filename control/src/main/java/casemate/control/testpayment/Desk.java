package casemate.control.testpayment;

import casemate.base.Json;
import casemate.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The part of Stripe's REST interface that the platform uses: same paths, fields, objects and errors.
final class Desk {
    private static final String CUSTOMER = "customer";
    private static final String MANDATE = "mandate";
    private static final String KEY = "idempotency";
    private static final int FINE = 200;
    private static final int DEFAULT_PAGE = 10;
    private static final int LARGEST_PAGE = 100;

    /// What was answered.
    record Said(int status, Json.Obj body) {}

    private final Books books;
    private final Counter counter;
    private final Checkouts checkouts;

    Desk(Books books, Counter counter, Checkouts checkouts) {
        this.books = books;
        this.counter = counter;
        this.checkouts = checkouts;
    }

    /// A change asked for twice with one key is made once, and answered the same.
    Said answer(Call call) {
        if (call.key().isEmpty() || !call.method().equals("POST")) {
            return tried(call);
        }
        String id = "idem_" + hash(call.key());
        String asked = hash(call.path() + new TreeMap<>(call.fields()));
        Optional<Json.Obj> before = books.find(id);
        if (before.isPresent()) {
            if (!before.get().text("asked").equals(asked)) {
                return said(new Problem(Problem.BAD, "idempotency_error", "idempotency_key_in_use"));
            }
            return new Said((int) before.get().integer("status"), before.get().obj("body"));
        }
        Said said = tried(call);
        books.put(Json.object()
                .put("id", id)
                .put("object", KEY)
                .put("asked", asked)
                .put("status", said.status())
                .put("body", said.body())
                .build());
        return said;
    }

    private Said tried(Call call) {
        try {
            return new Said(FINE, act(call));
        } catch (Problem problem) {
            return said(problem);
        }
    }

    private static Said said(Problem problem) {
        return new Said(problem.status(), problem.body());
    }

    private Json.Obj act(Call call) {
        String[] parts = call.path().split("/", -1);
        String last = parts[parts.length - 1];
        boolean post = call.method().equals("POST");
        if (!post) {
            return switch (call.path().replaceFirst("/[^/]*$", "")) {
                case "/v1" -> events(call, last);
                case "/v1/customers" -> books.get(last, CUSTOMER);
                case "/v1/checkout/sessions" -> books.get(last, Checkouts.SESSION);
                case "/v1/setup_intents" -> books.get(last, Checkouts.SETUP);
                case "/v1/payment_methods" -> books.get(last, Counter.MEANS);
                case "/v1/mandates" -> books.get(last, MANDATE);
                case "/v1/payment_intents" -> books.get(last, Counter.INTENT);
                case "/v1/refunds" -> books.get(last, "refund");
                case "/v1/disputes" -> books.get(last, "dispute");
                default -> throw Problem.unknown();
            };
        }
        return switch (call.path()) {
            case "/v1/customers" ->
                books.put(books.fresh("cus", CUSTOMER)
                        .put("metadata", Counter.texts(call.metadata("metadata")))
                        .build());
            case "/v1/checkout/sessions" -> checkouts.open(call);
            case "/v1/payment_intents" -> charge(call);
            case "/v1/refunds" ->
                counter.refund(
                        call.needed(Counter.INTENT),
                        Optional.of(call.field("amount"))
                                .filter(a -> !a.isEmpty())
                                .map(_ -> call.whole("amount")),
                        call.metadata("metadata"));
            default -> {
                if (parts.length == 5 && parts[2].equals("payment_methods") && last.equals("detach")) {
                    yield detach(parts[3]);
                }
                throw Problem.unknown();
            }
        };
    }

    private Json.Obj events(Call call, String last) {
        if (!last.equals("events")) {
            throw Problem.unknown();
        }
        int most = call.field("limit").isEmpty() ? DEFAULT_PAGE : (int) call.whole("limit");
        return books.events(
                call.field("created[gte]").isEmpty() ? 0 : call.whole("created[gte]"),
                call.field("starting_after"),
                Math.clamp(most, 1, LARGEST_PAGE));
    }

    /// A charge while the customer is away: the only way that the platform asks for.
    private Json.Obj charge(Call call) {
        Json.Obj customer = books.get(call.needed(CUSTOMER), CUSTOMER);
        Json.Obj means = books.get(call.needed(Counter.MEANS), Counter.MEANS);
        boolean theirs = means.find(CUSTOMER)
                .filter(c -> c.equals(Json.of(customer.text("id"))))
                .isPresent();
        if (!theirs || call.whole("amount") <= 0) {
            throw new Problem(Problem.BAD, "invalid_request_error", "payment_method_unexpected_state");
        }
        Json.Obj intent = counter.charge(
                customer.text("id"),
                means,
                call.whole("amount"),
                call.needed("currency"),
                call.metadata("metadata"),
                false);
        if (intent.get("last_payment_error") instanceof Json.Obj error) {
            throw new Problem(Problem.DECLINED, "card_error", error.text("code"), intent);
        }
        return intent;
    }

    private Json.Obj detach(String id) {
        Json.Obj means = books.get(id, Counter.MEANS);
        Json.Obj gone = books.change(means, Map.of(CUSTOMER, new Json.Nil()));
        books.tell("payment_method.detached", gone);
        return gone;
    }

    private static String hash(String text) {
        return HexFormat.of().formatHex(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
