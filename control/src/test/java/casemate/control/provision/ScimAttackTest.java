package casemate.control.provision;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.SharedHouses;
import casemate.control.token.TokenKind;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a directory must not be able to do, and what an attacker would send in its place.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedHouses.class)
class ScimAttackTest {
    private ScimHouse house;
    private ScimWire scim;
    private ScimWire stranger;

    @BeforeAll
    void start(ScimHouse shared) {
        house = shared;
        scim = house.scim();
        stranger = house.stranger();
    }

    @Test
    void nobody_gets_in_without_a_token_for_provisioning_be_they_signed_in_or_not() {
        ScimWire.Answer refused = house.wire("").get("/Users").is(401);
        assertThat(refused.header("Content-Type")).startsWith("application/scim+json");
        assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(refused.json().text("status")).isEqualTo("401");
        house.wire("cms_" + "a".repeat(49)).get("/Users").is(401);
        house.wire(house.token(house.customer(), TokenKind.PERSONAL))
                .get("/Users")
                .is(401);
        Browser browser = house.control().browser("portal");
        Customers.signIn(browser, "owner@example.org", Customers.PASSWORD);
        assertThat(browser.get("/scim/v2/Users").status()).isEqualTo(401);
    }

    @Test
    void another_customers_directory_finds_nothing_and_changes_nothing() {
        String mail = house.mail();
        String user = "/Users/" + house.person(mail);
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
                        house.control(),
                        "SELECT m.customer_id FROM account.member m JOIN account.person p ON p.id = m.person_id"
                                + " WHERE p.email = '" + mail + "'"))
                .containsExactly(house.customer().value());
        stranger.patch("/Users/" + made.id(), "[{\"op\":\"replace\",\"path\":\"active\",\"value\":false}]")
                .is(200);
        assertThat(house.belongs(mail)).isTrue();
        assertThat(scim.get(user).json().bool("active")).isTrue();
    }

    @Test
    void the_address_of_somebody_is_not_the_directorys_to_change() {
        String mail = house.mail();
        String user = "/Users/" + house.person(mail);
        Json.Obj problem = scim.patch(
                        user,
                        "[{\"op\":\"replace\",\"path\":\"emails[type eq \\\"work\\\"].value\",\"value\":\"thief@evil.example\"}]")
                .is(400)
                .json();
        assertThat(problem.text("scimType")).isEqualTo("mutability");
        assertThat(house.belongs(mail)).isTrue();
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
        String user = "/Users/" + house.person();
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
        assertThat(Customers.column(house.control(), "SELECT count(*) FROM provision.entry")
                        .getFirst())
                .isNotEqualTo("0");
    }
}
