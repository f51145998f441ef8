package casemate.control.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.control.RoomDatabase;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LedgerForwarderTest {
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @RegisterExtension
    final TestDatabase database = TestDatabase.empty();

    private final TestClock clock = TestClock.at("2026-03-01T12:00:00Z");
    private PolicyHouse house;

    @BeforeEach
    void open(@TempDir Path directory) {
        house = new PolicyHouse(RoomDatabase.open(database), clock, PolicyHouse.ledger(directory));
        house.policies.adopt(PolicyHouse.policy(PolicyHouse.HTTPS, PolicyHouse.RECORD), PolicyHouse.START);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aCrashBetweenTheAppendAndItsMarkLosesNothingAndRepeatsNothing() throws Exception {
        for (int survived = 0; survived < 3; survived++) {
            assertThatThrownBy(() -> new LedgerForwarder(house.outbox, crashingAfterAppend(), clock).turn())
                    .isInstanceOf(Crash.class);
        }
        // Each of the three runs appended one leaf and died before it could say so.
        assertThat(house.leaves()).hasSize(3);
        new LedgerForwarder(house.outbox, new LedgerLog(house.ledger), clock).turn();

        assertThat(house.leaves()).hasSize(3);
        assertThat(new HashSet<>(house.leaves())).hasSize(3);
        assertThat(house.outbox.count()).isZero();
    }

    @Test
    void aDiskThatRefusesLeavesTheLeafWaiting() throws Exception {
        assertThatThrownBy(() -> new LedgerForwarder(house.outbox, refusing(), clock).turn())
                .isInstanceOf(Crash.class);
        assertThat(house.outbox.count()).isEqualTo(3);
        house.forwarder.turn();
        assertThat(house.outbox.count()).isZero();
        assertThat(house.leaves()).hasSize(3);
    }

    @Test
    void anEntryThatTheDatabaseDoesNotKnowIsLeftAlone() throws Exception {
        house.ledger.append("an entry of a database that was lost".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        house.forwarder.turn();
        house.forwarder.turn();
        assertThat(house.leaves()).hasSize(4);
        assertThat(house.outbox.count()).isZero();
        assertThat(house.outbox.marked()).isEqualTo(4);
    }

    private EvidenceLog crashingAfterAppend() {
        return new Wrapped(new LedgerLog(house.ledger), true);
    }

    private EvidenceLog refusing() {
        return new Wrapped(new LedgerLog(house.ledger), false);
    }

    private record Wrapped(EvidenceLog log, boolean appends) implements EvidenceLog {
        @Override
        public long size() {
            return log.size();
        }

        @Override
        public byte[] entry(long index) {
            return log.entry(index);
        }

        @Override
        public long append(byte[] entry) {
            if (appends) {
                log.append(entry);
            }
            throw new Crash();
        }
    }
}
