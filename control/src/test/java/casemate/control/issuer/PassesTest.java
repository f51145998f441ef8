package casemate.control.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Slug;
import casemate.base.UserId;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Memberships;
import casemate.control.account.Person;
import casemate.control.instance.Blueprint;
import casemate.control.instance.Blueprint.SignOn;
import casemate.control.instance.CreateInstance;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.role.Assignment;
import casemate.control.role.Role;
import casemate.control.role.Roles;
import casemate.control.web.Permission;
import casemate.control.web.Rights;
import casemate.testkit.Eventually;
import casemate.testkit.TestDatabase;
import casemate.wire.AgentReport;
import casemate.wire.AgentSnapshot;
import casemate.wire.EdgeSnapshot;
import casemate.wire.EndedPasses;
import casemate.wire.EntryTicket;
import casemate.wire.Pass;
import casemate.wire.PodOrder;
import casemate.wire.PodOrder.Limits;
import casemate.wire.PodReport;
import casemate.wire.PodReport.Phase;
import casemate.wire.Route;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotKey;
import casemate.wire.Upstream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// By way of the pages, on a real database; what comes of it is read from the snapshots that edges and agents get.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PassesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final String FLOW = "f".repeat(43);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private TestControl control;
    private Instance wiki;
    private Instance other;
    private Instance own;
    private Browser gil;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory);
        Set<String> settings = Set.of("title", "adminName", "adminEmail", "adminPasswordBcrypt", "language");
        Limits limits = new Limits(256 << 20, 500, 128);
        control.control()
                .offer(List.of(
                        new Blueprint("dokuwiki", Map.of("en", "A wiki."), settings, limits, SignOn.HEADER),
                        new Blueprint("notes", Map.of("en", "Notes."), settings, limits)));
        gil = customer("gil@example.org");
        wiki = instance("gil@example.org", "gilwiki", "dokuwiki");
        other = instance("gil@example.org", "gilother", "dokuwiki");
        own = instance("gil@example.org", "gilnotes", "notes");
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void a_member_gets_a_pass_that_says_who_it_is_under_another_name_at_every_instance() {
        EntryTicket ticket = ticket(gil, wiki);
        assertThat(ticket.host()).isEqualTo(wiki.host());
        assertThat(ticket.to()).isEqualTo("/start?x=1");
        assertThat(ticket.flow()).isEqualTo(FLOW);
        assertThat(ticket.expires()).isBefore(Instant.now().plusSeconds(61));
        assertThat(ticket.pass().email()).isEqualTo("gil@example.org");
        assertThat(ticket.pass().name()).isEqualTo("gil");
        assertThat(ticket.pass().locale()).isEqualTo("en");
        assertThat(ticket.pass().roles()).containsExactly("owner", "administrator", "member");
        assertThat(ticket.pass().until()).isBefore(Instant.now().plus(Passes.LIFE));
        assertThat(ticket(gil, wiki).pass().subject())
                .isEqualTo(ticket.pass().subject())
                .isNotEqualTo(ticket(gil, other).pass().subject())
                .doesNotContain(person("gil@example.org").id().value());
    }

    @Test
    void nobody_else_learns_whether_there_is_such_an_instance() {
        Browser hal = customer("hal@example.org");
        for (String host :
                List.of(wiki.host(), "nobody.casemate.localhost", "evil.example", "portal.casemate.localhost")) {
            assertThat(hal.get(way(host, FLOW)).status()).as(host).isEqualTo(404);
        }
        assertThat(gil.get(way(wiki.host(), "short")).status()).isEqualTo(422);
        assertThat(control.browser("portal").get(way(wiki.host(), FLOW)).path())
                .isEqualTo("/sign-in?next=" + way(wiki.host(), FLOW));
    }

    @Test
    void an_application_that_keeps_its_own_users_gets_nobody_s_name() {
        assertThat(gil.get(way(own.host(), FLOW)).headers().get("refresh"))
                .isEqualTo("0; url=https://" + own.host() + "/");
    }

    @Test
    void edge_and_pod_share_a_key_that_no_other_pod_has() throws InterruptedException {
        Route route = route(wiki);
        assertThat(route.rules().identityKey())
                .isPresent()
                .isEqualTo(order(wiki).identityKey());
        assertThat(order(other).identityKey())
                .isPresent()
                .isNotEqualTo(order(wiki).identityKey());
        assertThat(route(own).rules().identityKey()).isEmpty();
    }

    @Test
    void signing_out_reaches_the_edge_in_time() throws InterruptedException {
        Browser ira = customer("ira@example.org");
        Instance hers = instance("ira@example.org", "irawiki", "dokuwiki");
        Browser phone = control.browser("portal");
        Customers.signIn(phone, "ira@example.org", Customers.PASSWORD);
        String atHome = ticket(ira, hers).pass().id();
        String away = ticket(phone, hers).pass().id();
        ira.get("/account/security");
        ira.post("/account/security/end-others", Map.of());
        Eventually.until("the phone is out", PATIENCE, () -> ended().ids().contains(away));
        assertThat(ended().ids()).doesNotContain(atHome);
        ira.post("/sign-out", Map.of());
        Eventually.until("the browser is out", PATIENCE, () -> ended().ids().contains(atHome));
    }

    @Test
    void whoever_has_other_rights_signs_on_again_if_they_still_may() throws InterruptedException {
        Browser kay = customer("kay@example.org");
        Browser lee = customer("lee@example.org");
        Instance kays = instance("kay@example.org", "kaywiki", "dokuwiki");
        CustomerId customer = kays.customer();
        CustomerId lees = customerOf("lee@example.org");
        UserId person = person("lee@example.org").id();
        Memberships memberships = control.door(Memberships.class);
        Roles roles = control.door(Roles.class);
        Actor owner = new Actor.Customer(person("kay@example.org").id(), customer);
        String kaysOwn = ticket(kay, kays).pass().id();

        memberships.add(person, customer, Optional.of("member"));
        actFor(lee, customer);
        Pass asMember = ticket(lee, kays).pass();
        assertThat(asMember.roles()).containsExactly("member");

        roles.assign(customer, person, Assignment.of("administrator"), Rights.owner(), owner);
        assertThat(ended().ids()).contains(asMember.id());
        Pass asAdministrator = ticket(lee, kays).pass();
        assertThat(asAdministrator.roles()).containsExactly("administrator", "member");

        Role editors = roles.define(
                customer,
                "Editors",
                EnumSet.of(Permission.INSTANCE_VIEW, Permission.INSTANCE_ENTER),
                Rights.owner(),
                owner);
        Assignment here = new Assignment(Optional.empty(), Map.of(kays.id(), editors.code()));
        roles.assign(customer, person, here, Rights.owner(), owner);
        assertThat(ended().ids()).contains(asAdministrator.id()).doesNotContain(kaysOwn);
        Pass asEditor = ticket(lee, kays).pass();
        assertThat(asEditor.roles()).containsExactly("member");

        roles.change(customer, editors.code(), "Editors", EnumSet.of(Permission.INSTANCE_VIEW), Rights.owner(), owner);
        assertThat(ended().ids()).contains(asEditor.id(), kaysOwn);
        assertThat(lee.get(way(kays.host(), FLOW)).status()).isEqualTo(403);

        roles.assign(customer, person, Assignment.of("member"), Rights.owner(), owner);
        Pass once = ticket(lee, kays).pass();
        actFor(lee, lees);
        assertThat(ended().ids()).contains(once.id());
        assertThat(lee.get(way(kays.host(), FLOW)).status()).isEqualTo(404);

        actFor(lee, customer);
        String last = ticket(lee, kays).pass().id();
        memberships.remove(person, customer);
        Eventually.until("who left is out", PATIENCE, () -> ended().ids().contains(last));
    }

    private static void actFor(Browser browser, CustomerId customer) {
        browser.get("/account/acting");
        browser.post("/account/acting", Map.of("customer", customer.value()));
    }

    @Test
    void leaving_an_instance_signs_out_of_the_portal_and_nobody_else_s_pass_does() {
        Browser jon = customer("jon@example.org");
        Instance his = instance("jon@example.org", "jonwiki", "dokuwiki");
        String pass = ticket(jon, his).pass().id();
        for (String worthless : List.of(ticket(gil, wiki).pass().id(), "pas_00000000000000000000000000", "x")) {
            assertThat(jon.leave(worthless)).isEqualTo("/");
        }
        assertThat(gil.leave(pass)).isEqualTo("/");
        assertThat(control.browser("portal").leave(pass)).isEqualTo("/");
        assertThat(jon.get("/instances").path()).isEqualTo("/instances");
        assertThat(jon.leave(pass)).isEqualTo("https://" + his.host() + "/");
        assertThat(ended().ids()).contains(pass);
        assertThat(jon.get("/instances").path()).startsWith("/sign-in");
    }

    private EntryTicket ticket(Browser browser, Instance instance) {
        String address = browser.get(way(instance.host(), FLOW)).headers().getOrDefault("refresh", "");
        assertThat(address).startsWith("0; url=https://" + instance.host() + "/.casemate/enter?ticket=");
        return EntryTicket.open(
                address.substring(address.indexOf("ticket=") + 7),
                control.door(SnapshotKey.class).spki());
    }

    private static String way(String host, String flow) {
        byte[] path = "/start?x=1".getBytes(StandardCharsets.US_ASCII);
        return "/enter/" + host + "/" + Base64.getUrlEncoder().withoutPadding().encodeToString(path) + "/" + flow;
    }

    private Browser customer(String email) {
        Browser browser = control.browser("portal");
        Customers.join(control, browser, email);
        return browser;
    }

    private Person person(String email) {
        return control.door(Accounts.class)
                .find(Kind.CUSTOMER, new Email(email))
                .orElseThrow();
    }

    private CustomerId customerOf(String email) {
        return control.door(Memberships.class).of(person(email).id()).getFirst().customer();
    }

    private Instance instance(String email, String slug, String blueprint) {
        Person person = person(email);
        CustomerId customer = customerOf(email);
        CreateInstance wish = new CreateInstance(customer, blueprint, Slug.parse(slug), "Wiki", email, "en");
        Instance made = control.door(Instances.class)
                .create(wish, new Actor.Customer(person.id(), customer))
                .instance();
        List<Upstream> upstreams = List.of(new Upstream("127.0.0.1", 1));
        control.door(Instances.class)
                .reports()
                .receive(new AgentReport(
                                "local",
                                Instant.now(),
                                1,
                                List.of(new PodReport(made.id(), Phase.RUNNING, upstreams, "", 0, 0)))
                        .encode());
        return made;
    }

    private EndedPasses ended() {
        return edge().ended();
    }

    private Route route(Instance instance) {
        return edge().routes().stream()
                .filter(r -> r.host().equals(instance.host()))
                .findFirst()
                .orElseThrow();
    }

    private EdgeSnapshot edge() {
        return EdgeSnapshot.decode(opened(SignedSnapshot.Audience.EDGE));
    }

    private PodOrder order(Instance instance) {
        return AgentSnapshot.decode(opened(SignedSnapshot.Audience.AGENT)).pods().stream()
                .filter(o -> o.instance().equals(instance.id()))
                .findFirst()
                .orElseThrow();
    }

    private byte[] opened(SignedSnapshot.Audience audience) {
        Instances instances = control.door(Instances.class);
        var feed = audience == SignedSnapshot.Audience.EDGE ? instances.edgeFeed() : instances.agentFeed();
        try {
            byte[] signed = feed.newer(-1, PATIENCE).orElseThrow();
            return SignedSnapshot.open(
                    audience, signed, control.door(SnapshotKey.class).spki());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
