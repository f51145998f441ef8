package casemate.control.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.backup.Backups;
import casemate.promise.Region;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import casemate.wire.BackupPlace;
import casemate.wire.SiteAccess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What an operator may declare, and where copies are planned to go; who tries sites is played.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SitesTest {
    private static final Actor OPERATOR = new Actor.Program("test");
    private static final SiteAccess ACCESS =
            new SiteAccess("ssh-ed25519 AAAA", Secret.of("the-planted-key"), Secret.of("the-other-key"), false);

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private final List<BackupPlace> tried = new ArrayList<>();
    private boolean appendOnly;
    private TestControl control;
    private Sites sites;
    private Path policy;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        control = TestControl.start(DATABASE, directory, TestClock.at("2026-11-22T12:00:00Z"));
        policy = Path.of("../policies/casemate.yaml");
        control.control().adopt(Files.readAllBytes(policy));
        sites = control.door(Sites.class);
        control.control().embedSites(List.of(site("one", "FR", "/sites/one"), site("two", "IE", "/sites/two")));
        control.control().trySitesWith(place -> {
            tried.add(place);
            if (place.place().contains("broken")) {
                throw Refusal.conflict("site-unusable", "The site cannot be used: it is full.");
            }
            return appendOnly;
        });
    }

    @AfterAll
    void stop() {
        control.close();
    }

    private static BackupSite site(String name, String region, String place) {
        return new BackupSite(name, new Region(region), place);
    }

    private static String refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable wish) {
        Refusal refusal = org.assertj.core.api.Assertions.catchThrowableOfType(Refusal.class, wish);
        assertThat(refusal.text()).hasLineCount(1);
        return refusal.code();
    }

    @Test
    @Order(1)
    void a_site_is_tried_before_it_is_declared_and_its_credentials_are_sealed() throws Exception {
        String place = "sftp://keeper@store.example/copies";
        assertThat(refusal(() -> sites.add(site("far", "IE", "sftp://keeper@broken.example/x"), ACCESS, OPERATOR)))
                .isEqualTo("site-unusable");
        assertThat(refusal(() -> sites.add(site("far", "IE", place), ACCESS, OPERATOR)))
                .as("other credentials for pruning, and the first may remove")
                .isEqualTo("site-loose");
        BackupSite locked = new BackupSite("far", new Region("IE"), place, true);
        assertThat(refusal(() -> sites.add(locked, SiteAccess.NONE, OPERATOR))).isEqualTo("site-loose");
        assertThat(sites.all()).hasSize(2);
        assertThat(sites.lockedPlaces()).isEmpty();
        appendOnly = true;
        BackupSite far = sites.add(site("far", "IE", place), ACCESS, OPERATOR);

        assertThat(far.appendOnly()).isTrue();
        assertThat(sites.lockedPlaces()).extracting(BackupPlace::name).containsExactly("far");
        assertThat(tried.getLast().access().credentials()).isEqualTo(ACCESS.credentials());
        assertThat(sites.access(far).credentials()).isEqualTo(ACCESS.credentials());
        assertThat(sites.access(far).pruning()).isEqualTo(ACCESS.pruning());
        assertThat(Customers.column(control, "SELECT encode(sealed_access, 'escape') FROM site.site"))
                .allSatisfy(text -> assertThat(text).doesNotContain("planted"));
        assertThat(Customers.column(control, "SELECT detail::text FROM audit.event WHERE action = 'site.add'"))
                .singleElement()
                .satisfies(detail -> assertThat(detail).contains("sftp").doesNotContain("planted"));
        assertThat(refusal(() -> sites.add(site("far", "IE", "/elsewhere"), ACCESS, OPERATOR)))
                .isEqualTo("site-exists");
        assertThat(refusal(() -> sites.add(site("again", "IE", place), ACCESS, OPERATOR)))
                .isEqualTo("site-exists");
        assertThat(refusal(() -> sites.loosen("far", OPERATOR))).isEqualTo("site-refuses");
        appendOnly = false;
        for (int again = 0; again < 2; again++) {
            assertThat(refusal(() -> sites.check("far", OPERATOR))).isEqualTo("site-loose");
            assertThat(sites.lockedPlaces())
                    .as("held to it until somebody takes it back")
                    .extracting(BackupPlace::name)
                    .containsExactly("far");
        }
        assertThat(sites.loosen("far", OPERATOR).appendOnly()).isFalse();
        assertThat(sites.lockedPlaces()).isEmpty();
        assertThat(refusal(() -> sites.loosen("far", OPERATOR))).isEqualTo("site-removable");
        assertThat(sites.check("far", OPERATOR).appendOnly()).isFalse();
        assertThat(Customers.column(control, "SELECT action FROM audit.event WHERE object = 'far' ORDER BY number"))
                .containsExactly("site.add", "site.check", "site.check", "site.loosen", "site.check");
    }

    @Test
    @Order(2)
    void no_copy_is_planned_for_a_region_that_the_policy_in_force_does_not_name() throws Exception {
        assertThat(refusal(() -> sites.add(site("north", "NO", "/sites/north"), SiteAccess.NONE, OPERATOR)))
                .isEqualTo("site-region");
        assertThat(tried).noneMatch(place -> place.name().equals("north"));
        assertThat(sites.allowed()).extracting(BackupSite::name).containsExactly("far", "one", "two");
        String irish = new String(Files.readAllBytes(policy), StandardCharsets.UTF_8)
                .replace("      regions: [US, GB, IE, DE, AU, SG, JP, IN, FR]", "      regions: [IE]");
        control.control().adopt(irish.getBytes(StandardCharsets.UTF_8));

        assertThat(sites.allowed()).extracting(BackupSite::name).containsExactly("far", "two");
        assertThat(control.door(Backups.class).sites())
                .as("what backups are planned for")
                .extracting(BackupSite::name)
                .containsExactly("far", "two");
        assertThat(sites.all()).hasSize(3);
        assertThat(refusal(() -> sites.remove("two", OPERATOR))).isEqualTo("site-needed");
        sites.remove("one", OPERATOR);
        assertThat(sites.places()).extracting(BackupPlace::name).containsExactly("far", "two");
    }

    @Test
    @Order(3)
    void a_removed_site_keeps_no_credentials_and_the_platforms_own_do_not_come_back() {
        control.control().embedSites(List.of(site("one", "FR", "/moved/one"), site("two", "IE", "/moved/two")));
        assertThat(sites.all())
                .extracting(BackupSite::place)
                .contains("/moved/two")
                .doesNotContain("/moved/one");
        assertThat(Customers.column(
                        control, "SELECT length(sealed_access)::text FROM site.site WHERE removed_at IS NOT NULL"))
                .containsExactly("0");
        assertThatThrownBy(() -> sites.check("one", OPERATOR)).isInstanceOf(Refusal.class);
    }
}
