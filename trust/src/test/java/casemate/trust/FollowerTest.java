package casemate.trust;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.ledger.Hash;
import casemate.ledger.LedgerReader;
import casemate.ledger.LogSigner;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import casemate.promise.State;
import casemate.trust.Sight.Blind;
import casemate.trust.Sight.Cause;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is in doubt blinds the page; nothing that was green stays so.
class FollowerTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final MovedClock clock = new MovedClock(NOW);

    @TempDir
    private Path place;

    @Test
    void entries_are_taken_up_as_they_come_and_an_unchanged_ledger_is_the_same_sight() {
        try (ExampleLedger ledger = written()) {
            Follower follower = follower(ledger);
            assertThat(cause(follower)).isEqualTo("STARTING");

            follower.turn();
            Sight first = follower.sight();
            follower.turn();
            assertThat(follower.sight()).isSameAs(first);

            ledger.found("EDG-2", State.BROKEN, NOW);
            follower.turn();
            assertThat(facts(follower).checkpoint().size()).isEqualTo(5);
            assertThat(facts(follower).counts()).isEqualTo(new Facts.Counts(2, 1, 2, 0));
        }
    }

    @Test
    void without_a_ledger_there_is_nothing_to_show_until_there_is_one() {
        LogSigner signer = LogSigner.generate(place.resolve("ledger.key"), "trust.example.com/ledger");
        Follower follower = new Follower(new TrustConfig(
                place.resolve("ledger"),
                signer.verifierKey(),
                List.of(),
                URI.create("https://trust.example.com"),
                0,
                clock,
                TrustConfig.POLL));
        follower.turn();
        assertThat(cause(follower)).isEqualTo("MISSING");

        try (ExampleLedger ledger = new ExampleLedger(place)) {
            follower.turn();
            assertThat(cause(follower)).isEqualTo("EMPTY");
            ledger.promise("EDG-1", ProofKind.OUTSIDE_PROBE);
            follower.turn();
            assertThat(cause(follower)).isEqualTo("NOPOLICY");
            ledger.policy();
            follower.turn();
            assertThat(facts(follower).promises()).containsOnlyKeys(new PromiseId("EDG-1"));
        }
    }

    @Test
    void a_checkpoint_that_disappears_blinds_a_page_that_was_green() throws IOException {
        try (ExampleLedger ledger = written()) {
            Follower follower = follower(ledger);
            follower.turn();
            Files.delete(ledger.directory().resolve("checkpoint"));
            follower.turn();

            assertThat(cause(follower)).isEqualTo("MISSING");
        }
    }

    @Test
    void a_checkpoint_of_another_key_is_not_believed() throws IOException {
        try (ExampleLedger ledger = written();
                ExampleLedger forged = written(place.resolve("forged"))) {
            Follower follower = follower(ledger);
            follower.turn();
            Files.copy(
                    forged.directory().resolve("checkpoint"),
                    ledger.directory().resolve("checkpoint"),
                    StandardCopyOption.REPLACE_EXISTING);
            follower.turn();

            assertThat(cause(follower)).isEqualTo("SIGNATURE");
        }
    }

    @Test
    void an_altered_entry_is_found_before_it_is_shown() throws IOException {
        try (ExampleLedger ledger = written()) {
            Path entries = ledger.directory().resolve("tile/entries/000.p/4");
            byte[] bytes = Files.readAllBytes(entries);
            String told = new String(bytes, StandardCharsets.ISO_8859_1);
            bytes[told.indexOf("\"state\":\"kept\"") + 9] = 'K';
            Files.write(entries, bytes);
            Follower follower = follower(ledger);
            follower.turn();

            assertThat(cause(follower)).isEqualTo("ROOT");
        }
    }

    @Test
    void an_entry_that_is_cut_off_is_found_before_anything_is_shown() throws IOException {
        try (ExampleLedger ledger = written()) {
            Path entries = ledger.directory().resolve("tile/entries/000.p/4");
            Files.write(entries, java.util.Arrays.copyOf(Files.readAllBytes(entries), 700));
            Follower follower = follower(ledger);
            follower.turn();

            assertThat(cause(follower)).isEqualTo("TRUNCATED");
        }
    }

    @Test
    void damage_to_what_was_read_long_ago_is_found_by_the_audit_and_mended_by_a_restore() throws IOException {
        try (ExampleLedger ledger = written()) {
            Follower follower = follower(ledger);
            follower.turn();
            Path entries = ledger.directory().resolve("tile/entries/000.p/4");
            byte[] good = Files.readAllBytes(entries);
            byte[] bad = good.clone();
            bad[bad.length / 2] ^= 1;
            Files.write(entries, bad);
            clock.move(Follower.AUDIT);
            follower.turn();
            assertThat(cause(follower)).isEqualTo("TRUNCATED");

            Files.write(entries, good);
            clock.move(Duration.ofMinutes(1));
            follower.turn();
            assertThat(facts(follower).checkpoint().size()).isEqualTo(4);
        }
    }

    @Test
    void a_ledger_whose_past_was_rewritten_with_the_right_key_is_not_believed() throws IOException {
        Follower follower;
        try (ExampleLedger ledger = written()) {
            follower = follower(ledger);
            follower.turn();
            assertThat(cause(follower)).isEqualTo("CLEAR");
        }
        deleteLedger();
        try (ExampleLedger again = new ExampleLedger(place)) {
            again.promise("EDG-1", ProofKind.OUTSIDE_PROBE)
                    .promise("EDG-2", ProofKind.OUTSIDE_PROBE)
                    .policy();
            follower.turn();
            assertThat(cause(follower)).isEqualTo("REWRITTEN");

            again.found("EDG-2", State.KEPT, NOW.minusSeconds(1)).found("EDG-2", State.KEPT, NOW);
            clock.move(Duration.ofMinutes(1));
            follower.turn();
            assertThat(cause(follower)).isEqualTo("REWRITTEN");
        }
    }

    @Test
    void a_policy_without_all_its_promises_is_not_shown_at_all() {
        try (ExampleLedger ledger = new ExampleLedger(place)) {
            ledger.promise("EDG-1", ProofKind.OUTSIDE_PROBE)
                    .policy(List.of(new PromiseId("EDG-1"), new PromiseId("EDG-2")));
            Follower follower = follower(ledger);
            follower.turn();

            assertThat(cause(follower)).isEqualTo("LEAF");
        }
    }

    @Test
    void an_entry_of_ours_in_a_form_that_is_not_known_may_be_a_red_and_blinds() {
        try (ExampleLedger ledger = written()) {
            ledger.append("{\"type\":\"casemate.evidence.v9\"}".getBytes(StandardCharsets.UTF_8));
            Follower follower = follower(ledger);
            follower.turn();

            assertThat(cause(follower)).isEqualTo("LEAF");
        }
    }

    @Test
    void an_entry_of_somebody_else_is_counted_and_nothing_more() {
        try (ExampleLedger ledger = written()) {
            ledger.append("not even json".getBytes(StandardCharsets.UTF_8));
            Follower follower = follower(ledger);
            follower.turn();

            assertThat(facts(follower).counts().others()).isEqualTo(1);
        }
    }

    @Test
    void the_root_is_the_ledger_s_own_at_every_size() {
        try (ExampleLedger ledger = new ExampleLedger(place)) {
            LedgerReader reader = LedgerReader.open(ledger.directory());
            Growth growth = new Growth();
            assertThat(growth.root()).isEqualTo(reader.root(0));
            for (int i = 0; i < 70; i++) {
                byte[] entry = ("entry " + i).getBytes(StandardCharsets.UTF_8);
                ledger.append(entry);
                growth.add(entry);
                Hash root = reader.root(i + 1L);
                assertThat(growth.root()).as("size " + (i + 1)).isEqualTo(root);
            }
        }
    }

    private ExampleLedger written() {
        return written(place);
    }

    private static ExampleLedger written(Path where) {
        try {
            Files.createDirectories(where);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return new ExampleLedger(where)
                .promise("EDG-1", ProofKind.OUTSIDE_PROBE)
                .promise("EDG-2", ProofKind.OUTSIDE_PROBE)
                .policy()
                .found("EDG-1", State.KEPT, NOW.minusSeconds(60));
    }

    private void deleteLedger() throws IOException {
        try (Stream<Path> files = Files.walk(place.resolve("ledger"))) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Follower follower(ExampleLedger ledger) {
        return new Follower(new TrustConfig(
                ledger.directory(),
                ledger.key(),
                List.of(),
                URI.create("https://trust.example.com"),
                0,
                clock,
                TrustConfig.POLL));
    }

    private static String cause(Follower follower) {
        return switch (follower.sight()) {
            case Blind(Cause cause, String detail) -> {
                assertThat(detail).isNotBlank();
                yield cause.name();
            }
            case Sight.Clear clear -> {
                assertThat(clear.facts().promises()).isNotEmpty();
                yield "CLEAR";
            }
        };
    }

    private static Facts facts(Follower follower) {
        assertThat(cause(follower)).isEqualTo("CLEAR");
        return ((Sight.Clear) follower.sight()).facts();
    }
}
