package casemate.control.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Slug;
import casemate.control.Outside;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.SignUp;
import casemate.control.instance.Blueprint;
import casemate.control.instance.CreateInstance;
import casemate.control.instance.Instances;
import casemate.control.place.PlaceFile;
import casemate.control.web.Language;
import casemate.promise.Region;
import casemate.testkit.TestDatabase;
import casemate.wire.PodOrder.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegionsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final Actor TEST = new Actor.Program("test");
    private TestControl control;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        Files.write(
                Files.createDirectories(directory.resolve("lists")).resolve("places.mmdb"),
                PlaceFile.ofOne("192.0.2.0", "JP", ""));
        control = TestControl.start(
                DATABASE,
                directory,
                Clock.systemUTC(),
                TestControl.outside(Outside.NOTHING.withLists(directory.resolve("lists"))));
        control.control().adopt(Files.readAllBytes(Path.of("../policies/casemate.yaml")));
        control.control()
                .offer(List.of(new Blueprint(
                        "dokuwiki", Map.of("en", "A wiki."), Set.of("title"), new Limits(256 << 20, 500, 128))));
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void a_country_leads_to_its_own_region_or_to_the_nearest() {
        SequencedSet<Region> all = regions("US", "GB", "IE", "DE", "AU", "SG", "JP", "IN", "FR");
        Map.of(
                        "FR", "FR", "PL", "DE", "CA", "US", "NZ", "AU", "KR", "JP", "LK", "IN", "CH", "DE", "BR", "US",
                        "KE", "DE")
                .forEach((country, region) -> assertThat(RegionRules.of(Optional.of(country), all))
                        .as(country)
                        .contains(new Region(region)));
        assertThat(RegionRules.of(Optional.of("PL"), regions("US", "PT"))).contains(new Region("PT"));
        assertThat(RegionRules.of(Optional.of("PL"), regions("US"))).contains(new Region("US"));
        assertThat(RegionRules.of(Optional.empty(), all)).contains(new Region("US"));
        assertThat(RegionRules.of(Optional.of("PL"), regions())).isEmpty();
    }

    @Test
    void the_declared_country_counts_first_and_the_address_second() {
        CustomerId declared = customer("declared@example.org", "IN");
        assertThat(residence(declared).region()).isEqualTo(new Region("IN"));
        assertThat(residence(declared).source()).isEqualTo(Residence.Source.COUNTRY);
        CustomerId silent = customer("silent@example.org", "");
        assertThat(residence(silent).source()).isEqualTo(Residence.Source.FIRST);
        door().begin(silent, Details.none(), Optional.of("192.0.2.7"));
        assertThat(residence(silent).region()).isEqualTo(new Region("JP"));
        assertThat(residence(silent).source()).isEqualTo(Residence.Source.ADDRESS);
    }

    @Test
    void it_can_be_changed_until_an_instance_is_made_and_never_after() {
        CustomerId customer = customer("chooser@example.org", "FR");
        door().choose(customer, "DE", TEST);
        assertThat(residence(customer).region()).isEqualTo(new Region("DE"));
        refused(() -> door().choose(customer, "PL", TEST), "region-closed");
        control.control().standIn(new Region("IE"));
        try {
            refused(() -> create(customer, "elsewhere"), "region-closed");
            assertThat(control.door(Instances.class).of(customer)).isEmpty();
            control.control().standInUnlessSaid(new Region("DE"));
            assertThat(door().available()).containsExactly(new Region("IE"));
            door().choose(customer, "IE", TEST);
            create(customer, "athome");
            refused(() -> door().choose(customer, "IE", TEST), "region-fixed");
            assertThat(residence(customer).fixedAt()).isPresent();
        } finally {
            // No door forgets a host; the other tests know of none.
            JdbcClient.create(control.owner()).sql("DELETE FROM region.host").update();
        }
    }

    @Test
    void copies_go_only_where_the_policy_allows_it_for_that_customer() throws IOException {
        CustomerId customer = customer("copies@example.org", "DE");
        assertThat(door().allows(customer, new Region("IE"))).isTrue();
        assertThat(door().allows(customer, new Region("PL"))).isFalse();
    }

    private void create(CustomerId customer, String slug) {
        control.door(Instances.class)
                .create(
                        new CreateInstance(customer, "dokuwiki", Slug.parse(slug), "Wiki", "ann@example.org", "en"),
                        TEST);
    }

    private CustomerId customer(String email, String country) {
        return control.door(Accounts.class)
                .createCustomer(
                        new SignUp(
                                Email.parse(email),
                                Secret.of("four words in a row"),
                                Language.EN,
                                Details.typed("", "", "", "", country, "")),
                        TEST)
                .customer();
    }

    private Residence residence(CustomerId customer) {
        return door().of(customer).orElseThrow();
    }

    private Regions door() {
        return control.door(Regions.class);
    }

    private static SequencedSet<Region> regions(String... codes) {
        SequencedSet<Region> all = new LinkedHashSet<>();
        for (String code : codes) {
            all.add(new Region(code));
        }
        return all;
    }

    private static void refused(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(code));
    }
}
