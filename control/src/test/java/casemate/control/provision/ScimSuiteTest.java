package casemate.control.provision;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.base.UserId;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.token.TokenKind;
import casemate.control.token.TokenWish;
import casemate.control.token.Tokens;
import casemate.control.web.Language;
import casemate.control.web.Permission;
import casemate.control.web.Rights;
import casemate.control.web.Viewer;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What common directories send, over a real socket to the whole program.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScimSuiteTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private final AtomicInteger people = new AtomicInteger();
    private TestControl control;
    private CustomerId customer;
    private ScimWire scim;
    private ScimWire stranger;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory);
        customer = customer("owner@example.org");
        scim = wire(token(customer, TokenKind.PROVISIONING));
        stranger = wire(token(customer("other@example.net"), TokenKind.PROVISIONING));
    }

    @AfterAll
    void stop() {
        System.out.println("SCIM requests sent: " + (scim.sent() + stranger.sent()));
        control.close();
    }

    @Test
    void nobody_gets_in_without_a_token_for_provisioning_be_they_signed_in_or_not() {
        ScimWire.Answer refused = wire("").get("/Users").is(401);
        assertThat(refused.header("Content-Type")).startsWith("application/scim+json");
        assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(refused.json().text("status")).isEqualTo("401");
        wire("cms_" + "a".repeat(49)).get("/Users").is(401);
        wire(token(customer, TokenKind.PERSONAL)).get("/Users").is(401);
        Browser browser = control.browser("portal");
        Customers.signIn(browser, "owner@example.org", Customers.PASSWORD);
        assertThat(browser.get("/scim/v2/Users").status()).isEqualTo(401);
    }

    @Test
    void what_there_is_can_be_discovered_and_bulk_is_refused_politely() {
        Json.Obj config = scim.get("/ServiceProviderConfig").is(200).json();
        assertThat(config.obj("patch").bool("supported")).isTrue();
        assertThat(config.obj("bulk").bool("supported")).isFalse();
        assertThat(scim.get("/ResourceTypes").is(200).resources()).hasSize(2);
        assertThat(scim.get("/ResourceTypes/User").is(200).json().text("endpoint"))
                .isEqualTo("/Users");
        assertThat(scim.get("/Schemas").is(200).resources()).hasSize(2);
        scim.get("/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group").is(200);
        scim.get("/Schemas/none").is(404);
        scim.post("/Bulk", "{\"Operations\":[]}").is(501);
        scim.get("/Me").is(501);
        scim.get("/Nothing").is(404);
    }

    /// As Okta does: look, create, read, change as a whole, switch off without a path, switch on.
    @Test
    void okta_provisions_somebody() {
        String mail = mail();
        assertThat(scim.find("/Users", "userName eq \"" + mail + "\"")
                        .is(200)
                        .json()
                        .integer("totalResults"))
                .isZero();
        ScimWire.Answer made = scim.post("/Users", """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"%1$s",
                 "name":{"givenName":"Anna","familyName":"Nowak"},"emails":[{"primary":true,"value":"%1$s","type":"work"}],
                 "displayName":"Anna Nowak","locale":"fr-FR","externalId":"00u1","groups":[],"password":"1mz050nq",
                 "active":true}""".formatted(mail)).is(201);
        assertThat(made.header("Location")).endsWith("/scim/v2/Users/" + made.id());
        assertThat(made.json().obj("name").text("givenName")).isEqualTo("Anna");
        assertThat(made.json().find("password")).isEmpty();
        assertThat(scim.find("/Users", "userName eq \"" + mail.toUpperCase(java.util.Locale.ROOT) + "\"")
                        .resources())
                .hasSize(1);
        assertThat(language(mail)).isEqualTo("fr");
        String user = "/Users/" + made.id();
        scim.put(user, """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"%2$s","userName":"%1$s",
                 "name":{"givenName":"Ann","familyName":"Nowak"},"emails":[{"primary":true,"value":"%1$s"}],"active":true}
                """.formatted(mail, made.id())).is(200);
        assertThat(scim.get(user).json().obj("name").text("givenName")).isEqualTo("Ann");
        scim.patch(user, "[{\"op\":\"replace\",\"value\":{\"active\":false}}]").is(200);
        assertThat(scim.get(user).json().bool("active")).isFalse();
        assertThat(belongs(mail)).isFalse();
        scim.patch(user, "[{\"op\":\"replace\",\"value\":{\"active\":true}}]").is(200);
        assertThat(belongs(mail)).isTrue();
    }

    /// As Microsoft Entra does: capitals in op, flags as text, names with dots for keys, a filter in the path.
    @Test
    void entra_provisions_somebody() {
        String mail = mail();
        String id = scim.post("/Users", """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User",
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":"58342554","userName":"%1$s",
                 "active":true,"displayName":"lennay","emails":[{"primary":true,"type":"work","value":"%1$s"}],
                 "meta":{"resourceType":"User"},"name":{"formatted":"Ryan","familyName":"Leenay","givenName":"Ryan"},
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"bob"},
                 "roles":[],"title":null}""".formatted(mail)).is(201).id();
        String user = "/Users/" + id;
        Json.Obj changed = scim.patch(user, """
                [{"op":"Replace","path":"displayName","value":"Lennay R."},
                 {"op":"Add","path":"name.familyName","value":"Lee"},
                 {"op":"Replace","value":{"name.givenName":"Rye","externalId":"58342555",
                  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department":"sales"}},
                 {"op":"Replace","path":"addresses[type eq \\"work\\"].country","value":"PL"},
                 {"op":"Replace","path":"emails[type eq \\"work\\"].value","value":"%s"}]
                """.formatted(mail)).is(200).json();
        assertThat(changed.text("displayName")).isEqualTo("Lennay R.");
        assertThat(changed.obj("name").text("familyName")).isEqualTo("Lee");
        assertThat(changed.obj("name").text("givenName")).isEqualTo("Rye");
        assertThat(changed.text("externalId")).isEqualTo("58342555");
        assertThat(scim.find("/Users", "externalId eq \"58342555\"").resources())
                .hasSize(1);
        scim.patch(user, "[{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}]")
                .is(200);
        assertThat(scim.get(user).json().bool("active")).isFalse();
        scim.patch(user, "[{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"True\"}]")
                .is(200);
        scim.patch(user, "[{\"op\":\"Remove\",\"path\":\"name.familyName\"}]").is(200);
        assertThat(scim.get(user).json().obj("name").find("familyName")).isEmpty();
        scim.delete(user).is(204);
        scim.get(user).is(404);
        scim.delete(user).is(404);
        assertThat(belongs(mail)).isFalse();
    }

    /// As Keycloak's plug-ins do: a plain user name beside the address, everything by PUT.
    @Test
    void keycloak_provisions_somebody() {
        String mail = mail();
        String id = scim.post("/Users", """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"k-%1$s-name",
                 "emails":[{"value":"second-%1$s"},{"value":"%1$s","primary":true}]}""".formatted(mail)).is(201).id();
        assertThat(scim.get("/Users/" + id).json().bool("active")).isTrue();
        assertThat(belongs(mail)).isTrue();
        scim.put("/Users/" + id, """
                {"userName":"k-%1$s-name","emails":[{"value":"%1$s","primary":true}],"active":false}""".formatted(mail)).is(200);
        assertThat(belongs(mail)).isFalse();
        scim.post("/Users", "{\"userName\":\"no address\"}").is(400);
    }

    @Test
    void groups_take_and_lose_members_in_every_manner_that_directories_have() {
        String one = person();
        String two = person();
        String three = person();
        String id = scim.post(
                        "/Groups",
                        "{\"displayName\":\"Sales\",\"externalId\":\"g1\",\"members\":[{\"value\":\"" + one + "\"}]}")
                .is(201)
                .id();
        String group = "/Groups/" + id;
        scim.patch(
                        group,
                        "[{\"op\":\"Add\",\"path\":\"members\",\"value\":[{\"$ref\":null,\"value\":\"" + two + "\"}]}]")
                .is(200);
        scim.patch(group, "[{\"op\":\"add\",\"value\":{\"members\":[{\"value\":\"" + three + "\"}]}}]")
                .is(200);
        assertThat(members(group)).containsExactlyInAnyOrder(one, two, three);
        assertThat(scim.get("/Users/" + one).json().list("groups", g -> ((Json.Obj) g).text("display")))
                .containsExactly("Sales");
        scim.patch(group, "[{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + one + "\\\"]\"}]")
                .is(200);
        scim.patch(group, "[{\"op\":\"Remove\",\"path\":\"members\",\"value\":[{\"value\":\"" + two + "\"}]}]")
                .is(200);
        assertThat(members(group)).containsExactly(three);
        assertThat(scim.find("/Groups", "members.value eq \"" + three + "\"").resources())
                .hasSize(1);
        assertThat(scim.find("/Groups", "displayName eq \"sales\"").resources()).hasSize(1);
        assertThat(scim.get("/Groups?excludedAttributes=members")
                        .resources()
                        .getFirst()
                        .find("members"))
                .isEmpty();
        scim.patch(group, "[{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"Selling\"}]")
                .is(200);
        scim.patch(group, "[{\"op\":\"replace\",\"value\":{\"id\":\"" + id + "\",\"displayName\":\"Sellers\"}}]")
                .is(200);
        scim.put(
                        group,
                        "{\"displayName\":\"Sellers\",\"members\":[{\"value\":\"" + one + "\"},{\"value\":\"" + two
                                + "\"}]}")
                .is(200);
        assertThat(members(group)).containsExactlyInAnyOrder(one, two);
        scim.patch(group, "[{\"op\":\"remove\",\"path\":\"members\"}]").is(200);
        assertThat(members(group)).isEmpty();
        scim.patch(group, "[{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"scu_nobody\"}]}]")
                .is(400);
        scim.post("/Groups", "{\"displayName\":\"SELLERS\"}").is(409);
        scim.delete(group).is(204);
        scim.get(group).is(404);
    }

    @Test
    void a_group_gives_its_role_and_takes_it_again_and_never_touches_an_owner() {
        String mail = mail();
        String one = person(mail);
        String owner = person("owner@example.org");
        String id = scim.post("/Groups", "{\"displayName\":\"Admins\"}").is(201).id();
        control.door(Groups.class)
                .give(
                        customer,
                        id,
                        Optional.of("administrator"),
                        viewer(customer).actor());
        scim.patch(
                        "/Groups/" + id,
                        "[{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"" + one + "\"},{\"value\":\""
                                + owner + "\"}]}]")
                .is(200);
        assertThat(role(mail)).isEqualTo("administrator");
        assertThat(role("owner@example.org")).isEqualTo("owner");
        scim.patch("/Groups/" + id, "[{\"op\":\"remove\",\"path\":\"members\"}]")
                .is(200);
        assertThat(role(mail)).isEqualTo("null");
        assertThat(role("owner@example.org")).isEqualTo("owner");
        // The last owner stays, whatever the directory says; nothing else of the request is done either.
        ScimWire.Answer refused = scim.patch(
                "/Users/" + owner, "[{\"op\":\"replace\",\"value\":{\"active\":false,\"displayName\":\"gone\"}}]");
        refused.is(409);
        assertThat(scim.get("/Users/" + owner).json().bool("active")).isTrue();
        scim.delete("/Users/" + owner).is(409);
    }

    @Test
    void names_and_addresses_are_unique_and_the_answer_says_so() {
        String mail = mail();
        String id = person(mail);
        Json.Obj problem =
                scim.post("/Users", "{\"userName\":\"" + mail + "\"}").is(409).json();
        assertThat(problem.text("scimType")).isEqualTo("uniqueness");
        assertThat(problem.list("schemas", s -> ((Json.Text) s).value()))
                .containsExactly("urn:ietf:params:scim:api:messages:2.0:Error");
        scim.post("/Users", "{\"userName\":\"another\",\"emails\":[{\"value\":\"" + mail + "\"}]}")
                .is(409);
        String other = person();
        scim.patch("/Users/" + other, "[{\"op\":\"replace\",\"path\":\"userName\",\"value\":\"" + mail + "\"}]")
                .is(409);
        assertThat(scim.get("/Users/" + id).json().text("userName")).isEqualTo(mail);
    }

    @Test
    void versions_are_told_and_an_outdated_change_is_refused() {
        String user = "/Users/" + person();
        ScimWire.Answer first = scim.get(user).is(200);
        String etag = first.header("ETag");
        assertThat(first.json().obj("meta").text("version")).isEqualTo(etag);
        scim.get(user, "If-None-Match", etag).is(304);
        scim.patch(user, "[{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"A\"}]", "If-Match", etag)
                .is(200);
        scim.patch(user, "[{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"B\"}]", "If-Match", etag)
                .is(412);
        scim.delete(user, "If-Match", etag).is(412);
        assertThat(scim.get(user).json().text("displayName")).isEqualTo("A");
        scim.get(user, "If-None-Match", etag).is(200);
        scim.patch(user, "[{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"C\"}]", "If-Match", "*")
                .is(200);
        String same = scim.get(user).header("ETag");
        scim.patch(user, "[{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"C\"}]")
                .is(200);
        assertThat(scim.get(user).header("ETag")).as("nothing changed").isEqualTo(same);
    }

    @Test
    void pages_are_bounded_sorted_and_cut_to_what_was_asked() {
        for (int i = 0; i < 5; i++) {
            scim.post("/Users", "{\"userName\":\"page" + i + "@pages.example\"}")
                    .is(201);
        }
        String filter = "filter=userName+sw+%22page%22+and+emails.value+ew+%22pages.example%22";
        ScimWire.Answer page = scim.get(
                        "/Users?" + filter + "&startIndex=2&count=2&sortBy=userName&sortOrder=descending")
                .is(200);
        assertThat(page.json().integer("totalResults")).isEqualTo(5);
        assertThat(page.json().integer("itemsPerPage")).isEqualTo(2);
        assertThat(page.resources().stream().map(r -> r.text("userName")))
                .containsExactly("page3@pages.example", "page2@pages.example");
        assertThat(scim.get("/Users?" + filter + "&count=0").json().integer("totalResults"))
                .isEqualTo(5);
        assertThat(scim.get("/Users?" + filter + "&startIndex=99").resources()).isEmpty();
        assertThat(scim.get("/Users?" + filter + "&startIndex=-3&count=100000").resources())
                .hasSize(5);
        assertThat(scim.get("/Users?" + filter + "&attributes=userName")
                        .resources()
                        .getFirst()
                        .members()
                        .keySet())
                .containsExactlyInAnyOrder("schemas", "id", "userName");
        scim.get("/Users?count=many").is(400);
        scim.get("/Users?sortBy=password").is(400);
        scim.get("/Users?sortBy=emails.type").is(400);
    }

    @Test
    void another_customers_directory_finds_nothing_and_changes_nothing() {
        String mail = mail();
        String user = "/Users/" + person(mail);
        stranger.get(user).is(404);
        stranger.put(user, "{\"userName\":\"x@example.org\"}").is(404);
        stranger.patch(user, "[{\"op\":\"replace\",\"value\":{\"active\":false}}]")
                .is(404);
        stranger.delete(user).is(404);
        assertThat(stranger.find("/Users", "userName pr").json().integer("totalResults"))
                .isZero();
        // Somebody who has an account elsewhere is not pulled in, and the answer does not tell that they have one.
        ScimWire.Answer made =
                stranger.post("/Users", "{\"userName\":\"" + mail + "\"}").is(201);
        assertThat(Customers.column(
                        control,
                        "SELECT m.customer_id FROM account.member m JOIN account.person p ON p.id = m.person_id"
                                + " WHERE p.email = '" + mail + "'"))
                .containsExactly(customer.value());
        stranger.patch("/Users/" + made.id(), "[{\"op\":\"replace\",\"path\":\"active\",\"value\":false}]")
                .is(200);
        assertThat(belongs(mail)).isTrue();
        assertThat(scim.get(user).json().bool("active")).isTrue();
    }

    @Test
    void the_address_of_somebody_is_not_the_directorys_to_change() {
        String mail = mail();
        String user = "/Users/" + person(mail);
        Json.Obj problem = scim.patch(
                        user,
                        "[{\"op\":\"replace\",\"path\":\"emails[type eq \\\"work\\\"].value\",\"value\":\"thief@evil.example\"}]")
                .is(400)
                .json();
        assertThat(problem.text("scimType")).isEqualTo("mutability");
        assertThat(belongs(mail)).isTrue();
    }

    @Test
    void whoever_is_switched_off_or_deleted_is_signed_out_at_once() {
        for (String act : List.of("switch", "delete")) {
            String mail = mail();
            String user = "/Users/" + person(mail);
            JdbcClient.create(control.runtime())
                    .sql("UPDATE account.person SET verifier = (SELECT verifier FROM account.person WHERE email ="
                            + " 'owner@example.org') WHERE email = ?")
                    .param(mail)
                    .update();
            Browser browser = control.browser("portal");
            Customers.signIn(browser, mail, Customers.PASSWORD);
            assertThat(browser.get("/account/security").path()).isEqualTo("/account/security");
            if (act.equals("delete")) {
                scim.delete(user).is(204);
            } else {
                scim.patch(user, "[{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}]")
                        .is(200);
            }
            assertThat(browser.get("/account/security").path()).startsWith("/sign-in");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "userName eq \"x\" or 1=1",
                "userName eq \"x\"; DROP TABLE provision.entry",
                "userName eq 'x'",
                "userName eq \"x",
                "userName eq \"x\\\"",
                "userName eq",
                "userName",
                "eq \"x\"",
                "(userName eq \"x\"",
                "userName eq \"x\")",
                "emails[type eq \"work\"",
                "emails[type eq \"work\"]]",
                "not userName eq \"x\"",
                "password eq \"x\"",
                "verifier sw \"$argon\"",
                "customer_id eq \"x\"",
                "e.customer_id eq \"x\"",
                "userName\u0000 eq \"x\"",
                "userName eq \"\\u0000\"",
                "userName zz \"x\"",
                "userName eq {\"a\":1}",
                "userName eq [1]",
                "userName gt true",
                "active gt true",
                "active eq \"perhaps\"",
                "meta.created gt \"yesterday\"",
                "meta.created co \"2\"",
                "userName co null",
                "emails[emails[type eq \"x\"]]",
                "userName eq \"x\" and",
                "userName eq \"x\"and userName eq \"y\"",
                "userName eq --",
                "userName eq \"x\" union select 1",
                "()",
                "[",
                "ｕserName eq \"x\"",
            })
    void a_filter_that_is_none_is_refused_in_one_line(String filter) {
        Json.Obj problem = scim.find("/Users", filter).is(400).json();
        assertThat(problem.text("scimType")).isEqualTo("invalidFilter");
        assertThat(problem.text("detail")).doesNotContain("\n", "SELECT", "org.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "userName eq \"' OR '1'='1\"",
                "userName eq \"x' ; DROP TABLE provision.entry; --\"",
                "userName sw \"%\"",
                "userName co \"_\\u00e9%'\"",
                "userName ew \":customer\"",
                "userName eq \":f0\"",
                "userName eq \"$1\"",
                "userName eq \"\\\\\"",
                "externalId eq null and not (externalId pr) and userName eq \"nobody\"",
                "not (not (userName eq \"nobody\"))",
                "URN:ietf:params:scim:schemas:core:2.0:User:userName EQ \"nobody\"",
                "emails[type eq \"work\" and value co \"nobody@\"] and active eq true",
                "meta.lastModified lt \"2001-01-01T00:00:00Z\"",
                "userName ne null and id eq \"scu_none\"",
            })
    void a_filter_that_carries_an_attack_in_its_values_finds_nothing(String filter) {
        assertThat(scim.find("/Users", filter).is(200).json().integer("totalResults"))
                .isZero();
    }

    @Test
    void huge_deep_and_many_termed_filters_and_bodies_are_refused_and_cost_nothing() {
        scim.find("/Users", "userName eq \"" + "x".repeat(3_000) + "\"").is(400);
        scim.find("/Users", "(".repeat(200) + "userName pr" + ")".repeat(200)).is(400);
        scim.find("/Users", "userName pr" + " or userName pr".repeat(80)).is(400);
        scim.find("/Users", "not (".repeat(20) + "userName pr" + ")".repeat(20)).is(400);
        scim.post("/Users", "{\"userName\":\"" + "x".repeat(70_000) + "\"}").is(413);
        scim.post("/Users", "{\"userName\":\"" + "x".repeat(300) + "\"}").is(400);
        scim.post("/Users", "[".repeat(5_000)).is(400);
        scim.post("/Users", "{\"userName\":\"a@b.example\",\"username\":\"c@d.example\"}")
                .is(400);
        scim.post("/Users", "nothing").is(400);
        scim.post("/Users", "{\"userName\":\"a\\u0000@example.org\"}").is(400);
        scim.post("/Users", "{\"userName\":\"a@example.org\\nBcc: all@example.org\"}")
                .is(400);
        String user = "/Users/" + person();
        for (String operations : List.of(
                "[]",
                "[{\"op\":\"destroy\",\"path\":\"active\"}]",
                "[{\"op\":\"remove\"}]",
                "[{\"op\":\"replace\",\"path\":\"id\",\"value\":\"x\"}]",
                "[{\"op\":\"replace\",\"path\":\"active\",\"value\":\"maybe\"}]",
                "[{\"op\":\"replace\",\"path\":\"emails[type eq\",\"value\":\"x\"}]",
                "[{\"op\":\"replace\",\"path\":\"userName\"}]",
                "[{\"op\":\"remove\",\"path\":\"userName\"}]",
                "[{\"op\":\"replace\",\"value\":\"x\"}]",
                "[1]",
                "{}")) {
            scim.patch(user, operations).is(400);
        }
        assertThat(scim.get(user).json().bool("active")).isTrue();
        assertThat(Customers.column(control, "SELECT count(*) FROM provision.entry")
                        .getFirst())
                .isNotEqualTo("0");
    }

    private CustomerId customer(String mail) {
        Customers.join(control, control.browser("portal"), mail);
        return new CustomerId(Customers.column(
                        control,
                        "SELECT m.customer_id FROM account.member m JOIN account.person p ON p.id = m.person_id"
                                + " WHERE p.email = '" + mail + "'")
                .getFirst());
    }

    private Viewer viewer(CustomerId of) {
        UserId owner = new UserId(Customers.column(
                        control,
                        "SELECT person_id FROM account.member WHERE role = 'owner' AND customer_id = '" + of + "'")
                .getFirst());
        return new Viewer(
                owner,
                Optional.of(of),
                Optional.empty(),
                "owner@example.org",
                Language.EN,
                ZoneId.of("UTC"),
                "ses",
                Instant.EPOCH,
                Rights.owner());
    }

    private String token(CustomerId of, TokenKind kind) {
        Set<Permission> scopes = kind == TokenKind.PROVISIONING ? Set.of() : Set.of(Permission.SIGN_ON_MANAGE);
        return control.door(Tokens.class)
                .issue(new TokenWish(kind, "directory", scopes, 30), viewer(of))
                .secret()
                .revealText();
    }

    private ScimWire wire(String token) {
        return new ScimWire(control.control().port(), token);
    }

    private String mail() {
        return "person-" + people.incrementAndGet() + "@example.org";
    }

    private String person() {
        return person(mail());
    }

    private String person(String mail) {
        return scim.post("/Users", "{\"userName\":\"" + mail + "\"}").is(201).id();
    }

    private List<String> members(String group) {
        return scim.get(group).is(200).json().list("members", m -> ((Json.Obj) m).text("value"));
    }

    private boolean belongs(String mail) {
        return !Customers.column(
                        control,
                        "SELECT 1 FROM account.member m JOIN account.person p ON p.id = m.person_id WHERE p.email = '"
                                + mail + "' AND m.customer_id = '" + customer + "'")
                .isEmpty();
    }

    private String role(String mail) {
        return Customers.column(
                        control,
                        "SELECT coalesce(m.role, 'null') FROM account.member m JOIN account.person p ON p.id = m.person_id"
                                + " WHERE p.email = '" + mail + "'")
                .getFirst();
    }

    private String language(String mail) {
        return Customers.column(control, "SELECT language FROM account.person WHERE email = '" + mail + "'")
                .getFirst();
    }
}
