package casemate.control.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Refusal;
import casemate.base.Slug;
import casemate.control.instance.InstanceRules.NameHolder;
import casemate.wire.PodOrder.Wanted;
import casemate.wire.PodReport.Phase;
import casemate.wire.Route;
import casemate.wire.Upstream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InstanceRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Upstream THERE = new Upstream("10.77.0.2", 8080);

    private final Ids ids = new Ids(Clock.fixed(NOW, ZoneOffset.UTC), new Random(7));
    private final CustomerId ann = ids.customer();
    private final CustomerId bob = ids.customer();

    @ParameterizedTest
    @CsvSource({
        "RUNNING,   START,   RUNNING",
        "RUNNING,   STOP,    STOPPED",
        "RUNNING,   SUSPEND, SUSPENDED",
        "RUNNING,   ERASE,   ERASED",
        "STOPPED,   START,   RUNNING",
        "STOPPED,   STOP,    STOPPED",
        "STOPPED,   SUSPEND, SUSPENDED",
        "STOPPED,   ERASE,   ERASED",
        "SUSPENDED, SUSPEND, SUSPENDED",
        "SUSPENDED, RESUME,  RUNNING",
        "SUSPENDED, ERASE,   ERASED",
    })
    void everyEdgeOfTheGraphLeadsWhereItShould(Wanted now, InstanceWish wish, Wanted next) {
        assertThat(InstanceRules.after(wish, now)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({
        "SUSPENDED, START,  instance-suspended",
        "SUSPENDED, STOP,   instance-suspended",
        "RUNNING,   RESUME, instance-not-suspended",
        "STOPPED,   RESUME, instance-not-suspended",
    })
    void thereAreNoOtherEdges(Wanted now, InstanceWish wish, String code) {
        assertRefused(() -> InstanceRules.after(wish, now), code);
    }

    @ParameterizedTest
    @EnumSource
    void nothingCanBeAskedOfAnErasedInstance(InstanceWish wish) {
        assertRefused(() -> InstanceRules.after(wish, Wanted.ERASED), "instance-erased");
    }

    @ParameterizedTest
    @EnumSource
    void anotherCustomersInstanceDoesNotExist(InstanceWish wish) {
        Actor other = new Actor.Customer(ids.user(), bob);
        assertRefused(() -> InstanceRules.permit(wish, ann, other), "instance-unknown");
        assertRefused(() -> InstanceRules.permit(wish, ann, new Actor.Anonymous()), "instance-unknown");
    }

    @Test
    void onlyTheVendorSuspendsAndResumes() {
        Actor owner = new Actor.Customer(ids.user(), ann);
        assertRefused(() -> InstanceRules.permit(InstanceWish.SUSPEND, ann, owner), "operators-only");
        assertRefused(() -> InstanceRules.permit(InstanceWish.RESUME, ann, owner), "operators-only");
        assertThatNoException()
                .isThrownBy(() -> InstanceRules.permit(InstanceWish.SUSPEND, ann, new Actor.Operator(ids.user())));
        assertThatNoException().isThrownBy(() -> InstanceRules.permit(InstanceWish.ERASE, ann, owner));
    }

    @Test
    void aNameThatLivesIsTakenEvenFromItsOwner() {
        List<NameHolder> lives = List.of(new NameHolder(ann, Optional.empty()));
        assertRefused(() -> InstanceRules.nameIsFree(lives, bob, NOW), "slug-taken");
        assertRefused(() -> InstanceRules.nameIsFree(lives, ann, NOW), "slug-taken");
    }

    @Test
    void anErasedNameRestsBeforeAnotherCustomerMayHaveIt() {
        List<NameHolder> erased = List.of(new NameHolder(ann, Optional.of(NOW)));
        Instant last = NOW.plus(InstanceRules.NAME_RESTS).minusMillis(1);
        assertRefused(() -> InstanceRules.nameIsFree(erased, bob, last), "slug-taken");
        assertThatNoException().isThrownBy(() -> InstanceRules.nameIsFree(erased, bob, last.plusMillis(1)));
        assertThatNoException().isThrownBy(() -> InstanceRules.nameIsFree(erased, ann, NOW));
    }

    @Test
    void theSecondHolderOfANameCountsToo() {
        List<NameHolder> both = List.of(
                new NameHolder(ann, Optional.of(NOW.minus(Duration.ofDays(365)))),
                new NameHolder(bob, Optional.empty()));
        assertRefused(() -> InstanceRules.nameIsFree(both, ann, NOW), "slug-taken");
    }

    @Test
    void customersAndThePlatformHaveRoomForSoMany() {
        int last = InstanceRules.MAX_PER_CUSTOMER - 1;
        int today = InstanceRules.MAX_ORDERS_A_DAY - 1;
        assertThatNoException().isThrownBy(() -> InstanceRules.roomFor(last, today, last));
        assertRefused(() -> InstanceRules.roomFor(last + 1, 0, 0), "instances-too-many");
        assertRefused(() -> InstanceRules.roomFor(0, today + 1, 0), "orders-too-many");
        assertRefused(() -> InstanceRules.roomFor(0, 0, InstanceRules.MAX_ON_PLATFORM), "platform-full");
    }

    @ParameterizedTest
    @CsvSource({
        "RUNNING,   ,          WANTED",
        "RUNNING,   PREPARING, STARTING",
        "RUNNING,   STARTING,  STARTING",
        "RUNNING,   STOPPED,   STARTING",
        "RUNNING,   RUNNING,   RUNNING",
        "RUNNING,   UNHEALTHY, UNHEALTHY",
        "RUNNING,   FAILED,    FAILED",
        "RUNNING,   ERASED,    FAILED",
        "STOPPED,   RUNNING,   STOPPED",
        "SUSPENDED, RUNNING,   SUSPENDED",
        "ERASED,    RUNNING,   ERASING",
        "ERASED,    ,          ERASING",
        "ERASED,    ERASED,    ERASED",
    })
    void theWordForPeopleFollowsFromWhatIsWantedAndWhatIsSeen(Wanted wanted, Phase phase, InstanceState state) {
        assertThat(InstanceState.of(wanted, Optional.ofNullable(phase))).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({
        "RUNNING,   ,          STARTING",
        "RUNNING,   STARTING,  STARTING",
        "RUNNING,   FAILED,    STARTING",
        "RUNNING,   RUNNING,   SERVING",
        "RUNNING,   UNHEALTHY, SERVING",
        "STOPPED,   RUNNING,   STOPPED",
        "SUSPENDED, RUNNING,   SUSPENDED",
    })
    void visitorsMeetTheApplicationOnlyWhereItIsWantedAndAnswers(Wanted wanted, Phase phase, Route.State met) {
        assertThat(InstanceRules.met(wanted, seen(phase))).contains(met);
    }

    @Test
    void anErasedInstanceHasNoAddress() {
        assertThat(InstanceRules.met(Wanted.ERASED, seen(Phase.RUNNING))).isEmpty();
    }

    @Test
    void anInstanceWithoutAnUpstreamIsNotServed() {
        Seen nowhere = new Seen(Optional.of(Phase.RUNNING), List.of(), "", 0, 0);
        assertThat(InstanceRules.met(Wanted.RUNNING, nowhere)).contains(Route.State.STARTING);
    }

    @Test
    void aLittleMoreMemoryIsNoNews() {
        Seen before = new Seen(Optional.of(Phase.RUNNING), List.of(THERE), "", 0, 100 << 20);
        Seen little = new Seen(Optional.of(Phase.RUNNING), List.of(THERE), "", 0, 101 << 20);
        Seen much = new Seen(Optional.of(Phase.RUNNING), List.of(THERE), "", 0, 120 << 20);
        assertThat(InstanceRules.newsIn(before, little)).isFalse();
        assertThat(InstanceRules.newsIn(before, much)).isTrue();
        assertThat(InstanceRules.routeDiffers(Wanted.RUNNING, before, much)).isFalse();
    }

    @Test
    void theEdgeHearsOfAMoveToAnotherAddress() {
        Seen moved = new Seen(Optional.of(Phase.RUNNING), List.of(THERE, new Upstream("10.77.0.6", 8080)), "", 0, 0);
        assertThat(InstanceRules.routeDiffers(Wanted.RUNNING, seen(Phase.RUNNING), moved))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|title-malformed",
                "'  '|title-malformed",
                "'a\u2028b'|title-malformed",
                "'a\nb'|title-malformed"
            })
    void aTitleIsOneLine(String title, String code) {
        assertRefused(() -> wish(title, "ann@example.org", "en"), code);
    }

    @Test
    void anAdministratorHasAnAddressAndALanguage() {
        assertRefused(() -> wish("Wiki", "ann", "en"), "email-malformed");
        assertRefused(() -> wish("Wiki", "ann@example.org\nBcc: x@example.org", "en"), "email-malformed");
        assertRefused(() -> wish("Wiki", "ann@example.org", "xx"), "language-unknown");
        assertThat(wish("  Wiki ", "ann@example.org", "pl").title()).isEqualTo("Wiki");
    }

    private CreateInstance wish(String title, String email, String language) {
        return new CreateInstance(ann, "dokuwiki", new Slug("acme"), title, email, language);
    }

    private static Seen seen(@org.jspecify.annotations.Nullable Phase phase) {
        return new Seen(Optional.ofNullable(phase), List.of(THERE), "", 0, 0);
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(code));
    }
}
