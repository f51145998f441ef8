package casemate.control.payment;

import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import java.net.URI;
import java.time.Instant;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Stripe, and whoever speaks as Stripe does: the test provider.
final class StripeProvider implements PaymentProvider {
    private static final String ID = "id";
    private static final String CUSTOMER = "customer";
    private static final String STATUS = "status";
    private static final String INTENT = "payment_intent";
    private static final String SESSIONS = "/v1/checkout/sessions";
    private static final String INTENTS = "/v1/payment_intents";
    private static final String REFUNDS = "/v1/refunds";
    private static final String MEANS = "/v1/payment_methods/";
    private static final String TYPES = "payment_method_types[0]";
    /// Stripe's most.
    private static final int PAGE = 100;

    private final StripeClient client;
    private final Secret webhookSecret;
    private final boolean test;

    StripeProvider(StripeClient client, Secret webhookSecret, boolean test) {
        this.client = client;
        this.webhookSecret = webhookSecret;
        this.test = test;
    }

    @Override
    public boolean test() {
        return test;
    }

    @Override
    public Secret webhookSecret() {
        return webhookSecret;
    }

    @Override
    public String customer(CustomerId customer, String key) {
        return client.post("/v1/customers", Map.of("metadata[customer]", customer.value()), key)
                .text(ID);
    }

    @Override
    public Checkout enter(String customer, Method method, URI back, String key) {
        Map<String, String> asked = session("setup", customer, back);
        asked.put(TYPES, method.stripe());
        return checkout(client.post(SESSIONS, asked, key));
    }

    @Override
    public Checkout pay(String customer, Bill bill, URI back, String key) {
        Map<String, String> asked = session("payment", customer, back);
        asked.put(TYPES, Method.CARD.stripe());
        asked.put("line_items[0][quantity]", "1");
        asked.put("line_items[0][price_data][currency]", bill.currency().toLowerCase(Locale.ROOT));
        asked.put("line_items[0][price_data][unit_amount]", Long.toString(bill.amount()));
        asked.put("line_items[0][price_data][product_data][name]", bill.title());
        asked.put("payment_intent_data[metadata][invoice]", bill.invoice());
        asked.put("payment_intent_data[metadata][attempt]", "0");
        return checkout(client.post(SESSIONS, asked, key));
    }

    private static Map<String, String> session(String mode, String customer, URI back) {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("mode", mode);
        asked.put(CUSTOMER, customer);
        asked.put("success_url", back + "?done=1");
        asked.put("cancel_url", back.toString());
        return asked;
    }

    private static Checkout checkout(Json.Obj session) {
        return new Checkout(session.text(ID), URI.create(session.text("url")));
    }

    @Override
    public Visit visit(String checkout) {
        Json.Obj session = client.get(SESSIONS + "/" + id(checkout), Map.of());
        return new Visit(
                session.text(CUSTOMER),
                session.text(STATUS).equals("complete"),
                told(session, "setup_intent").flatMap(this::entered),
                told(session, INTENT));
    }

    private Optional<Entered> entered(String setup) {
        Json.Obj intent = client.get("/v1/setup_intents/" + id(setup), Map.of());
        if (!intent.text(STATUS).equals("succeeded")) {
            return Optional.empty();
        }
        Json.Obj means = client.get(MEANS + id(intent.text("payment_method")), Map.of());
        Optional<String> mandate = told(intent, "mandate").map(this::reference);
        String type = means.text("type");
        Json.Obj said = means.obj(type);
        return Optional.of(
                type.equals(Method.SEPA.stripe())
                        ? new Entered(
                                means.text(ID), Method.SEPA, "sepa", said.text("last4"), Optional.empty(), mandate)
                        : new Entered(
                                means.text(ID),
                                Method.CARD,
                                said.text("brand"),
                                said.text("last4"),
                                Optional.of(
                                        YearMonth.of((int) said.integer("exp_year"), (int) said.integer("exp_month"))),
                                mandate));
    }

    private String reference(String mandate) {
        return client.get("/v1/mandates/" + id(mandate), Map.of())
                .obj("payment_method_details")
                .obj("sepa_debit")
                .text("reference");
    }

    @Override
    public Attempt charge(String customer, Charge.By means, Bill bill, String key) {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("amount", Long.toString(bill.amount()));
        asked.put("currency", bill.currency().toLowerCase(Locale.ROOT));
        asked.put(CUSTOMER, customer);
        asked.put("payment_method", means.provider());
        asked.put("off_session", "true");
        asked.put("confirm", "true");
        asked.put(TYPES, means.method().stripe());
        asked.put("description", bill.title());
        asked.put("metadata[invoice]", bill.invoice());
        asked.put("metadata[attempt]", Integer.toString(bill.number()));
        try {
            return attempt(client.post(INTENTS, asked, key));
        } catch (StripeClient.Declined declined) {
            return attempt(declined.intent());
        }
    }

    @Override
    public Attempt look(String payment) {
        return attempt(client.get(INTENTS + "/" + id(payment), Map.of()));
    }

    private static Attempt attempt(Json.Obj intent) {
        Optional<String> failure = intent.find("last_payment_error")
                .filter(Json.Obj.class::isInstance)
                .flatMap(error -> told((Json.Obj) error, "code"));
        Outcome outcome = switch (intent.text(STATUS)) {
            case "succeeded" -> Outcome.PAID;
            case "requires_action" -> Outcome.WANTS_CUSTOMER;
            case "requires_payment_method" ->
                failure.filter("authentication_required"::equals).isPresent() ? Outcome.WANTS_CUSTOMER : Outcome.FAILED;
            case "canceled" -> Outcome.FAILED;
            default -> Outcome.PROCESSING;
        };
        Json.Obj ours = intent.obj("metadata");
        return new Attempt(
                intent.text(ID),
                outcome,
                told(ours, "invoice"),
                told(ours, "attempt")
                        .filter(n -> n.matches("[0-9]{1,4}"))
                        .map(Integer::parseInt)
                        .orElse(0),
                intent.integer("amount"),
                intent.text("currency").toUpperCase(Locale.ROOT),
                failure);
    }

    @Override
    public Returned refund(String payment, long amount, String key) {
        return returned(client.post(REFUNDS, Map.of(INTENT, payment, "amount", Long.toString(amount)), key));
    }

    @Override
    public Returned refunded(String refund) {
        return returned(client.get(REFUNDS + "/" + id(refund), Map.of()));
    }

    private static Returned returned(Json.Obj refund) {
        String status = refund.text(STATUS);
        return new Returned(refund.text(ID), status.equals("failed") || status.equals("canceled"));
    }

    @Override
    public Disputed disputed(String dispute) {
        Json.Obj said = client.get("/v1/disputes/" + id(dispute), Map.of());
        Optional<Instant> due = said.find("evidence_details")
                .filter(Json.Obj.class::isInstance)
                .map(Json.Obj.class::cast)
                .filter(d -> d.find("due_by").filter(Json.Num.class::isInstance).isPresent())
                .map(d -> Instant.ofEpochSecond(d.integer("due_by")));
        return new Disputed(
                said.text(INTENT),
                said.integer("amount"),
                said.text("currency").toUpperCase(Locale.ROOT),
                said.text("reason"),
                said.text(STATUS),
                due);
    }

    @Override
    public void detach(String means) {
        try {
            client.post(MEANS + id(means) + "/detach", Map.of(), "detach/" + means);
        } catch (Refusal refusal) {
            // Detached before, or gone there: what was wanted.
            if (!refusal.code().equals("payment-unknown") && !refusal.code().equals("payment-refused")) {
                throw refusal;
            }
        }
    }

    @Override
    public Told since(Instant moment, String after) {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("created[gte]", Long.toString(moment.getEpochSecond()));
        asked.put("limit", Integer.toString(PAGE));
        if (!after.isEmpty()) {
            asked.put("starting_after", after);
        }
        Json.Obj list = client.get("/v1/events", asked);
        return new Told(list.list("data", e -> event((Json.Obj) e)), list.bool("has_more"));
    }

    /// @throws Refusal `json-malformed` for what is no event
    static Event event(Json.Obj event) {
        return new Event(
                event.text(ID),
                event.text("type"),
                told(event.obj("data").obj("object"), ID).orElse(""),
                Instant.ofEpochSecond(event.integer("created")));
    }

    private static Optional<String> told(Json.Obj object, String name) {
        return object.find(name).filter(Json.Text.class::isInstance).map(t -> ((Json.Text) t).value());
    }

    /// Ids come from the provider, and go into paths.
    private static String id(String told) {
        if (!told.matches("[A-Za-z0-9_]{1,255}")) {
            throw Refusal.invalid("payment-id", "That is no id of the payment provider's.");
        }
        return told;
    }
}
