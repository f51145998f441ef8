package casemate.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.ledger.LedgerReader;
import casemate.ledger.LogSigner;
import casemate.ledger.Verifier;
import casemate.promise.ErasureCertificate;
import casemate.promise.ProofKind;
import casemate.promise.State;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir
    private Path place;

    private ExampleLedger ledger;

    @BeforeEach
    void writeALedger() {
        ledger = new ExampleLedger(place)
                .promise("EDG-1", ProofKind.OUTSIDE_PROBE)
                .promise("EDG-2", ProofKind.OUTSIDE_PROBE)
                .policy()
                .found("EDG-2", State.BROKEN, NOW)
                .found("EDG-1", State.KEPT, NOW);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void each_check_is_named_and_what_the_entries_say_follows() {
        VerifyReport report = verify(bundle(3, 1, 2));

        assertThat(report.exitCode()).isZero();
        assertThat(report.text().lines())
                .satisfiesExactly(
                        l -> assertThat(l).isEqualTo("ok    bundle-readable: 3 entries"),
                        l -> assertThat(l).isEqualTo("ok    checkpoint-signed: trust.example.com/ledger at 5 entries"),
                        l -> assertThat(l).startsWith("ok    entries-included: under the root "),
                        l -> assertThat(l).startsWith("ok    entries-agree: "),
                        l -> assertThat(l)
                                .startsWith("      #3 EDG-2 broken (tls-handshake, outside-probe) at 2026-11-21")
                                .endsWith("; the drill caught its sabotaged copy"),
                        l -> assertThat(l).startsWith("      #1 EDG-2 promised: "),
                        l -> assertThat(l).startsWith("      #2 policy abab"),
                        l -> assertThat(l).isEqualTo("holds"));
        assertThat(report.json().bool("holds")).isTrue();
    }

    @Test
    void the_certificate_of_an_erasure_is_accepted_and_told() {
        ErasureCertificate certificate = new ErasureCertificate(
                "ab".repeat(32),
                ErasureCertificate.Of.CUSTOMER,
                NOW,
                NOW.plusSeconds(90),
                1,
                2,
                2,
                60,
                0,
                41,
                List.of(new ErasureCertificate.Kept("invoice.document", 3, "2033-12-31")));
        VerifyReport report = verify(bundle(ledger.append(certificate)));
        assertThat(report.exitCode()).isZero();
        assertThat(report.text())
                .contains("customer abab", "1 keys destroyed, 2 instances gone, 2 sites searched, 60 files removed")
                .contains("none left, 41 rows removed; kept by law until 2033-12-31: 3 of invoice.document");
    }

    @Test
    void a_flipped_byte_is_named_wherever_it_lies() {
        String good = new String(bundle(3), StandardCharsets.UTF_8);

        assertThat(failing(flipped(good, "\"entry\":\""))).isEqualTo("entries-included");
        assertThat(failing(flipped(good, "\"proof\":[\""))).isEqualTo("entries-included");
        assertThat(failing(flipped(good, "\"hash\":\""))).isEqualTo("entries-included");
        assertThat(failing(good.replace("ledger\",\"5\"", "ledger\",\"6\""))).isEqualTo("checkpoint-signed");
        assertThat(failing(good.replace("\"index\":3", "\"index\":2"))).isEqualTo("entries-included");
        assertThat(failing(good.replace("\"index\":3", "\"index\":9"))).isEqualTo("entries-included");
        assertThat(failing(good + " ")).isEqualTo("bundle-readable");
        assertThat(failing("{}")).isEqualTo("bundle-readable");
    }

    @Test
    void no_flipped_byte_goes_unseen() {
        byte[] good = bundle(3, 1, 2);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            assertThat(verify(bad).exitCode()).as("byte " + i).isEqualTo(VerifyReport.DOES_NOT_HOLD);
        }
    }

    @Test
    void what_does_not_hold_is_not_repeated() {
        VerifyReport report = verify(bytes(flipped(new String(bundle(3), StandardCharsets.UTF_8), "\"entry\":\"")));

        assertThat(report.said()).isEmpty();
        assertThat(report.text()).endsWith("does not hold: entries-included\n").contains("ok    checkpoint-signed");
    }

    @Test
    void another_key_does_not_do() {
        LogSigner other = LogSigner.generate(place.resolve("other.key"), "trust.example.com/ledger");

        VerifyReport report = new Verify(Verifier.of(other.verifierKey())).bundle("test", bundle(3), NOW);

        assertThat(report.text()).contains("FAILS checkpoint-signed");
    }

    @Test
    void genuine_entries_that_tell_a_false_story_do_not_hold() {
        assertThat(failing(new String(bundle(4, 1, 2), StandardCharsets.UTF_8))).isEqualTo("entries-agree");
    }

    @Test
    void a_whole_ledger_is_checked_file_by_file() throws IOException {
        Verify verify = new Verify(Verifier.of(ledger.key()));
        assertThat(verify.directory(ledger.directory()).exitCode()).isZero();

        Path entries = ledger.directory().resolve("tile/entries/000.p/5");
        Files.write(entries, java.util.Arrays.copyOf(Files.readAllBytes(entries), 100));

        assertThat(verify.directory(ledger.directory()).text())
                .contains("FAILS files-complete", "does not hold: files-complete");
    }

    @Test
    void a_page_s_address_leads_to_its_bundle() {
        assertThat(Verify.bundleOf(URI.create("https://trust.example.com/promise/EDG-2?lang=fr")))
                .isEqualTo(URI.create("https://trust.example.com/promise/EDG-2/bundle.json"));
        assertThat(Verify.bundleOf(URI.create("https://trust.example.com/promise/EDG-2.json")))
                .isEqualTo(URI.create("https://trust.example.com/promise/EDG-2/bundle.json"));
        assertThat(Verify.bundleOf(URI.create("https://trust.example.com/entry/3/bundle.json")))
                .hasToString("https://trust.example.com/entry/3/bundle.json");
        assertThatThrownBy(() -> Verify.bundleOf(URI.create("https://trust.example.com/")))
                .isInstanceOf(Refusal.class);
    }

    private byte[] bundle(long... indices) {
        return LedgerReader.open(ledger.directory()).bundle(indices).encode();
    }

    private VerifyReport verify(byte[] bundle) {
        return new Verify(Verifier.of(ledger.key())).bundle("test", bundle, NOW);
    }

    private String failing(String bundle) {
        return verify(bytes(bundle)).checks().stream()
                .filter(check -> !check.holds())
                .map(VerifyReport.Check::name)
                .findFirst()
                .orElse("");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// The base64 that follows `before`, with one bit of what it stands for turned over.
    private static String flipped(String text, String before) {
        int start = text.indexOf(before) + before.length();
        int end = text.indexOf('"', start);
        byte[] bytes = Base64.getDecoder().decode(text.substring(start, end));
        bytes[bytes.length / 2] ^= 1;
        return text.substring(0, start) + Base64.getEncoder().encodeToString(bytes) + text.substring(end);
    }
}
