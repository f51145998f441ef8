package casemate.control.ward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.AddressRange;
import casemate.base.Ids;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Slug;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.Membership;
import casemate.control.account.SignUp;
import casemate.control.instance.Blueprint;
import casemate.control.instance.CreateInstance;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.web.Language;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import casemate.wire.Ban;
import casemate.wire.Caps;
import casemate.wire.Defence;
import casemate.wire.EdgeReport;
import casemate.wire.EdgeReport.BanReport;
import casemate.wire.EdgeReport.BlockReport;
import casemate.wire.EdgeReport.RuleHit;
import casemate.wire.EdgeSnapshot;
import casemate.wire.Exclusion;
import casemate.wire.PodOrder.Limits;
import casemate.wire.Route;
import casemate.wire.RouteRules;
import casemate.wire.Shield;
import casemate.wire.SignedSnapshot;
import casemate.wire.SignedSnapshot.Audience;
import casemate.wire.SnapshotKey;
import casemate.wire.Transport;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The room on a real database, in the whole program: what is decided here is read from the signed
/// snapshot.
class WardTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Actor TEST = new Actor.Program("test");
    private static final AddressRange BAD = AddressRange.parse("192.0.2.66");

    @RegisterExtension
    final TestDatabase database = TestDatabase.empty();

    private final TestClock clock = TestClock.at(START);
    private final Ids ids = new Ids(clock, new Random(7));
    private final Actor operator = new Actor.Operator(ids.user());
    private TestControl control;
    private Ward ward;
    private long number;

    @BeforeEach
    void start(@TempDir Path directory) {
        control = TestControl.start(database, directory, clock);
        control.control()
                .offer(List.of(new Blueprint(
                        "dokuwiki", Map.of("en", "A wiki."), Set.of("title"), new Limits(256 << 20, 500, 128))));
        ward = control.door(Ward.class);
    }

    @AfterEach
    void stop() {
        control.close();
    }

    @Test
    void aBanIsInTheNextSnapshotUntilItIsLiftedOrOver() throws Exception {
        KeptBan ban = ward.ban(BAD, "ssh-failures", "12 failures", TEST).orElseThrow();
        assertThat(snapshot().defence().bans()).containsExactly(ban.ban());
        assertThat(ban.ban().until()).isEqualTo(START.plus(Defence.USUAL.ban()));

        ward.lift(ban.ban().id(), "It was our own scanner.", operator);
        assertThat(snapshot().defence().bans()).isEmpty();
        assertThat(ward.get(ban.ban().id()).lifted().orElseThrow().why()).isEqualTo("It was our own scanner.");
        assertThatThrownBy(() -> ward.lift(ban.ban().id(), "again", operator)).isInstanceOf(Refusal.class);

        ward.banByHand(BAD, Duration.ofHours(1), "scans", Optional.empty(), operator);
        clock.advance(Duration.ofHours(2));
        assertThat(ward.inForce()).isZero();
        ward.attacked(true, operator);
        assertThat(snapshot().defence().bans()).isEmpty();
        assertThat(snapshot().defence().underAttack()).isTrue();
    }

    @Test
    void whoComesBackIsBannedForTwiceAsLongAndNobodyTwiceAtOnce() {
        Instant first = ward.ban(BAD, "probe", "x", TEST).orElseThrow().ban().until();
        assertThat(Duration.between(START, first)).isEqualTo(Duration.ofMinutes(10));
        assertThat(ward.ban(BAD, "probe", "x", TEST)).isEmpty();
        clock.advance(Duration.ofMinutes(11));
        KeptBan second = ward.ban(BAD, "probe", "x", TEST).orElseThrow();
        assertThat(Duration.between(second.since(), second.ban().until())).isEqualTo(Duration.ofMinutes(20));
        clock.advance(Duration.ofDays(2));
        KeptBan later = ward.ban(BAD, "probe", "x", TEST).orElseThrow();
        assertThat(Duration.between(later.since(), later.ban().until())).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void sparedAddressesAreNeverBannedAndNobodyBansThemselvesOrTheWorld() throws Exception {
        ward.spare(AddressRange.parse("192.0.2.0/24"), "our office", operator);
        assertThat(snapshot().defence().spared()).containsExactly(AddressRange.parse("192.0.2.0/24"));
        assertThat(ward.ban(BAD, "probe", "x", TEST)).isEmpty();
        refused("range-spared", () -> ward.banByHand(BAD, Duration.ofHours(1), "why", Optional.empty(), operator));
        ward.unspare(AddressRange.parse("192.0.2.0/24"), operator);
        assertThat(ward.ban(BAD, "probe", "x", TEST)).isPresent();

        Optional<InetAddress> here = Optional.of(InetAddress.ofLiteral("198.51.100.7"));
        AddressRange mine = AddressRange.parse("198.51.100.0/24");
        refused("ban-own", () -> ward.banByHand(mine, Duration.ofHours(1), "why", here, operator));
        AddressRange all = AddressRange.parse("0.0.0.0/0");
        refused("range-too-wide", () -> ward.banByHand(all, Duration.ofHours(1), "why", here, operator));
        refused("range-too-wide", () -> ward.spare(all, "why", operator));
        Actor customer = new Actor.Customer(ids.user(), ids.customer());
        refused("vendor-only", () -> ward.banByHand(BAD, Duration.ofHours(1), "why", here, customer));
        refused("vendor-only", () -> ward.lift("ban_x", "why", customer));
    }

    @Test
    void aReportedBanIsTakenOnceAndReachesEveryEdge() throws Exception {
        Ban ban = new Ban("ban_fromEdge", BAD, Optional.empty(), START.plusSeconds(600), "missing-pages");
        Ban nonsense = new Ban("a b", BAD, Optional.empty(), START.plusSeconds(600), "missing-pages");
        BanReport report = new BanReport(ban, START, "31 pages not found\u0000\nwithin a minute");
        report(List.of(report, report, new BanReport(nonsense, START, "x")), List.of());
        long version = snapshot().version();
        report(List.of(report), List.of());

        assertThat(snapshot().version()).isEqualTo(version);
        assertThat(snapshot().defence().bans()).containsExactly(ban);
        KeptBan kept = ward.get("ban_fromEdge");
        assertThat(kept.by()).isEqualTo("edge:test");
        assertThat(kept.evidence()).isEqualTo("31 pages not found  within a minute");
        assertThat(ward.page(BanSearch.of("192.0.2.0/24", false), "", 10)).hasSize(1);
        assertThat(ward.page(BanSearch.of("198.51.100.1", true), "", 10)).isEmpty();
    }

    @Test
    void anotherPolicyChangesTheFiguresThatEdgesObey() throws Exception {
        assertThat(snapshot().defence().misses()).isEqualTo(Defence.USUAL.misses());
        long version = snapshot().version();
        control.control().adopt(policy(7, "PT2M", "PT30M", 9));
        Defence defence = snapshot().defence();
        assertThat(snapshot().version()).isGreaterThan(version);
        assertThat(defence.misses()).isEqualTo(7);
        assertThat(defence.window()).isEqualTo(Duration.ofMinutes(2));
        assertThat(defence.ban()).isEqualTo(Duration.ofMinutes(30));
        assertThat(defence.perSecond()).isEqualTo(9);
        assertThat(defence.transport()).isEqualTo(new Transport(List.of("TLSv1.3"), Duration.ofDays(400), 384));
    }

    @Test
    void whoGuessesPasswordsIsBannedButNotTheMachineItself() {
        var browser = control.browser("portal").from("2001:db8:7::5");
        var local = control.browser("portal").from("127.0.0.1");
        for (int i = 0; i < SignInFailures.MOST; i++) {
            Customers.signIn(browser, "nobody" + i + "@example.org", "a wrong password");
            Customers.signIn(local, "nobody" + i + "@example.org", "a wrong password");
        }
        List<KeptBan> bans = ward.page(BanSearch.IN_FORCE, "", 10);
        assertThat(bans).hasSize(1);
        assertThat(bans.getFirst().ban().rule()).isEqualTo(SignInFailures.RULE);
        assertThat(bans.getFirst().ban().range()).isEqualTo(AddressRange.parse("2001:db8:7::/64"));
        assertThat(bans.getFirst().by()).isEqualTo("program:signin");
    }

    @Test
    void settingsOfAnInstanceReachItsRouteAndNoOther() throws Exception {
        Protection protection = control.door(Protection.class);
        Instance one = instance("one");
        Instance other = instance("other");
        Actor owner = new Actor.Customer(ids.user(), one.customer());

        refused("reason-needed", () -> protection.shield(one.id(), Shield.Mode.OFF, 1, "", owner));
        protection.shield(one.id(), Shield.Mode.DETECT, 2, "It stops our importer.", owner);
        protection.attacked(one.id(), true, owner);
        protection.cap(one.id(), new Caps(50, 0, 1_000_000), operator);
        Exclusion exclusion = new Exclusion(942100, "ARGS:q", "/search");
        protection.exclude(one.id(), exclusion, "a harmless search", Optional.of("req_1"), owner);

        RouteRules rules = route(one).rules();
        assertThat(rules.shield()).isEqualTo(new Shield(Shield.Mode.DETECT, 2, List.of(exclusion), "dokuwiki"));
        assertThat(rules.underAttack()).isTrue();
        assertThat(rules.caps()).isEqualTo(new Caps(50, 0, 1_000_000));
        assertThat(route(other).rules()).isEqualTo(RouteRules.USUAL.with(Shield.USUAL.before("dokuwiki")));

        refused("vendor-only", () -> protection.cap(one.id(), Caps.USUAL, owner));
        Actor stranger = new Actor.Customer(ids.user(), other.customer());
        refused("instance-unknown", () -> protection.attacked(one.id(), false, stranger));
        String name = protection.exclusions(one.id()).getFirst().id();
        refused("exclusion-unknown", () -> protection.include(other.id(), name, operator));
        protection.include(one.id(), name, owner);
        assertThat(route(one).rules().shield().exclusions()).isEmpty();
        assertThat(Customers.column(control, "SELECT action FROM audit.event WHERE action LIKE 'ward.%' ORDER BY 1"))
                .containsExactly(
                        "ward.attack-begins", "ward.cap", "ward.exclude", "ward.include", "ward.shield-lowered");
    }

    @Test
    void whatTheFirewallSawIsBoundedAndForgotten() {
        Events events = control.door(Events.class);
        Instance one = instance("one");
        for (int i = 0; i < 3; i++) {
            List<BlockReport> blocks = new ArrayList<>();
            for (int j = 0; j < 500; j++) {
                blocks.add(block(one.host(), "req_" + i + "_" + j));
            }
            blocks.add(block("unknown.casemate.localhost", "req_nowhere"));
            report(List.of(), blocks);
            report(List.of(), blocks);
        }
        assertThat(events.page(Optional.of(one.id()), "", Long.MAX_VALUE, 5_000))
                .hasSize(Events.MOST);
        assertThat(events.page(Optional.empty(), "req_2_499", Long.MAX_VALUE, 10))
                .hasSize(1);
        FirewallEvent event = events.get(one.id(), "req_2_7");
        assertThat(event.rules()).containsExactly(new RuleHit(942100, "SQL Injection", "ARGS:q"));
        assertThat(event.path()).isEqualTo("/search");

        clock.advance(Events.KEPT.plusDays(1));
        control.door(WardSweeper.class).turn();
        assertThat(events.page(Optional.empty(), "", Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void bansAreForgottenAfterTheirTimeAndEverythingOfAnErasedInstance() {
        Protection protection = control.door(Protection.class);
        Instance one = instance("one");
        ward.banByHand(BAD, Duration.ofHours(1), "scans", Optional.empty(), operator);
        clock.advance(WardSweeper.BANS_KEPT.plusDays(1));
        control.door(WardSweeper.class).turn();
        assertThat(ward.page(new BanSearch(Optional.empty(), true), "", 10)).isEmpty();

        protection.attacked(one.id(), true, operator);
        control.door(WardSweeper.class).turn();
        assertThat(protection.settings(one.id()).underAttack()).isTrue();
        protection.attacked(one.id(), false, operator);
        assertThat(control.door(Instances.class).living(List.of(one.id(), ids.instance())))
                .containsExactly(one.id());
    }

    private void refused(String code, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(code));
    }

    private Instance instance(String slug) {
        Membership owner = control.door(Accounts.class)
                .createCustomer(
                        new SignUp(
                                new Email(slug + "@example.org"),
                                Secret.of(Customers.PASSWORD),
                                Language.EN,
                                Details.none()),
                        TEST);
        return control.door(Instances.class)
                .create(
                        new CreateInstance(
                                owner.customer(), "dokuwiki", Slug.parse(slug), "Title", slug + "@example.org", "en"),
                        TEST)
                .instance();
    }

    private static BlockReport block(String host, String request) {
        return new BlockReport(
                request,
                START,
                host,
                "192.0.2.0/24",
                "GET",
                "/search",
                true,
                List.of(new RuleHit(942100, "SQL Injection", "ARGS:q")));
    }

    private void report(List<BanReport> bans, List<BlockReport> blocks) {
        number++;
        control.control()
                .edgeReports()
                .receive(new EdgeReport(
                                "test",
                                "run",
                                number,
                                clock.instant(),
                                1,
                                bans,
                                blocks,
                                List.of(),
                                List.of(),
                                List.of())
                        .encode());
    }

    private Route route(Instance instance) throws InterruptedException {
        return snapshot().routes().stream()
                .filter(r -> r.instance().filter(instance.id()::equals).isPresent())
                .findFirst()
                .orElseThrow();
    }

    private EdgeSnapshot snapshot() throws InterruptedException {
        byte[] signed = control.control().edgeFeed().newer(-1, Duration.ZERO).orElseThrow();
        return EdgeSnapshot.decode(SignedSnapshot.open(
                Audience.EDGE, signed, control.door(SnapshotKey.class).spki()));
    }

    private static byte[] policy(int misses, String window, String ban, int perSecond) {
        return """
                casemate-policy: 1
                vendor: {name: Acme, contact: security@acme.example, url: https://acme.example/security}
                languages: [en]
                promises:
                  EDG-2:
                    figures: {versions: [1.3], channels: [web], hsts: P400D, certificates: sha-384}
                    proof: outside-probe
                    fresh: P1D
                    sentence: {en: "TLS {versions:or}, {certificates}, for {channels}; HSTS {hsts}."}
                  EDG-5:
                    figures: {misses: %d, window: %s, ban: %s}
                    proof: outside-probe
                    fresh: P1D
                    sentence: {en: "{misses|missing page|missing pages} within {window} lead to a ban of {ban}."}
                  EDG-6:
                    figures: {perSecond: %d}
                    proof: outside-probe
                    fresh: P1D
                    sentence: {en: "At most {perSecond|request|requests} a second."}
                """.formatted(misses, window, ban, perSecond).getBytes(StandardCharsets.UTF_8);
    }
}
