package casemate.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.site.Site;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.promise.Finding;
import casemate.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is left of an instance at a site, and what a search for it finds.
class EraseDrillTest {
    @TempDir
    private Path directory;

    private final Ids ids = new Ids(TestClock.at("2026-11-22T12:00:00Z"), new Random(3));
    private final InstanceId gone = ids.instance();
    private final InstanceId other = ids.instance();

    @Test
    void all_that_one_instance_left_goes_and_nothing_else() throws Exception {
        Path site = site("one");
        for (InstanceId each : List.of(gone, other)) {
            plant(site, "restic/" + each + "/config");
            plant(site, "restic/" + each + "/data/00/pack");
            plant(site, "restic/" + each + "/snapshots/abc");
            plant(site, "archive/" + each + "/a.tar.zst.aes.age");
            plant(site, "archive/" + each + "/a.tar.zst.aes.age.part");
            plant(site, "moments/" + each + "/chunk");
        }
        Files.createSymbolicLink(site.resolve("archive/" + gone + "/link"), site.resolve("archive/" + other));
        List<SiteEraser.Part> parts = SiteEraser.whole().erase(Site.of(site), gone);
        assertThat(parts).allMatch(part -> part.left() == 0 && part.trouble().isEmpty());
        try (var all = Files.walk(site)) {
            assertThat(all.map(Path::toString).toList())
                    .noneMatch(path -> path.contains(gone.value()))
                    .filteredOn(path -> path.contains(other.value()))
                    .hasSize(6 + 6);
        }
        assertThat(SiteEraser.whole().erase(Site.of(site), gone))
                .as("once more")
                .allMatch(part -> part.removed() == 0);
    }

    @Test
    void what_lies_where_nobody_expects_it_is_told_and_a_site_that_is_away_is_not_clean() throws Exception {
        Path site = site("one");
        plant(site, "kept-by-hand/" + gone + ".tar");
        assertThat(SiteEraser.whole().erase(Site.of(site), gone))
                .filteredOn(part -> part.left() > 0)
                .extracting(SiteEraser.Part::part)
                .containsExactly(SiteEraser.ELSEWHERE);
        assertThat(SiteEraser.whole().erase(Site.of(directory.resolve("away")), gone))
                .allMatch(part -> part.left() == 1 && !part.trouble().isEmpty());
        assertThat(directory.resolve("away")).doesNotExist();
    }

    @Test
    void a_canary_is_gone_from_every_site_and_an_eraser_that_leaves_a_backup_is_found_out() throws Exception {
        Path one = site("one");
        Path two = site("two");
        EraseDrill drill = new EraseDrill(
                () -> List.of(Site.of(one), Site.of(two)), () -> EraseTarget.twin(directory.resolve("twin")), ids);
        assertThat(drill.attempt(drill.real())).isInstanceOfSatisfying(Finding.Kept.class, kept -> {
            Json.Obj measured = kept.measured();
            assertThat(measured.integer("planted")).isEqualTo(8);
            assertThat(measured.integer("left")).isZero();
        });
        try (EraseTarget twin = drill.sabotaged()) {
            assertThat(drill.attempt(twin)).isInstanceOf(Finding.Broken.class);
        }
        assertThat(directory.resolve("twin")).isEmptyDirectory();
        try (var all = Files.walk(directory)) {
            assertThat(all.filter(Files::isRegularFile)).isEmpty();
        }
        assertThat(new EraseDrill(List::of, drill.twin(), ids)
                        .attempt(new EraseTarget(List.of(), SiteEraser.whole(), () -> {})))
                .isInstanceOf(Finding.Unproved.class);
    }

    private Path site(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }

    private static void plant(Path site, String path) throws IOException {
        Path file = site.resolve(path);
        Files.createDirectories(file.resolveSibling(".").normalize());
        Files.writeString(file, "bytes");
    }
}
