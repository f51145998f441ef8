package casemate.trust;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import casemate.base.LabClock;
import casemate.ledger.LedgerReader;
import casemate.ledger.Verifier;
import casemate.promise.ProofKind;
import casemate.promise.State;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a house with a moved clock recorded, and what a stranger is shown of it.
class LaboratoryTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir
    private Path place;

    private ExampleLedger ledger;

    @BeforeEach
    void recordByAMovedClock() {
        ledger = new ExampleLedger(place, LabClock.mark("trust.example.com/ledger"))
                .promise("EDG-1", ProofKind.OUTSIDE_PROBE)
                .promise("EDG-2", ProofKind.OUTSIDE_PROBE)
                .policy()
                .found("EDG-1", State.KEPT, NOW)
                .found("EDG-2", State.BROKEN, NOW);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void no_promise_is_shown_as_kept_and_each_page_says_why() {
        try (Site site = new Site(ledger, new MovedClock(NOW))) {
            site.awaitSize(5);
            assertThat(site.text("/?lang=en")).contains("class=\"laboratory\"", "clock of this platform was moved");
            assertThat(site.text("/promise/EDG-1?lang=fr")).contains("class=\"laboratory\"", "horloge avancée");
            Json.Obj index = site.json("/trust.json");
            assertThat(index.bool("labClock")).isTrue();
            assertThat(index.obj("summary").integer("kept")).isZero();
            assertThat(index.obj("summary").integer("broken")).isEqualTo(1);
            assertThat(index.list("promises", p -> (Json.Obj) p).getFirst().text("reason"))
                    .isEqualTo("lab-clock");
            assertThat(site.json("/promise/EDG-1.json").obj("promise").text("state"))
                    .isEqualTo("unproved");
        }
    }

    @Test
    void a_bundle_and_a_ledger_are_refused_unless_one_asked_for_a_laboratorys() {
        byte[] bundle = LedgerReader.open(ledger.directory()).bundle(3).encode();
        VerifyReport refused = new Verify(Verifier.of(ledger.key())).bundle("b", bundle, NOW);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.text())
                .contains("FAIL", "clock", "its times prove nothing; --lab-clock")
                .doesNotContain("EDG-1 kept");
        assertThat(new Verify(Verifier.of(ledger.key()))
                        .directory(ledger.directory())
                        .holds())
                .isFalse();

        Verify asked = new Verify(Verifier.of(ledger.key()), true);
        VerifyReport accepted = asked.bundle("b", bundle, NOW);
        assertThat(accepted.exitCode()).isZero();
        assertThat(accepted.text()).contains("EDG-1 kept", "its times prove nothing");
        assertThat(asked.directory(ledger.directory()).holds()).isTrue();
    }
}
