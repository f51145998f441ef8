package casemate.control.web;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.base.Slug;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.Membership;
import casemate.control.account.SignUp;
import casemate.control.instance.Blueprint;
import casemate.control.instance.CreateInstance;
import casemate.control.instance.Instances;
import casemate.control.role.Assignment;
import casemate.control.role.Role;
import casemate.control.role.Roles;
import casemate.control.token.TokenKind;
import casemate.control.token.TokenWish;
import casemate.control.token.Tokens;
import casemate.testkit.TestDatabase;
import casemate.wire.PodOrder.Limits;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Every page and act that needs a permission, as every role, as another tenant and as a stranger.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatrixTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final Actor TEST = new Actor.Program("test");
    private static final Secret PASSWORD = Secret.of(Customers.PASSWORD);
    private static final int UNAUTHENTICATED = 401;
    private static final int REFUSED = 403;
    private static final int NOT_FOUND = 404;

    private TestControl control;
    private Membership owner;
    private String instance = "";
    private String person = "";
    private String role = "";
    private int tried;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory);
        control.control()
                .offer(List.of(new Blueprint(
                        "dokuwiki", Map.of("en", "A wiki."), Set.of("title"), new Limits(256 << 20, 500, 128))));
        owner = customer("owner@example.org");
        Actor ann = new Actor.Customer(owner.person(), owner.customer());
        instance = control.door(Instances.class)
                .create(
                        new CreateInstance(
                                owner.customer(), "dokuwiki", Slug.parse("ours"), "Wiki", "owner@example.org", "en"),
                        ann)
                .instance()
                .id()
                .value();
        person = owner.person().value();
        role = roles().define(
                        owner.customer(),
                        "Bookkeeper",
                        Set.of(Permission.BILLING_VIEW, Permission.INSTANCE_VIEW),
                        roles().rights(owner),
                        TEST)
                .code();
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void every_route_is_open_to_those_roles_that_have_its_permission_and_to_no_others() {
        List<GuardedRoute> portal =
                routes().stream().filter(GuardedRoute::portal).toList();
        List<GuardedRoute> console =
                routes().stream().filter(GuardedRoute::console).toList();
        assertThat(portal).hasSizeGreaterThan(40);
        assertThat(console).hasSizeGreaterThan(40);
        List<String> wrong = new ArrayList<>();
        for (Role each : roles().all(owner.customer())) {
            Browser browser = member(each.code());
            Rights rights = new Rights(each.permissions(), Map.of());
            portal.forEach(route -> check(browser, route, each.code(), rights.may(route.needs()), wrong));
        }
        for (Role each : roles().ofStaff()) {
            Browser browser = operator(each.code());
            Rights rights = new Rights(each.permissions(), Map.of());
            console.forEach(route -> check(
                    browser,
                    route,
                    "staff " + each.code(),
                    rights.may(route.needs().forStaff().orElseThrow()),
                    wrong));
        }
        Browser signedIn = signedIn("portal", "owner@example.org");
        for (GuardedRoute route : routes().stream().filter(GuardedRoute::api).toList()) {
            tried++;
            int status =
                    send(signedIn, route, route.address(MatrixTest::nobodys)).status();
            if (status != UNAUTHENTICATED) {
                wrong.add("a session instead of a token at " + route + ": " + status);
            }
        }
        for (Role each : roles().all(owner.customer())) {
            String token = token(each);
            Rights rights = new Rights(each.permissions(), Map.of());
            routes().stream()
                    .filter(GuardedRoute::api)
                    .forEach(route -> judge(
                            program(token, route, MatrixTest::nobodys),
                            route,
                            "a token of " + each.code(),
                            rights.may(route.needs()),
                            wrong));
        }
        Browser stranger = control.browser("portal");
        Browser outsider = control.browser("console");
        portal.forEach(route -> away(stranger, route, wrong));
        console.forEach(route -> away(outsider, route, wrong));
        assertThat(wrong).isEmpty();
        System.out.printf("routes and roles: %d routes, %d combinations tried%n", routes().size(), tried);
        assertThat(tried).isGreaterThan(400);
    }

    @Test
    void another_tenant_learns_nothing_about_what_is_ours() {
        Membership theirs = customer("other@example.org");
        Browser other = signedIn("portal", "other@example.org");
        Map<String, String> ours = Map.of("id", instance, "user", person, "role", role);
        String token = token(roles().get(owner.customer(), "owner"), theirs);
        List<String> told = new ArrayList<>();
        int asked = 0;
        for (GuardedRoute route : routes()) {
            if (route.console()
                    || ours.keySet().stream().noneMatch(v -> route.path().contains("{" + v + "}"))) {
                continue;
            }
            asked++;
            Browser.Answer real = route.api()
                    ? program(token, route, v -> ours.getOrDefault(v, nobodys(v)))
                    : send(other, route, route.address(v -> ours.getOrDefault(v, nobodys(v))));
            Browser.Answer none = route.api()
                    ? program(token, route, MatrixTest::nobodys)
                    : send(other, route, route.address(MatrixTest::nobodys));
            if (real.status() != none.status() || !plain(real).equals(plain(none)) || real.status() < 400) {
                told.add(route + " " + real.status() + " " + none.status());
            }
        }
        assertThat(told).isEmpty();
        assertThat(asked).isGreaterThan(25);
        System.out.printf("another tenant: %d addresses asked twice%n", asked);
    }

    @Test
    void a_role_for_one_instance_opens_that_one_and_nothing_of_the_others() {
        Membership ed = join("ed@example.org", "member");
        roles().assign(
                        owner.customer(),
                        ed.person(),
                        new Assignment(Optional.empty(), Map.of(new InstanceId(instance), "administrator")),
                        roles().rights(owner),
                        TEST);
        Browser browser = signedIn("portal", "ed@example.org");
        assertThat(browser.getOnly("/instances/" + instance).status()).isEqualTo(200);
        assertThat(browser.getOnly("/instances/" + instance + "/access").status())
                .isEqualTo(200);
        assertThat(browser.getOnly("/instances/" + nobodys("id")).status()).isEqualTo(NOT_FOUND);
        assertThat(browser.getOnly("/account/people").status()).isEqualTo(REFUSED);
        assertThat(browser.getOnly("/instances/new").status()).isEqualTo(REFUSED);
    }

    /// What is allowed is asked of things that do not exist, so that nothing is changed for the next.
    private void check(Browser browser, GuardedRoute route, String who, boolean may, List<String> wrong) {
        judge(send(browser, route, route.address(MatrixTest::nobodys)), route, who, may, wrong);
    }

    private void judge(Browser.Answer answer, GuardedRoute route, String who, boolean may, List<String> wrong) {
        tried++;
        boolean refused = answer.status() == REFUSED && answer.says("role does not allow");
        boolean hidden = answer.status() == NOT_FOUND && route.needs().perInstance();
        if (may ? answer.status() == REFUSED || answer.status() >= 500 : !refused && !hidden) {
            wrong.add(who + (may ? " may " : " may not ") + route + ": " + answer.status());
        }
    }

    private void away(Browser browser, GuardedRoute route, List<String> wrong) {
        tried++;
        Browser.Answer answer = send(browser, route, route.address(MatrixTest::nobodys));
        boolean toSignIn = answer.status() == 303
                && answer.headers().getOrDefault("location", "").startsWith("/sign-in");
        if (!toSignIn && answer.status() != REFUSED) {
            wrong.add("a stranger at " + route + ": " + answer.status());
        }
    }

    private static Browser.Answer send(Browser browser, GuardedRoute route, String address) {
        return route.method().equals("GET") ? browser.getOnly(address) : browser.postOnly(address, Map.of());
    }

    private Browser.Answer program(String token, GuardedRoute route, UnaryOperator<String> values) {
        String body = route.method().equals("GET") ? "" : "{}";
        return control.browser("portal").program(route.method(), route.address(values), body, "Bearer " + token);
    }

    private String token(Role role) {
        return token(
                role,
                role.code().equals("owner")
                        ? owner
                        : join("token-" + role.code().replace('_', '-') + "@example.org", role.code()));
    }

    /// That may do what a role allows, made by somebody who has it.
    private String token(Role role, Membership maker) {
        Viewer viewer = new Viewer(
                maker.person(),
                Optional.of(maker.customer()),
                Optional.empty(),
                "maker@example.org",
                Language.EN,
                ZoneId.of("UTC"),
                "ses",
                Instant.EPOCH,
                roles().rights(maker));
        return control.door(Tokens.class)
                .issue(new TokenWish(TokenKind.SERVICE, "test", role.permissions(), 1), viewer)
                .secret()
                .revealText();
    }

    private static String plain(Browser.Answer answer) {
        return answer.body().replace(answer.path(), "").replaceAll("name=\"_csrf\" value=\"[^\"]+\"", "");
    }

    /// Well formed, and nobody's.
    private static String nobodys(String variable) {
        String prefix = switch (variable) {
            case "id" -> "ins";
            case "user" -> "usr";
            case "customer" -> "cus";
            case "role" -> "rol";
            default -> "non";
        };
        return prefix + "_0" + "z".repeat(25);
    }

    private Browser member(String code) {
        if (code.equals("owner")) {
            return signedIn("portal", "owner@example.org");
        }
        String email = code.replace('_', '-') + "@example.org";
        join(email, code);
        return signedIn("portal", email);
    }

    private Browser operator(String code) {
        String email = "staff-" + code + "@example.org";
        control.door(Accounts.class).createOperator(new Email(email), PASSWORD, Language.EN, code, TEST);
        return signedIn("console", email);
    }

    private Browser signedIn(String label, String email) {
        Browser browser = control.browser(label);
        assertThat(Customers.getIn(control, browser, email, Customers.PASSWORD).status())
                .isEqualTo(200);
        browser.get("/account/security");
        return browser;
    }

    private Membership join(String email, String code) {
        CustomerId customer = owner.customer();
        return control.door(Accounts.class).join(new Email(email), PASSWORD, Language.EN, customer, code);
    }

    private Membership customer(String email) {
        return control.door(Accounts.class)
                .createCustomer(new SignUp(new Email(email), PASSWORD, Language.EN, Details.none()), TEST);
    }

    private List<GuardedRoute> routes() {
        return control.door(Declarations.class).guarded();
    }

    private Roles roles() {
        return control.door(Roles.class);
    }
}
