package casemate.control.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Slug;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.SignUp;
import casemate.control.instance.Blueprint;
import casemate.control.instance.CreateInstance;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.web.Language;
import casemate.promise.PromiseId;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import casemate.wire.PodOrder.Limits;
import casemate.wire.PodOrder.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubscriptionsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final Actor TEST = new Actor.Program("test");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");
    private TestControl control;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        // Who is to be erased is looked at here, and stays.
        control = TestControl.start(DATABASE, directory, clock, TestControl.without(new PromiseId("ACC-7")));
        control.control().adopt(Files.readAllBytes(Path.of("../policies/casemate.yaml")));
        control.control()
                .offer(List.of(
                        new Blueprint(
                                "small", Map.of("en", "Small."), Set.of("title"), new Limits(256 << 20, 500, 128)),
                        new Blueprint("huge", Map.of("en", "Huge."), Set.of("title"), new Limits(6L << 30, 500, 128))));
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void a_trial_that_does_not_convert_ends_and_is_erased_twelve_days_later_to_the_second() {
        CustomerId customer = customer("trial@example.org");
        instance(customer, "trialwiki");
        Instant end = clock.instant().plus(Duration.ofDays(30));
        live(customer, end.minus(SECOND));
        assertThat(state(customer)).isEqualTo(State.TRIALING);
        assertThat(instance(customer).wanted()).isEqualTo(Wanted.RUNNING);
        live(customer, end);
        assertThat(state(customer)).isEqualTo(State.LAPSED);
        assertThat(instance(customer).wanted()).isEqualTo(Wanted.SUSPENDED);
        refused(() -> instance(customer, "another"), "plan-over");
        Instant erased = end.plus(Duration.ofDays(12));
        live(customer, erased.minus(SECOND));
        assertThat(state(customer)).isEqualTo(State.LAPSED);
        live(customer, erased);
        assertThat(state(customer)).isEqualTo(State.ERASING);
        assertThat(door().notices(customer)).extracting(Notice::move).contains(Move.TRIAL_ENDS, Move.LAPSED_ERASES);
        assertThat(door().moves(customer)).extracting(Moved::move).containsExactly(Move.LAPSED_ERASES, Move.TRIAL_ENDS);
        assertThat(Customers.letter(control.runtime(), "trial@example.org")).contains("suppression de votre compte");
        refused(() -> door().paid(customer, "standard", TEST), "subscription-gone");
    }

    @Test
    void a_payment_in_the_last_second_wins_over_the_erasure_and_brings_everything_back() {
        CustomerId customer = customer("last@example.org");
        instance(customer, "lastwiki");
        Instant erased = clock.instant().plus(Duration.ofDays(42));
        live(customer, erased.minus(SECOND));
        assertThat(instance(customer).wanted()).isEqualTo(Wanted.SUSPENDED);
        door().paid(customer, "standard", TEST);
        live(customer, erased);
        assertThat(state(customer)).isEqualTo(State.ACTIVE);
        assertThat(instance(customer).wanted()).isEqualTo(Wanted.RUNNING);
        assertThat(door().of(customer).orElseThrow().due()).isEmpty();
    }

    @Test
    void a_failed_payment_suspends_closes_and_erases_each_to_the_second() {
        CustomerId customer = customer("unpaid@example.org");
        instance(customer, "unpaidwiki");
        door().paid(customer, "standard", TEST);
        clock.advance(DAY);
        door().paymentFailed(customer, TEST);
        Instant failed = clock.instant();
        step(customer, failed.plus(Duration.ofDays(15)), State.PAST_DUE, State.SUSPENDED);
        assertThat(instance(customer).wanted()).isEqualTo(Wanted.SUSPENDED);
        Instant closed = failed.plus(Duration.ofDays(90));
        step(customer, closed, State.SUSPENDED, State.CLOSED);
        step(customer, closed.plus(Duration.ofDays(7)), State.CLOSED, State.ERASING);
    }

    @Test
    void a_cancelled_account_is_erased_after_ninety_days() {
        CustomerId customer = customer("cancel@example.org");
        door().paid(customer, "private", TEST);
        door().cancel(customer, TEST);
        step(customer, clock.instant().plus(Duration.ofDays(90)), State.CANCELLED, State.ERASING);
    }

    @Test
    void a_free_account_is_erased_after_sixty_days_without_activity_and_a_sign_in_in_the_last_second_keeps_it() {
        Browser browser = control.browser("portal").from("192.0.2.77");
        Customers.join(control, browser, "free@example.org");
        CustomerId customer = owned("free@example.org");
        assertThat(browser.get("/account/plan").says("Your trial is running.")).isTrue();
        assertThat(browser.post("/account/plan/free", Map.of()).says("You use the free plan now."))
                .isTrue();
        Instant erased = clock.instant().plus(Duration.ofDays(60));
        live(customer, erased.minus(SECOND));
        assertThat(door().notices(customer)).isNotEmpty();
        Customers.signIn(control.browser("portal").from("192.0.2.78"), "free@example.org", Customers.PASSWORD);
        Instant here = clock.instant();
        live(customer, erased);
        assertThat(state(customer)).isEqualTo(State.FREE);
        step(customer, here.plus(Duration.ofDays(60)), State.FREE, State.ERASING);
    }

    @Test
    void a_hold_keeps_the_data_until_its_end_and_a_request_too() {
        CustomerId customer = customer("held@example.org");
        door().paid(customer, "standard", TEST);
        door().cancel(customer, TEST);
        Instant until = clock.instant().plus(Duration.ofDays(200));
        refused(() -> door().hold(customer, until, " ", TEST), "hold-reason");
        refused(() -> door().hold(customer, clock.instant(), "court order", TEST), "hold-end");
        door().hold(customer, until, "court order", TEST);
        refused(() -> door().request(customer, TEST), "subscription-held");
        step(customer, until, State.CANCELLED, State.ERASING);
        assertThat(Customers.column(control, "SELECT action FROM audit.event")).contains("subscription.hold");
    }

    @Test
    void the_limits_of_the_plan_are_real() {
        CustomerId customer = customer("limits@example.org");
        refused(() -> control.door(Instances.class).create(wish(customer, "huge", "hugewiki"), TEST), "plan-memory");
        door().paid(customer, "standard", TEST);
        control.door(Instances.class).create(wish(customer, "huge", "hugewiki"), TEST);
        assertThat(door().allowance(customer).orElseThrow().users()).isEqualTo(500);
    }

    @Test
    void an_operator_sees_who_stands_where_and_what_would_come() {
        CustomerId customer = customer("seen@example.org");
        control.door(Accounts.class)
                .createOperator(Email.parse("op@example.org"), Secret.of(Customers.PASSWORD), Language.EN, TEST);
        control.door(Sweep.class).one(customer, clock.instant());
        Browser console = control.browser("console");
        Customers.getIn(control, console, "op@example.org", Customers.PASSWORD);
        assertThat(console.get("/subscriptions").body()).contains(customer.value());
        assertThat(console.get("/subscriptions/" + customer.value()).says("Your trial ends on"))
                .isTrue();
        Instant far = clock.instant().plus(Duration.ofDays(60));
        Browser.Answer outlook =
                console.get("/subscriptions/outlook?until=" + far.toString().substring(0, 10));
        assertThat(outlook.status()).isEqualTo(200);
        assertThat(outlook.body()).contains(customer.value());
        Simulation.Outlook seen = control.door(Simulation.class).until(far, java.util.Optional.empty());
        assertThat(seen.first().stream()
                        .filter(m -> m.customer().equals(customer))
                        .map(Moved::move))
                .containsExactly(Move.TRIAL_ENDS, Move.LAPSED_ERASES);
        assertThat(state(customer)).isEqualTo(State.TRIALING);
        assertThat(console.post("/subscriptions/" + customer.value() + "/pay", Map.of("offer", "standard"))
                                .says("Everything is paid")
                        || state(customer) == State.ACTIVE)
                .isTrue();
    }

    /// One second before it stands there still; at the second it has moved.
    private void step(CustomerId customer, Instant at, State before, State after) {
        live(customer, at.minus(SECOND));
        assertThat(state(customer)).as("a second before").isEqualTo(before);
        live(customer, at);
        assertThat(state(customer)).as("at the second").isEqualTo(after);
    }

    /// Time goes by, and the sweep looks twice a day.
    private void live(CustomerId customer, Instant until) {
        while (clock.instant().isBefore(until)) {
            Instant next = clock.instant().plus(Duration.ofHours(12));
            clock.set(next.isBefore(until) ? next : until);
            control.door(Sweep.class).one(customer, clock.instant());
        }
    }

    private State state(CustomerId customer) {
        return door().of(customer).orElseThrow().state();
    }

    private Subscriptions door() {
        return control.door(Subscriptions.class);
    }

    private CustomerId customer(String email) {
        return control.door(Accounts.class)
                .createCustomer(
                        new SignUp(Email.parse(email), Secret.of(Customers.PASSWORD), Language.FR, Details.none()),
                        TEST)
                .customer();
    }

    private CustomerId owned(String email) {
        return new CustomerId(Customers.column(
                        control,
                        "SELECT m.customer_id FROM account.member m JOIN account.person p ON p.id = m.person_id"
                                + " WHERE p.email = '" + email + "'")
                .getFirst());
    }

    private void instance(CustomerId customer, String slug) {
        control.door(Instances.class).create(wish(customer, "small", slug), TEST);
    }

    private Instance instance(CustomerId customer) {
        return control.door(Instances.class).of(customer).getFirst();
    }

    private static CreateInstance wish(CustomerId customer, String blueprint, String slug) {
        return new CreateInstance(customer, blueprint, Slug.parse(slug), "Wiki", "ann@example.org", "en");
    }

    private static void refused(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(code));
    }
}
