package casemate.control.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.control.RoomDatabase;
import casemate.promise.Policy;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PoliciesTest {
    private static final byte[] ONE = PolicyHouse.policy(PolicyHouse.HTTPS);
    private static final byte[] TWO = PolicyHouse.policy(PolicyHouse.HTTPS, PolicyHouse.RECORD);
    private static final byte[] BAD = "casemate-policy: 1\nvendor: nobody\n".getBytes(UTF_8);

    @RegisterExtension
    final TestDatabase database = TestDatabase.empty();

    private final TestClock clock = TestClock.at("2026-03-01T12:00:00Z");
    private PolicyHouse house;

    @BeforeEach
    void open(@TempDir Path directory) {
        house = new PolicyHouse(RoomDatabase.open(database), clock, PolicyHouse.ledger(directory));
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aPolicyTakesEffectWithItsLeavesTheOneThatNamesThemLast() throws Exception {
        assertThat(house.policies.policy()).isEmpty();
        assertThat(house.policies.adopt(TWO, PolicyHouse.START)).isTrue();
        house.forwarder.turn();

        assertThat(house.policies.policy().map(p -> p.promises().size())).contains(2);
        assertThat(house.leaves()).hasSize(3);
        assertThat(house.leaves().subList(0, 2)).allMatch(leaf -> leaf.contains("casemate.promise.v1"));
        assertThat(house.leaves().getLast()).contains("casemate.policy.v1");
    }

    @Test
    void theSameFileAtTheNextStartChangesNothing() throws Exception {
        house.policies.adopt(ONE, PolicyHouse.START);
        clock.advance(Duration.ofDays(1));
        house.policies.adopt(ONE, PolicyHouse.START);
        house.forwarder.turn();
        assertThat(house.policies.history()).hasSize(1);
        assertThat(house.leaves()).hasSize(2);
    }

    @Test
    void goingBackToAnEarlierPolicyIsAnAdoptionOfItsOwn() throws Exception {
        for (byte[] yaml : new byte[][] {ONE, TWO, ONE}) {
            house.policies.adopt(yaml, PolicyHouse.START);
            clock.advance(Duration.ofHours(1));
        }
        house.forwarder.turn();
        assertThat(house.policies.history()).hasSize(3);
        assertThat(house.policies.policy().map(p -> p.promises().size())).contains(1);
        assertThat(house.leaves())
                .filteredOn(l -> l.contains("casemate.policy.v1"))
                .hasSize(3);
    }

    @Test
    void aFileThatIsNoPolicyLeavesTheOldInForceAndTheConsoleSaysSo() {
        house.policies.adopt(ONE, PolicyHouse.START);
        clock.advance(Duration.ofHours(1));
        assertThat(house.policies.adopt(BAD, PolicyHouse.START)).isFalse();
        assertThat(house.policies.adopt(BAD, PolicyHouse.START)).isFalse();

        assertThat(house.policies.inForce()).isPresent();
        assertThat(house.policies.policy().map(Policy::hash))
                .isEqualTo(house.policies.inForce().map(PolicyVersion::digest));
        assertThat(house.policies.standingRefusal().orElseThrow().problems())
                .isNotEmpty()
                .allMatch(p -> p.startsWith("casemate.yaml:"));

        clock.advance(Duration.ofHours(1));
        house.policies.adopt(TWO, PolicyHouse.START);
        assertThat(house.policies.standingRefusal()).isEmpty();
    }

    @Test
    void theFirstPolicyMustBeOne() {
        assertThatThrownBy(() -> house.policies.adopt(BAD, PolicyHouse.START))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("policy-invalid"));
        assertThat(house.policies.inForce()).isEmpty();
        assertThat(house.policies.waiting()).isZero();
    }

    @Test
    void aTenMegabyteFileIsRefused() {
        assertThatThrownBy(() -> house.policies.adopt(new byte[10 << 20], PolicyHouse.START))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("bytes");
    }

    @Test
    void replicasThatStartAtTheSameMomentAdoptOnce() {
        IntStream.range(0, 4)
                .mapToObj(_ -> CompletableFuture.runAsync(() -> house.policies.adopt(ONE, PolicyHouse.START)))
                .toList()
                .forEach(CompletableFuture::join);
        assertThat(house.policies.history()).hasSize(1);
        assertThat(house.policies.waiting()).isEqualTo(2);
    }
}
