package casemate.control.policy;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.RoomDatabase;
import casemate.ledger.Ledger;
import casemate.ledger.LogSigner;
import casemate.ledger.Verifier;
import casemate.promise.Finding;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerDrillTest {
    @RegisterExtension
    final TestDatabase database = TestDatabase.empty();

    @TempDir
    Path directory;

    private final TestClock clock = TestClock.at("2026-03-01T12:00:00Z");
    private PolicyHouse house;

    @BeforeEach
    void open() {
        house = new PolicyHouse(RoomDatabase.open(database), clock, PolicyHouse.ledger(directory));
    }

    @AfterEach
    void close() {
        house.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 17, 256, 300})
    void aGenuineLedgerIsKeptAndItsTamperedTwinIsBroken(int entries) throws Exception {
        fill(entries);
        LedgerDrill drill = drill(false);
        assertThat(attack(drill, drill.real())).isInstanceOf(Finding.Kept.class);
        assertThat(attack(drill, drill.sabotaged())).isInstanceOf(Finding.Broken.class);
        assertThat(attack(drill, drill.real())).isInstanceOf(Finding.Kept.class);
    }

    @Test
    void theTwinLeavesNothingBehind() throws Exception {
        fill(3);
        Path copy;
        try (LedgerTarget twin = drill(false).sabotaged()) {
            copy = twin.directory();
            assertThat(copy).exists();
        }
        assertThat(copy).doesNotExist();
        assertThat(house.ledger.checkpoint().size()).isEqualTo(3);
    }

    @Test
    void anEmptyLedgerProvesNothing() throws Exception {
        LedgerDrill drill = drill(false);
        assertThat(attack(drill, drill.real())).isInstanceOf(Finding.Unproved.class);
    }

    @Test
    void aLedgerThatWasWrittenAnewWithTheSameKeyIsBroken() throws Exception {
        fill(5);
        LedgerDrill drill = drill(false);
        assertThat(attack(drill, drill.real())).isInstanceOf(Finding.Kept.class);

        Path forged = Files.createDirectory(directory.resolve("forged"));
        Files.copy(directory.resolve("ledger.key"), forged.resolve("ledger.key"));
        try (Ledger other = Ledger.open(forged.resolve("ledger"), LogSigner.open(forged.resolve("ledger.key")))) {
            for (int i = 0; i < 9; i++) {
                other.append(("another past " + i).getBytes(StandardCharsets.UTF_8));
            }
            LedgerDrill onForged = new LedgerDrill(
                    forged.resolve("ledger"),
                    Verifier.of(house.ledger.verifierKey()),
                    new CheckpointTable(house.room.jdbc()),
                    house.forwarder,
                    clock,
                    false);
            Finding finding = attack(onForged, onForged.real());
            assertThat(finding)
                    .isInstanceOfSatisfying(
                            Finding.Broken.class, b -> assertThat(b.why()).contains("inconsistent"));
        }
    }

    @Test
    void aLedgerThatLostEntriesIsBroken() throws Exception {
        fill(5);
        LedgerDrill drill = drill(false);
        attack(drill, drill.real());
        Path shorter = Files.createDirectory(directory.resolve("shorter"));
        Files.copy(directory.resolve("ledger.key"), shorter.resolve("ledger.key"));
        try (Ledger other = Ledger.open(shorter.resolve("ledger"), LogSigner.open(shorter.resolve("ledger.key")))) {
            other.append("entry 0".getBytes(StandardCharsets.UTF_8));
            LedgerDrill onShorter = new LedgerDrill(
                    shorter.resolve("ledger"),
                    Verifier.of(house.ledger.verifierKey()),
                    new CheckpointTable(house.room.jdbc()),
                    house.forwarder,
                    clock,
                    false);
            assertThat(attack(onShorter, onShorter.real())).isInstanceOf(Finding.Broken.class);
        }
    }

    @Test
    void inALabTheRealThingIsBrokenToo() throws Exception {
        fill(4);
        LedgerDrill drill = drill(true);
        assertThat(attack(drill, drill.real())).isInstanceOf(Finding.Broken.class);
    }

    private void fill(int entries) {
        for (int i = 0; i < entries; i++) {
            house.ledger.append(("entry " + i).getBytes(StandardCharsets.UTF_8));
        }
    }

    private LedgerDrill drill(boolean switchedOff) {
        return new LedgerDrill(
                house.ledger.directory(),
                Verifier.of(house.ledger.verifierKey()),
                new CheckpointTable(house.room.jdbc()),
                house.forwarder,
                clock,
                switchedOff);
    }

    private static Finding attack(LedgerDrill drill, LedgerTarget target) throws InterruptedException {
        try (target) {
            return drill.attempt(target);
        }
    }
}
