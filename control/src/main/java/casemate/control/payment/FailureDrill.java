package casemate.control.payment;

import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Json;
import casemate.base.Secret;
import casemate.control.account.Email;
import casemate.control.offer.Offer;
import casemate.control.subscription.State;
import casemate.control.testpayment.Shelf;
import casemate.control.testpayment.TestMeans;
import casemate.control.testpayment.TestProvider;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Supplier;

/// BIL-2: a canary customer with a paid plan and a card that fails, at a provider of the drill's own. The failure must
/// be known, told to the customer, tried again, and stand with the subscription; a good card must then pay.
final class FailureDrill implements Drill<FailureTarget> {
    private static final DrillCard CARD = new DrillCard(
            new PromiseId("BIL-2"),
            "failed-payments-followed-up",
            new Cadence(Duration.ofHours(6), Duration.ofHours(25)),
            ProofKind.INSIDE_PROBE);
    private static final String DOMAIN = "@payment-drill.invalid";
    /// Under these addresses nobody but this drill signs up (RFC 2606).
    private static final String CANARIES = "pays-%" + DOMAIN;

    private static final URI BACK = URI.create("https://payment-drill.invalid/");
    /// No run takes so long, however busy the machine is.
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final int NAME_BYTES = 8;
    private static final int PASSWORD_BYTES = 18;

    private final Supplier<FailureTarget> real;
    private final Supplier<FailureTarget> twin;
    private final SecureRandom chance;
    private final Ids ids;
    private final Clock clock;

    FailureDrill(
            Supplier<FailureTarget> real, Supplier<FailureTarget> twin, SecureRandom chance, Ids ids, Clock clock) {
        this.real = real;
        this.twin = twin;
        this.chance = chance;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public DrillCard card() {
        return CARD;
    }

    @Override
    public FailureTarget real() {
        return real.get();
    }

    @Override
    public FailureTarget sabotaged() {
        return twin.get();
    }

    @Override
    public Finding attempt(FailureTarget target) {
        target.sweep(CANARIES, clock.instant().minus(LONGEST));
        Email email = new Email("pays-" + random(NAME_BYTES) + DOMAIN);
        try (TestProvider test = TestProvider.start(Shelf.NONE, chance, clock)) {
            return target.plan()
                    .map(plan -> judged(target, email, plan, Till.speaking(test)))
                    .orElseGet(() -> new Finding.Unproved("No paid plan is on sale."));
        } finally {
            target.end(email);
        }
    }

    private Finding judged(FailureTarget target, Email email, Offer plan, PaymentProvider provider) {
        CustomerId canary = target.customer(email, Secret.of(random(PASSWORD_BYTES)));
        String payer = provider.customer(canary, canary.value());
        target.books().means().addPayer(canary, payer, clock.instant());
        String invoice = ids.make("inv");
        target.owes(canary, invoice, plan, clock.instant());
        long lettersBefore = target.letters(email);

        add(target, canary, provider, TestMeans.FAILS_LATER, clock.instant().minusSeconds(1));
        target.charge(invoice, provider);
        Charge failed = target.charge(invoice);
        boolean known = failed.state() == ChargeState.FAILED;
        boolean pastDue = target.state(canary).filter(s -> s == State.PAST_DUE).isPresent();
        boolean told = target.letters(email) > lettersBefore;
        boolean again = failed.next().isPresent();

        add(target, canary, provider, TestMeans.GOOD, clock.instant());
        target.charge(invoice, provider);
        boolean paid = target.charge(invoice).state() == ChargeState.PAID
                && target.state(canary).filter(s -> s == State.ACTIVE).isPresent();
        Json.Obj measured = Json.object()
                .put("failureKnown", known)
                .put("subscriptionPastDue", pastDue)
                .put("customerTold", told)
                .put("triedAgain", again)
                .put("goodCardPays", paid)
                .build();
        if (!known || !pastDue || !told || !again) {
            return new Finding.Broken(measured, "A payment failed, and was not followed up.");
        }
        return paid
                ? new Finding.Kept(measured)
                : new Finding.Unproved("A good card did not pay either, so a failure proves nothing.");
    }

    /// Types a number at the provider's page, and keeps what it says of it.
    private void add(
            FailureTarget target, CustomerId canary, PaymentProvider provider, TestMeans number, Instant added) {
        PaymentProvider.Entered entered = Typist.card(provider, canary, number, BACK);
        target.books()
                .means()
                .add(new Means(
                        ids.make("mea"),
                        canary,
                        entered.id(),
                        entered.method(),
                        entered.brand(),
                        entered.last4(),
                        entered.expires(),
                        entered.mandate(),
                        added));
    }

    private String random(int count) {
        byte[] bytes = new byte[count];
        chance.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
