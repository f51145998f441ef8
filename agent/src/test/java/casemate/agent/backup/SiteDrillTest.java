package casemate.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.FileTree;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.promise.Drill;
import casemate.promise.Finding;
import casemate.promise.Policy;
import casemate.promise.PolicyFile;
import casemate.promise.PromiseId;
import casemate.testkit.TestClock;
import casemate.wire.BackupPlace;
import casemate.wire.DamagedCopy;
import casemate.wire.SiteAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The drills of what lies at the sites, against sites as they should be and as they should not.
class SiteDrillTest {
    @TempDir
    private Path directory;

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");
    private final Map<InstanceId, Instant> instances = new HashMap<>();
    private final List<DamagedCopy> damaged = new ArrayList<>();

    private List<SiteDrill> drills() throws Exception {
        Policy policy = PolicyFile.parse("casemate.yaml", Files.readAllBytes(Path.of("../policies/casemate.yaml")));
        return SiteDrill.all(
                        () -> SiteTarget.of(List.of(place("one"), place("two")), List.of(), damaged, instances),
                        () -> Optional.of(policy),
                        new SiteTwins(directory.resolve("twin"), clock),
                        clock)
                .stream()
                .<Drill<?>>map(d -> d)
                .map(SiteDrill.class::cast)
                .toList();
    }

    private BackupPlace place(String name) {
        return new BackupPlace(name, directory.resolve(name).toString(), SiteAccess.NONE);
    }

    private Finding finding(String promise) throws Exception {
        for (SiteDrill drill : drills()) {
            if (drill.promise().equals(new PromiseId(promise))) {
                return drill.attempt(drill.real());
            }
        }
        throw new AssertionError(promise);
    }

    /// A copy as the engines leave them, made of nothing.
    private void copy(String site, InstanceId instance, Duration age) throws Exception {
        clock.advance(age.negated());
        SiteTarget made = new SiteTwins(directory.resolve("made"), clock).alone();
        Path from;
        try (var found = Files.walk(directory.resolve("made"))) {
            from = found.filter(f -> f.getFileName().toString().startsWith("ins_"))
                    .findFirst()
                    .orElseThrow();
        }
        Path to = Files.createDirectories(
                directory.resolve(site).resolve("archive").resolve(instance.value()));
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        made.close();
        clock.advance(age);
        Path snapshots = Files.createDirectories(directory
                .resolve(site)
                .resolve("restic")
                .resolve(instance.value())
                .resolve("snapshots"));
        Path snapshot = Files.createTempFile(snapshots, "", "");
        Files.setLastModifiedTime(
                snapshot, java.nio.file.attribute.FileTime.from(clock.instant().minus(age)));
    }

    private InstanceId instance(Duration age) {
        InstanceId id = new Ids(clock, new SecureRandom()).instance();
        instances.put(id, clock.instant().minus(age));
        return id;
    }

    @Test
    void twins_stand_side_by_side() throws Exception {
        List<SiteDrill> all = drills();
        List<SiteTarget> twins = all.stream().map(SiteDrill::sabotaged).toList();
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).attempt(twins.get(i))).isInstanceOf(Finding.Broken.class);
            twins.get(i).close();
        }
    }

    @Test
    void every_twin_is_found_broken_and_leaves_nothing() throws Exception {
        for (SiteDrill drill : drills()) {
            // Of those that come in turns, both.
            for (int turn = 0; turn < 2; turn++) {
                try (SiteTarget twin = drill.sabotaged()) {
                    assertThat(drill.attempt(twin)).as(drill.name()).isInstanceOf(Finding.Broken.class);
                }
                assertThat(directory.resolve("twin")).isEmptyDirectory();
            }
        }
    }

    @Test
    void without_a_backup_nothing_is_proved_and_with_a_whole_one_it_is() throws Exception {
        InstanceId one = instance(Duration.ofDays(3));
        instance(Duration.ofHours(2));
        assertThat(finding("BAK-1")).isInstanceOf(Finding.Broken.class);
        assertThat(finding("BAK-3")).isInstanceOf(Finding.Unproved.class);
        for (String site : List.of("one", "two")) {
            copy(site, one, Duration.ofHours(3));
            copy(site, one, Duration.ofDays(29));
        }
        assertThat(finding("BAK-1")).isInstanceOf(Finding.Kept.class);
        assertThat(finding("BAK-3")).isInstanceOf(Finding.Kept.class);
        assertThat(finding("BAK-2"))
                .as("both sites lie on one disk")
                .isInstanceOfSatisfying(
                        Finding.Unproved.class, u -> assertThat(u.why()).contains("share a disk"));
        copy("one", one, Duration.ofDays(40));
        assertThat(finding("BAK-3")).isInstanceOf(Finding.Broken.class);
    }

    @Test
    void a_late_backup_and_a_damaged_one_are_noticed() throws Exception {
        InstanceId one = instance(Duration.ofDays(60));
        copy("one", one, Duration.ofDays(2));
        assertThat(finding("BAK-1")).isInstanceOf(Finding.Broken.class);
        assertThat(finding("BAK-2")).isInstanceOf(Finding.Broken.class);
        copy("one", one, Duration.ofHours(2));
        assertThat(finding("BAK-1")).isInstanceOf(Finding.Kept.class);
        try (var files = Files.list(directory.resolve("one/archive/" + one))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".age")).toList()) {
                Files.writeString(file, "x");
            }
        }
        assertThat(finding("BAK-1")).isInstanceOf(Finding.Unproved.class);
    }

    @Test
    void a_copy_that_was_found_damaged_counts_nowhere_and_is_said_until_it_is_too_old() throws Exception {
        InstanceId one = instance(Duration.ofDays(60));
        copy("one", one, Duration.ofHours(3));
        FileTree.delete(directory.resolve("one/restic"));
        assertThat(finding("BAK-1")).isInstanceOf(Finding.Kept.class);
        try (var files = Files.list(directory.resolve("one/archive/" + one))) {
            String archive = files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".age"))
                    .findFirst()
                    .orElseThrow();
            damaged.add(new DamagedCopy("two", "archive", one, archive, clock.instant()));
            assertThat(finding("BAK-1")).as("another site's").isInstanceOf(Finding.Kept.class);
            damaged.set(0, new DamagedCopy("one", "archive", one, archive, clock.instant()));
        }
        assertThat(finding("BAK-1")).isInstanceOf(Finding.Broken.class);
        assertThat(finding("INS-7"))
                .isInstanceOfSatisfying(
                        Finding.Broken.class, b -> assertThat(b.why()).contains("damaged"));
        clock.advance(Duration.ofMinutes(1));
        for (String site : List.of("one", "two")) {
            copy(site, one, Duration.ZERO);
        }
        assertThat(finding("BAK-1")).isInstanceOf(Finding.Kept.class);
        assertThat(finding("INS-7"))
                .as("both sites lie on one disk; the copy is replaced")
                .isInstanceOfSatisfying(
                        Finding.Unproved.class, u -> assertThat(u.why()).contains("share a disk"));
    }

    @Test
    void a_copy_from_a_moment_that_has_not_come_is_no_proof_of_anything() throws Exception {
        InstanceId one = instance(Duration.ofDays(60));
        for (String site : List.of("one", "two")) {
            copy(site, one, Duration.ofDays(2));
            copy(site, one, Duration.ofDays(-40));
        }
        assertThat(finding("BAK-1")).isInstanceOf(Finding.Broken.class);
        assertThat(finding("BAK-3"))
                .isInstanceOfSatisfying(
                        Finding.Unproved.class, u -> assertThat(u.why()).contains("clock"));
        for (String site : List.of("one", "two")) {
            copy(site, one, Duration.ofHours(2));
        }
        assertThat(finding("BAK-1")).isInstanceOf(Finding.Kept.class);
    }
}
