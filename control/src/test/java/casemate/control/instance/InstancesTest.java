package casemate.control.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.AddressRange;
import casemate.base.CustomerId;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Slug;
import casemate.control.audit.Event;
import casemate.testkit.TestDatabase;
import casemate.wire.Barrier;
import casemate.wire.PodOrder;
import casemate.wire.PodReport.Phase;
import casemate.wire.Route;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/// What people may wish, and what comes of it.
class InstancesTest {
    @RegisterExtension
    final TestDatabase database = TestDatabase.empty();

    private InstanceHouse house;

    @BeforeEach
    void open() {
        house = new InstanceHouse(database);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void thePasswordIsShownOnceAndOnlyItsVerifierIsKept() throws Exception {
        CreatedInstance created = house.instances.create(InstanceHouse.wish(house.ann, "acme"), house.annie);

        String clear = created.adminPassword().revealText();
        String verifier = house.orders().getFirst().settings().get("adminPasswordBcrypt");
        assertThat(verifier).startsWith("$2y$10$");
        assertThat(new BCryptPasswordEncoder().matches(clear, verifier)).isTrue();
        assertThat(created.toString()).doesNotContain(clear);
        assertThat(house.everythingKept()).doesNotContain(clear);
    }

    @Test
    void aWholeLifeIsAudited() throws Exception {
        InstanceId id = house.instances
                .create(InstanceHouse.wish(house.ann, "acme"), house.annie)
                .instance()
                .id();
        house.instances.stop(id, house.annie);
        house.instances.start(id, house.annie);
        house.instances.suspend(id, house.operator);
        house.instances.resume(id, house.operator);
        house.instances.erase(id, "acme", house.annie);
        house.report(InstanceHouse.pod(id, Phase.ERASED, Optional.empty(), ""));

        assertThat(house.audit.page(Long.MAX_VALUE, 20).reversed())
                .extracting(Event::action)
                .containsExactly(
                        "instance.create",
                        "instance.stop",
                        "instance.start",
                        "instance.suspend",
                        "instance.resume",
                        "instance.erase",
                        "instance.erased");
    }

    @Test
    void visitorsOfAStoppedOrSuspendedInstanceAreToldSo() throws Exception {
        InstanceId id = house.running("acme");
        house.instances.stop(id, house.annie);
        assertThat(house.route("acme").state()).isEqualTo(Route.State.STOPPED);
        assertThat(house.orders().getFirst().wanted()).isEqualTo(PodOrder.Wanted.STOPPED);
        house.instances.suspend(id, house.operator);
        assertThat(house.route("acme").state()).isEqualTo(Route.State.SUSPENDED);
        assertThat(house.orders().getFirst().wanted()).isEqualTo(PodOrder.Wanted.SUSPENDED);
        InstanceHouse.assertRefused(() -> house.instances.start(id, house.annie), "instance-suspended");
    }

    @Test
    void anOperatorChoosesTheListenerAndTheEdgeIsTold() throws Exception {
        InstanceId id = house.running("acme");
        house.instances.listen(id, "apart", house.operator);
        assertThat(house.route("acme").rules().listener()).isEqualTo("apart");
        assertThat(house.orders().getFirst().host()).as("links of its own").isEqualTo("acme.casemate.localhost:9443");
        Barrier barrier = InstanceHouse.agent(house.instances.agentFeed()).barrier();
        assertThat(barrier.ports()).containsExactly(8443, 9443);
        assertThat(barrier.spared()).contains(AddressRange.parse("192.0.2.9"));
        assertThat(house.audit.page(Long.MAX_VALUE, 20))
                .extracting(Event::action)
                .contains("instance.listener");

        InstanceHouse.assertRefused(() -> house.instances.listen(id, "", house.annie), "listener-operators-only");
        InstanceHouse.assertRefused(() -> house.instances.listen(id, "", house.robert), "instance-unknown");
        InstanceHouse.assertRefused(
                () -> house.instances.listen(id, "Not a name", house.operator), "listener-malformed");

        house.instances.listen(id, "", house.operator);
        assertThat(house.route("acme").rules().listener()).isEmpty();
    }

    @Test
    void erasingNeedsTheNameAndLeavesNothingThatAPersonWrote() throws Exception {
        InstanceId id = house.running("acme");
        InstanceHouse.assertRefused(() -> house.instances.erase(id, "acmee", house.annie), "confirmation-wrong");
        house.instances.erase(id, "acme", house.annie);

        assertThat(house.hosts()).doesNotContain("acme.casemate.localhost");
        assertThat(house.orders().getFirst().wanted()).isEqualTo(PodOrder.Wanted.ERASED);
        assertThat(house.instances.get(id, house.annie).state()).isEqualTo(InstanceState.ERASING);
        house.report(InstanceHouse.pod(id, Phase.ERASED, Optional.empty(), ""));

        assertThat(house.instances.get(id, house.operator).state()).isEqualTo(InstanceState.ERASED);
        assertThat(house.instances.of(house.ann)).isEmpty();
        assertThat(house.orders()).isEmpty();
        assertThat(house.everythingKept()).doesNotContain("ann@example.org").doesNotContain("Acme");
        InstanceHouse.assertRefused(() -> house.instances.erase(id, "acme", house.annie), "instance-erased");
    }

    @Test
    void aNameIsTakenWhileItLivesAndRestsAfterwards() throws Exception {
        InstanceId id = house.running("acme");
        InstanceHouse.assertRefused(
                () -> house.instances.create(InstanceHouse.wish(house.bob, "acme"), house.robert), "slug-taken");
        assertThat(house.instances.nameIsFree(new Slug("acme"), house.bob)).isFalse();
        house.instances.erase(id, "acme", house.annie);
        house.report(InstanceHouse.pod(id, Phase.ERASED, Optional.empty(), ""));
        InstanceHouse.assertRefused(
                () -> house.instances.create(InstanceHouse.wish(house.bob, "acme"), house.robert), "slug-taken");

        house.clock.advance(InstanceRules.NAME_RESTS);
        assertThat(house.instances
                        .create(InstanceHouse.wish(house.bob, "acme"), house.robert)
                        .instance()
                        .customer())
                .isEqualTo(house.bob);
    }

    @Test
    void twoWishesForOneNameAtTheSameMomentMakeOneInstance() {
        List<CompletableFuture<Boolean>> wishes = Stream.of(
                        house.ann, house.bob, house.ids.customer(), house.ids.customer())
                .map(customer -> CompletableFuture.supplyAsync(() -> made(customer)))
                .toList();
        assertThat(wishes.stream().map(CompletableFuture::join).filter(made -> made))
                .hasSize(1);
    }

    @Test
    void aCustomerHasSoManyInstancesAndNoMoreEvenAtTheSameMoment() {
        List<CompletableFuture<Boolean>> wishes = Stream.iterate(0, i -> i + 1)
                .limit(InstanceRules.MAX_PER_CUSTOMER + 3L)
                .map(i -> CompletableFuture.supplyAsync(() -> {
                    try {
                        house.instances.create(InstanceHouse.wish(house.ann, "site" + i), house.annie);
                        return true;
                    } catch (Refusal refusal) {
                        assertThat(refusal.code()).isEqualTo("instances-too-many");
                        return false;
                    }
                }))
                .toList();
        assertThat(wishes.stream().map(CompletableFuture::join).filter(made -> made))
                .hasSize(InstanceRules.MAX_PER_CUSTOMER);
    }

    @Test
    void anotherCustomersInstanceIsNotThere() throws Exception {
        InstanceId id = house.running("acme");
        InstanceHouse.assertRefused(() -> house.instances.get(id, house.robert), "instance-unknown");
        InstanceHouse.assertRefused(() -> house.instances.named("acme", house.robert), "instance-unknown");
        InstanceHouse.assertRefused(() -> house.instances.stop(id, house.robert), "instance-unknown");
        InstanceHouse.assertRefused(() -> house.instances.erase(id, "acme", house.robert), "instance-unknown");
        InstanceHouse.assertRefused(() -> house.instances.logs(id, 10, house.robert), "instance-unknown");
        InstanceHouse.assertRefused(
                () -> house.instances.create(InstanceHouse.wish(house.ann, "other"), house.robert), "instance-unknown");
    }

    @Test
    void anUnknownApplicationIsRefusedAndTheKnownOnesAreNamed() {
        CreateInstance wish =
                new CreateInstance(house.ann, "minesweeper", new Slug("acme"), "Acme", "ann@example.org", "en");
        assertThatThrownBy(() -> house.instances.create(wish, house.annie))
                .hasMessageContaining("dokuwiki")
                .isInstanceOf(Refusal.class);
    }

    private boolean made(CustomerId customer) {
        try {
            house.instances.create(InstanceHouse.wish(customer, "popular"), house.operator);
            return true;
        } catch (Refusal refusal) {
            assertThat(refusal.code()).isEqualTo("slug-taken");
            return false;
        }
    }
}
