package casemate.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.NeedsRoot;
import casemate.agent.site.Site;
import casemate.base.Ids;
import casemate.promise.Finding;
import casemate.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// CRY-3 on the engines that keep customers' backups, and on archives as earlier releases wrote them.
@NeedsRoot
class CipherDrillTest {
    @TempDir
    private Path directory;

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");

    private CipherDrill drill(Path... sites) {
        List<Site> all = List.of(sites).stream().map(Site::of).toList();
        return new CipherDrill(new CipherTarget.Targets(
                directory.resolve("twins"), () -> new SiteTarget(all, List.of(), Map.of(), () -> {}), clock));
    }

    @Test
    void what_both_technologies_write_opens_by_another_makers_aes_256_and_nothing_is_left_behind() throws Exception {
        CipherDrill drill = drill(Files.createDirectories(directory.resolve("site")));
        try (CipherTarget real = drill.real()) {
            assertThat(drill.attempt(real))
                    .isInstanceOfSatisfying(
                            Finding.Kept.class,
                            kept -> assertThat(kept.measured().text("ciphers"))
                                    .isEqualTo("restic AES-256-CTR, archive AES-256-CTR"));
        }
        assertThat(directory.resolve("twins")).isEmptyDirectory();
        assertThat(directory.resolve("site")).isEmptyDirectory();
    }

    @Test
    void archives_of_an_earlier_release_are_found_by_their_bytes_and_by_their_names() throws Exception {
        Path site = directory.resolve("site");
        String run = new Ids(clock, new SecureRandom()).make("bak");
        Path kept = Files.createDirectories(site.resolve("archive/ins_01kahzzzzzzzzzzzzzzzzzzzzz"));
        Files.writeString(kept.resolve("20261122T030000Z-" + run + ".tar.zst.age"), "");
        Files.writeString(kept.resolve("20261122T030000Z-" + run + ".tar.zst.age.sha256"), "");
        CipherDrill drill = drill(site);

        try (CipherTarget twin = drill.sabotaged()) {
            assertThat(twin.former().copies()).isZero();
            assertThat(drill.attempt(twin))
                    .isInstanceOfSatisfying(
                            Finding.Broken.class,
                            broken -> assertThat(broken.why()).contains("AES-256"));
        }
        try (CipherTarget real = drill.real()) {
            assertThat(real.former()).isEqualTo(new CipherTarget.Former(1, 0));
        }
        Path file = Files.writeString(directory.resolve("no-directory"), "");
        try (CipherTarget real = drill(site, file).real()) {
            assertThat(real.former().unseenSites()).isEqualTo(1);
        }
        assertThat(directory.resolve("twins")).isEmptyDirectory();
    }

    @Test
    void what_is_not_under_the_promised_cipher_is_not_taken_for_it() {
        byte[] plain = "{\"version\":2,\"id\":\"0123456789abcdef\"}".getBytes(StandardCharsets.US_ASCII);
        assertThat(StockCipher.ofRestic(plain, new byte[32])).isEqualTo(StockCipher.OTHER);
        assertThat(StockCipher.ofRestic(plain, new byte[16])).isEqualTo(StockCipher.OTHER);
        byte[] word = "Salted__and then no archive".getBytes(StandardCharsets.US_ASCII);
        assertThat(StockCipher.ofArchive(word, "a key")).isEqualTo(StockCipher.OTHER);
        assertThat(StockCipher.ofArchive(new byte[0], "a key")).isEqualTo(StockCipher.OTHER);
    }
}
