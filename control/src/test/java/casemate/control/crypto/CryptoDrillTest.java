package casemate.control.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import casemate.control.TestControl;
import casemate.promise.Finding;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class CryptoDrillTest {
    @RegisterExtension
    final TestDatabase database = TestDatabase.empty();

    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

    @Test
    void a_whole_list_without_a_weakness_is_kept_and_a_planted_one_is_found(@TempDir Path directory) {
        try (TestControl control = TestControl.start(database, directory)) {
            Landscape landscape = control.door(Landscape.class);
            CryptoDrill drill = control.door(CryptoDrill.class);
            // No edge is here, and a list without the gateway's certificates is not whole.
            assertThat(drill.attempt(drill.real())).isInstanceOf(Finding.Unproved.class);
            assertThat(drill.attempt(with(landscape, Asset.protocol("edge.tls", "TLSv1.3", "edge"))))
                    .isInstanceOfSatisfying(
                            Finding.Kept.class,
                            k -> assertThat(k.measured().integer("assets")).isGreaterThan(12));
            landscape.volumesBy(List.of("AES-256-GCM", "AES-256-EME", "scrypt"));
            landscape.volumesBy(List.of("AES-256-XTS", "AES-256-CTS", "HKDF-SHA-512"));
            assertThat(landscape.now())
                    .filteredOn(judged -> judged.asset().where().equals("volumes"))
                    .hasSize(6)
                    .allMatch(judged -> judged.verdict().equals(Judged.Verdict.GOOD));
            assertThat(drill.attempt(drill.sabotaged()))
                    .isInstanceOfSatisfying(
                            Finding.Broken.class,
                            b -> assertThat(b.measured().integer("weakOrUnjudged"))
                                    .isEqualTo(1));
            Json.Obj bom = Bom.of(landscape.now(), landscape.verdicts(), NOW);
            assertThat(bom.text("specVersion")).isEqualTo("1.6");
            assertThat(bom.list("components", c -> (Json.Obj) c))
                    .hasSameSizeAs(landscape.now())
                    .allMatch(c -> c.text("type").equals("cryptographic-asset"));
        }
    }

    @Test
    void weak_ended_expired_and_unknown_assets_are_told_from_good_ones() {
        Verdicts verdicts = Verdicts.ours();
        assertThat(verdict(verdicts, "RSA", 1024)).isEqualTo(Judged.Verdict.WEAK);
        assertThat(verdict(verdicts, "RSA with SHA-1", 2048)).isEqualTo(Judged.Verdict.WEAK);
        assertThat(verdict(verdicts, "TLSv1.1", 0)).isEqualTo(Judged.Verdict.WEAK);
        assertThat(verdict(verdicts, "RSA", 2048)).isEqualTo(Judged.Verdict.ENDING);
        assertThat(verdict(verdicts, "AES-256-GCM", 256)).isEqualTo(Judged.Verdict.GOOD);
        assertThat(verdict(verdicts, "Argon2id", 8)).isEqualTo(Judged.Verdict.WEAK);
        assertThat(verdict(verdicts, "ROT13", 13)).isEqualTo(Judged.Verdict.UNKNOWN);
        Asset late = Asset.algorithm("late", "RSA", 2048, "edge");
        assertThat(verdicts.judge(late, Instant.parse("2031-01-01T00:00:00Z")).verdict())
                .isEqualTo(Judged.Verdict.WEAK);
        Asset expired = new Asset(
                Asset.Kind.CERTIFICATE,
                "CN=gone",
                "ECDSA",
                256,
                "edge",
                Optional.empty(),
                Optional.of(NOW.minusSeconds(1)));
        assertThat(verdicts.judge(expired, NOW).verdict()).isEqualTo(Judged.Verdict.WEAK);
    }

    @Test
    void a_list_that_nobody_held_against_its_sources_for_a_year_breaks_the_promise() {
        List<Asset> assets = Stream.of(
                        "backups", "edge", "factors", "ledger", "passwords", "snapshots", "tokens", "vault")
                .map(w -> Asset.algorithm(w, "AES-256-GCM", 256, w))
                .toList();
        for (String checked : List.of("2026-11-22", "2025-01-01")) {
            Verdicts verdicts = Verdicts.read(
                    List.of("checked: " + checked, "AES-256-GCM | 256 | | a", "RSA with SHA-1 | 0 | never | b"));
            CryptoDrill drill = new CryptoDrill(
                    () -> target(verdicts, assets), () -> target(verdicts, assets), Clock.fixed(NOW, ZoneOffset.UTC));
            assertThat(drill.attempt(drill.real()))
                    .isInstanceOf(checked.startsWith("2026") ? Finding.Kept.class : Finding.Broken.class);
        }
    }

    private static CryptoTarget target(Verdicts verdicts, List<Asset> assets) {
        return new CryptoTarget(
                () -> assets.stream().map(a -> verdicts.judge(a, NOW)).toList(), verdicts);
    }

    private static CryptoTarget with(Landscape landscape, Asset more) {
        List<Judged> all = new ArrayList<>(landscape.now());
        all.add(landscape.verdicts().judge(more, NOW));
        return new CryptoTarget(() -> all, landscape.verdicts());
    }

    private static Judged.Verdict verdict(Verdicts verdicts, String algorithm, int bits) {
        return verdicts.judge(Asset.algorithm("it", algorithm, bits, "edge"), NOW)
                .verdict();
    }
}
