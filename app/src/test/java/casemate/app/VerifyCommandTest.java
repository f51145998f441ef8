package casemate.app;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import casemate.ledger.Ledger;
import casemate.ledger.LogSigner;
import casemate.promise.Evidence;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import casemate.promise.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final Terminal terminal = new Terminal();

    @TempDir
    Path directory;

    private Path bundle;
    private Path ledger;
    private String key = "";

    @BeforeEach
    void record_one_piece_of_evidence() throws IOException {
        LogSigner signer = LogSigner.generate(directory.resolve("key"), "trust.example.com/ledger");
        key = signer.verifierKey().toString();
        ledger = directory.resolve("ledger");
        bundle = directory.resolve("bundle.json");
        try (Ledger log = Ledger.open(ledger, signer)) {
            long index = log.append(kept().encode()).index();
            Files.write(bundle, log.reader().bundle(index).encode());
        }
    }

    @Test
    void an_untouched_bundle_holds_and_says_what_it_holds() {
        assertThat(terminal.run("verify", bundle.toString(), "--key", key)).isZero();
        assertThat(terminal.out())
                .contains("EDG-2 kept (tls-versions, outside-probe)")
                .endsWith("holds\n");
    }

    @Test
    void one_flipped_byte_anywhere_in_it_is_found() throws IOException {
        byte[] good = Files.readAllBytes(bundle);
        for (int i = 0; i < good.length; i += Math.max(1, good.length / 40)) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(bundle, bad);
            assertThat(terminal.run("verify", bundle.toString(), "--key", key))
                    .as("byte " + i)
                    .isEqualTo(1);
            assertThat(terminal.out()).contains("FAILS ").containsPattern("does not hold: [a-z-]+\n$");
        }
    }

    @Test
    void another_vendors_key_and_half_a_key_are_told_apart() throws IOException {
        String other = LogSigner.generate(directory.resolve("other"), "trust.example.com/ledger")
                .verifierKey()
                .toString();
        assertThat(terminal.run("verify", bundle.toString(), "--key", other)).isEqualTo(1);
        Path half = Files.writeString(directory.resolve("half"), key.substring(0, key.length() / 2));
        assertThat(terminal.run("verify", bundle.toString(), "--key", half.toString()))
                .isEqualTo(CommandLines.BAD_INPUT);
        assertThat(terminal.err()).contains("The key cannot be read").hasLineCount(1);
    }

    @Test
    void a_whole_ledger_holds_until_a_file_of_it_is_cut_short() throws IOException {
        assertThat(terminal.run("verify", ledger.toString(), "--key", key, "--json"))
                .isZero();
        assertThat(terminal.out()).contains("\"holds\":true");
        try (var files = Files.walk(ledger)) {
            for (Path entries : files.filter(p -> p.toString().contains("entries") && Files.isRegularFile(p))
                    .toList()) {
                byte[] bytes = Files.readAllBytes(entries);
                Files.write(entries, java.util.Arrays.copyOf(bytes, bytes.length - 1));
            }
        }
        assertThat(terminal.run("verify", ledger.toString(), "--key", key)).isEqualTo(1);
        assertThat(terminal.out()).contains("does not hold: files-complete");
    }

    private static Evidence kept() {
        return new Evidence(
                new PromiseId("EDG-2"),
                "tls-versions",
                "0".repeat(64),
                State.KEPT,
                Json.object().put("handshakes", 8).build(),
                "",
                Json.object().build(),
                ProofKind.OUTSIDE_PROBE,
                NOW,
                NOW,
                NOW.plusSeconds(600),
                State.BROKEN,
                Optional.empty());
    }
}
