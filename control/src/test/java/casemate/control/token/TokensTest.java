package casemate.control.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.Membership;
import casemate.control.account.SignUp;
import casemate.control.audit.Audit;
import casemate.control.web.Language;
import casemate.control.web.Permission;
import casemate.control.web.Rights;
import casemate.control.web.Viewer;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokensTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final SecureRandom CHANCE = new SecureRandom();
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private TestControl control;
    private Rights rights = Rights.owner();
    private Instant now = NOON;
    private Instant joined = NOON;
    private int customers;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory);
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void a_token_is_known_by_its_look_and_noise_never_reaches_the_database() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            String text = MarkedSecret.random(TokenKind.PERSONAL, CHANCE).revealText();
            assertThat(text).matches("cmt_[0-9A-Za-z]{49}");
            assertThat(MarkedSecret.sound("cmt_", text)).isTrue();
            assertThat(MarkedSecret.sound("cms_", text)).isFalse();
            assertThat(seen.add(text)).isTrue();
            int at = 4 + CHANCE.nextInt(49);
            char other = text.charAt(at) == 'x' ? 'y' : 'x';
            assertThat(MarkedSecret.sound("cmt_", text.substring(0, at) + other + text.substring(at + 1)))
                    .isFalse();
        }
        for (String noise :
                List.of("", "cmt_", "cmt_" + "a".repeat(49), "x".repeat(100_000), "cmt_é" + "a".repeat(48))) {
            assertThat(MarkedSecret.sound("cmt_", noise)).isFalse();
        }
    }

    @Test
    void a_token_stands_for_its_maker_until_it_ends_and_the_database_has_only_its_hash() {
        Tokens tokens = tokens();
        Viewer maker = maker();
        NewToken made = tokens.issue(wish(Permission.INSTANCE_VIEW, Permission.INSTANCE_OPERATE), maker);
        String secret = made.secret().revealText();
        Tokens.Bearer bearer = tokens.bearer(secret).orElseThrow();
        assertThat(bearer.viewer().user()).isEqualTo(maker.user());
        assertThat(bearer.viewer().customer()).isEqualTo(maker.customer());
        assertThat(bearer.viewer().may(Permission.INSTANCE_OPERATE)).isTrue();
        assertThat(bearer.viewer().may(Permission.INSTANCE_DELETE)).isFalse();
        assertThat(Customers.column(control, "SELECT encode(hash, 'escape') || t::text FROM token.token t"))
                .noneMatch(row -> row.contains(secret.substring(4)));
        assertThat(made.toString()).doesNotContain(secret);
        now = NOON.plus(Duration.ofDays(30)).minusSeconds(1);
        assertThat(tokens.bearer(secret)).isPresent();
        now = NOON.plus(Duration.ofDays(30));
        assertThat(tokens.bearer(secret)).isEmpty();
    }

    @Test
    void nobody_hands_on_what_they_do_not_have_and_a_demoted_makers_token_shrinks_and_grows_back_no_further() {
        Tokens tokens = tokens();
        InstanceId one = ids().instance();
        rights = new Rights(Set.of(Permission.INSTANCE_VIEW), Map.of(one, Set.of(Permission.INSTANCE_OPERATE)));
        Viewer maker = maker();
        assertThatThrownBy(() -> tokens.issue(wish(Permission.MEMBER_MANAGE), maker))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("token-scope-beyond"));
        String secret = tokens.issue(wish(Permission.INSTANCE_VIEW, Permission.INSTANCE_OPERATE), maker)
                .secret()
                .revealText();
        Viewer viewer = tokens.bearer(secret).orElseThrow().viewer();
        assertThat(viewer.may(Permission.INSTANCE_OPERATE, one)).isTrue();
        assertThat(viewer.may(Permission.INSTANCE_OPERATE, ids().instance())).isFalse();
        rights = new Rights(Set.of(Permission.INSTANCE_VIEW), Map.of());
        assertThat(tokens.bearer(secret).orElseThrow().viewer().may(Permission.INSTANCE_OPERATE, one))
                .isFalse();
        rights = Rights.owner();
        Viewer grown = tokens.bearer(secret).orElseThrow().viewer();
        assertThat(Permission.ofCustomers().stream().filter(grown::may))
                .containsExactlyInAnyOrder(Permission.INSTANCE_VIEW, Permission.INSTANCE_OPERATE);
    }

    @Test
    void a_revoked_token_and_one_whose_maker_left_open_nothing() {
        Tokens tokens = tokens();
        Viewer maker = maker();
        NewToken revoked = tokens.issue(wish(Permission.INSTANCE_VIEW), maker);
        NewToken left = tokens.issue(wish(Permission.INSTANCE_VIEW), maker);
        Viewer other = maker();
        assertThatThrownBy(() -> tokens.revokeOwn(revoked.token().id(), other))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("token-unknown"));
        assertThat(tokens.bearer(revoked.secret().revealText())).isPresent();
        tokens.revokeOwn(revoked.token().id(), maker);
        assertThat(tokens.bearer(revoked.secret().revealText())).isEmpty();
        joined = NOON.plusSeconds(1);
        assertThat(tokens.bearer(left.secret().revealText()))
                .as("left and came back")
                .isEmpty();
        joined = NOON;
        assertThat(tokens.bearer(left.secret().revealText())).isPresent();
        tokens.revokeOf(maker.customer().orElseThrow(), maker.user(), maker.actor());
        assertThat(tokens.bearer(left.secret().revealText())).isEmpty();
        assertThat(Customers.column(
                        control,
                        "SELECT action FROM audit.event WHERE object = '%s' ORDER BY number"
                                .formatted(revoked.token().id())))
                .containsExactly("token.issue", "token.revoke");
    }

    @Test
    void a_token_for_provisioning_outlives_its_maker_and_opens_nothing_else() {
        Tokens tokens = tokens();
        Viewer maker = maker();
        String secret = tokens.issue(new TokenWish(TokenKind.PROVISIONING, "directory", Set.of(), 365), maker)
                .secret()
                .revealText();
        tokens.revokeOf(maker.customer().orElseThrow(), maker.user(), maker.actor());
        assertThat(secret).startsWith("cms_");
        assertThat(tokens.bearer(secret)).isEmpty();
        assertThat(tokens.provisioner(secret).orElseThrow().customer())
                .isEqualTo(maker.customer().orElseThrow());
    }

    @Test
    void there_is_room_for_so_many_and_ended_ones_are_forgotten_at_last() {
        Tokens tokens = tokens();
        Viewer maker = maker();
        for (int i = 0; i < TokenRules.MAX_PERSONAL; i++) {
            tokens.issue(wish(Permission.INSTANCE_VIEW), maker);
        }
        assertThatThrownBy(() -> tokens.issue(wish(Permission.INSTANCE_VIEW), maker))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("tokens-too-many"));
        now = NOON.plus(Duration.ofDays(31));
        tokens.issue(wish(Permission.INSTANCE_VIEW), maker);
        assertThat(tokens.mine(maker)).hasSize(TokenRules.MAX_PERSONAL + 1);
        now = NOON.plus(Duration.ofDays(31)).plus(Tokens.ENDED_KEPT);
        tokens.issue(wish(Permission.INSTANCE_VIEW), maker);
        assertThat(tokens.mine(maker)).hasSize(2);
    }

    @Test
    void a_wish_with_a_bad_name_or_life_or_without_scopes_is_refused() {
        for (String name : List.of("", "  ", "a\nb", "x".repeat(61), "abc\u202Etxt")) {
            assertThatThrownBy(() -> new TokenWish(TokenKind.PERSONAL, name, Set.of(Permission.INSTANCE_VIEW), 1))
                    .isInstanceOf(Refusal.class);
        }
        for (int days : new int[] {0, -1, TokenWish.MAX_DAYS + 1, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> new TokenWish(TokenKind.PERSONAL, "a", Set.of(Permission.INSTANCE_VIEW), days))
                    .isInstanceOf(Refusal.class);
        }
        assertThatThrownBy(() -> new TokenWish(TokenKind.SERVICE, "a", Set.of(), 1))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void the_pages_make_show_once_and_revoke() {
        Browser browser = control.browser("portal");
        Customers.join(control, browser, "tokens@example.org");
        assertThat(browser.get("/account/tokens").says("There is no token yet."))
                .isTrue();
        Browser.Answer refused =
                browser.post("/account/tokens", new LinkedHashMap<>(Map.of("name", "report", "days", "7")));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.says("Choose at least one thing")).isTrue();
        assertThat(browser.post(
                                "/account/tokens",
                                new LinkedHashMap<>(Map.of("name", "report", "days", "7", "scope", "staff-audit-view")))
                        .status())
                .isEqualTo(422);
        Browser.Answer made = browser.post(
                "/account/tokens/service",
                new LinkedHashMap<>(Map.of("name", "report", "days", "7", "scope", "instance-view")));
        String secret = made.find("(cmt_[0-9A-Za-z]{49})");
        assertThat(control.door(Tokens.class).bearer(secret)).isPresent();
        Browser.Answer list = browser.get("/account/tokens");
        assertThat(list.says("report")).isTrue();
        assertThat(list.says(secret)).isFalse();
        String id = list.find("/account/tokens/all/(tok_[0-9a-z]+)/revoke");
        Browser stranger = control.browser("portal");
        Customers.join(control, stranger, "stranger@example.org");
        stranger.get("/account/tokens");
        assertThat(stranger.post("/account/tokens/all/" + id + "/revoke", Map.of())
                        .status())
                .isEqualTo(404);
        assertThat(stranger.post("/account/tokens/" + id + "/revoke", Map.of()).status())
                .isEqualTo(404);
        browser.get("/account/tokens");
        assertThat(browser.post("/account/tokens/all/" + id + "/revoke", Map.of())
                        .says("The token is revoked."))
                .isTrue();
        assertThat(control.door(Tokens.class).bearer(secret)).isEmpty();
    }

    private Tokens tokens() {
        now = NOON;
        rights = Rights.owner();
        JdbcClient jdbc = JdbcClient.create(control.runtime());
        Accounts accounts = control.door(Accounts.class);
        return new Tokens(
                new TokenTable(jdbc),
                (person, _) -> accounts.person(person).map(p -> new Standing.Stand(p, rights, joined)),
                List::of,
                control.door(Audit.class),
                control.door(TransactionTemplate.class),
                ids(),
                CHANCE,
                new Moved());
    }

    private static Ids ids() {
        return new Ids(Clock.systemUTC(), CHANCE);
    }

    private static TokenWish wish(Permission... scopes) {
        return new TokenWish(TokenKind.PERSONAL, "nightly report", Set.of(scopes), 30);
    }

    private Viewer maker() {
        String email = "maker-" + customers++ + "@example.org";
        Membership owner = control.door(Accounts.class)
                .createCustomer(
                        new SignUp(Email.parse(email), Secret.of(Customers.PASSWORD), Language.EN, Details.none()),
                        new casemate.base.Actor.Program("test"));
        return new Viewer(
                owner.person(),
                Optional.of(owner.customer()),
                Optional.empty(),
                email,
                Language.EN,
                ZoneOffset.UTC,
                "ses",
                NOON,
                rights);
    }

    private final class Moved extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
