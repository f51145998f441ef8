package casemate.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.site.Site;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.promise.Finding;
import casemate.promise.Policy;
import casemate.promise.PolicyFile;
import casemate.promise.Region;
import casemate.testkit.TestClock;
import casemate.wire.BackupPlace;
import casemate.wire.SiteAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The drill on where data lies, against places as they should be and as they should not.
class RegionDrillTest {
    private static final Region FRANCE = new Region("FR");
    private static final Region ELSEWHERE = new Region("BR");

    @TempDir
    private Path directory;

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");
    private final Map<InstanceId, Instant> held = new HashMap<>();
    private final Map<String, Region> sites = new HashMap<>(Map.of("one", FRANCE));
    private Optional<Region> host = Optional.of(FRANCE);
    private Region home = FRANCE;
    private boolean nowhere;
    private InstanceId instance;

    @BeforeEach
    void one() throws Exception {
        instance = new Ids(clock, new SecureRandom()).instance();
        held.put(instance, clock.instant());
        copied("one");
    }

    private void copied(String site) throws Exception {
        new SiteTwins(directory.resolve("made"), clock)
                .copy(Files.createDirectories(directory.resolve(site)), instance, clock.instant());
    }

    private RegionDrill drill() throws Exception {
        Policy policy = PolicyFile.parse("casemate.yaml", Files.readAllBytes(Path.of("../policies/casemate.yaml")));
        return RegionDrill.of(
                () -> sites.keySet().stream()
                        .map(name ->
                                new BackupPlace(name, directory.resolve(name).toString(), SiteAccess.NONE))
                        .toList(),
                place -> Site.of(directory.resolve(place.name())),
                () -> held,
                new Residency() {
                    @Override
                    public Optional<Region> site(String name) {
                        return Optional.ofNullable(sites.get(name));
                    }

                    @Override
                    public Optional<Region> host() {
                        return host;
                    }

                    @Override
                    public Optional<Region> home(InstanceId id) {
                        return Optional.of(home);
                    }

                    @Override
                    public boolean mayRest(Region region) {
                        return !nowhere && policy.regions().contains(region);
                    }
                },
                () -> Optional.of(policy),
                directory.resolve("twin"),
                clock);
    }

    private Finding found() throws Exception {
        RegionDrill drill = drill();
        try (RegionTarget real = drill.real()) {
            return drill.attempt(real);
        } finally {
            assertThat(directory.resolve("twin")).isEmptyDirectory();
        }
    }

    @Test
    void data_in_promised_regions_is_kept_and_a_planner_that_refuses_nothing_is_found_out() throws Exception {
        assertThat(found()).isInstanceOf(Finding.Kept.class);
        RegionDrill drill = drill();
        try (RegionTarget twin = drill.sabotaged()) {
            assertThat(drill.attempt(twin)).isInstanceOf(Finding.Broken.class);
        }
        assertThat(directory.resolve("twin")).isEmptyDirectory();
    }

    @Test
    void a_copy_at_a_site_of_another_region_is_found_whatever_the_planner_says() throws Exception {
        sites.put("far", ELSEWHERE);
        Files.createDirectories(directory.resolve("far"));
        assertThat(found()).isInstanceOf(Finding.Kept.class);
        copied("far");
        assertThat(found()).isInstanceOf(Finding.Broken.class);
    }

    @Test
    void an_instance_on_a_host_elsewhere_or_of_a_customer_of_another_region_is_found() throws Exception {
        home = new Region("IE");
        assertThat(found()).isInstanceOf(Finding.Broken.class);
        home = ELSEWHERE;
        host = Optional.of(ELSEWHERE);
        assertThat(found()).isInstanceOf(Finding.Broken.class);
        host = Optional.empty();
        assertThat(found()).isInstanceOf(Finding.Broken.class);
    }

    @Test
    void where_the_planner_lays_nothing_at_all_nothing_is_proved() throws Exception {
        nowhere = true;
        assertThat(found()).isInstanceOf(Finding.Unproved.class);
    }
}
